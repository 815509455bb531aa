/**
 * Proves that each library can be taken alone: packs it, lints the tarball (publint, attw), installs it into an empty ESM
 * project in a temporary folder, type-checks a program that imports it and runs that program.
 *
 * Run after `nx run-many -t build`: node tools/pack/check-packages.ts [name …]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = fileURLToPath(new URL('../..', import.meta.url));
const LIBRARIES = ['core', 'ingestion', 'storage', 'llm-signals', 'engine', 'report'];

/** A registry that does not answer is asked again soon: npm's own patience is five minutes a request. */
const INSTALL_OPTIONS = [
  '--prefer-offline', '--ignore-scripts', '--omit=optional', '--no-audit', '--no-fund', '--fetch-timeout=30000', '--fetch-retries=5',
];

interface Manifest {
  name: string;
  exports: Record<string, unknown>;
  dependencies?: Record<string, string>;
}

function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_OPTIONS: '' } });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

const manifestOf = (library: string): Manifest =>
  JSON.parse(readFileSync(join(root, 'packages', library, 'package.json'), 'utf8')) as Manifest;

function pack(library: string, into: string): string {
  const output = run('npm', ['pack', '--json', '--pack-destination', into], join(root, 'packages', library));
  const [packed] = JSON.parse(output) as [{ filename: string; files: { path: string }[] }];
  const tests = packed.files.filter((file) => file.path.includes('.test.') || file.path.includes('.test-support.'));
  if (tests.length > 0) throw new Error(`${library}: the tarball holds tests: ${tests.map((file) => file.path).join(', ')}`);
  return join(into, packed.filename);
}

async function lint(library: string, tarball: string): Promise<void> {
  const pkgDir = join(root, 'packages', library);
  const { messages, pkg } = await publint({ pkgDir, strict: true });
  const problems = messages.map((message) => formatMessage(message, pkg) ?? message.code);
  if (problems.length > 0) throw new Error(`${library}: publint finds\n${problems.join('\n')}`);
  run(join(root, 'node_modules/.bin/attw'), ['--profile', 'esm-only', tarball], root);
}

/** A program that imports every entry point of a library and shows that each exports something. */
function program(manifest: Manifest): string {
  const entries = Object.keys(manifest.exports).filter((entry) => entry !== './package.json');
  const imports = entries.map((entry, index) => `import * as entry${index} from '${manifest.name}${entry.slice(1)}';`);
  const checks = entries.map((_, index) => `if (Object.keys(entry${index}).length === 0) throw new Error('nothing is exported');`);
  return [...imports, ...checks, ''].join('\n');
}

function useAlone(library: string, tarballs: ReadonlyMap<string, string>, folder: string): void {
  const manifest = manifestOf(library);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'alone', private: true, type: 'module' }));
  writeFileSync(join(folder, 'program.ts'), program(manifest));
  const compilerOptions = { module: 'nodenext', target: 'es2024', strict: true, noEmit: true, skipLibCheck: true, types: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const own = [library, ...Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@wick/')).map((name) => name.slice(6))];
  const wanted = own.map((name) => tarballs.get(name)!);
  const peers = library === 'core' ? ['fast-check@4.10.2'] : [];
  run('npm', ['install', ...INSTALL_OPTIONS, ...wanted, ...peers], folder);
  run(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], folder);
  run(process.execPath, ['program.ts'], folder);
}

async function main(): Promise<void> {
  const chosen = process.argv.length > 2 ? process.argv.slice(2) : LIBRARIES;
  const scratch = mkdtempSync(join(tmpdir(), 'wick-pack-'));
  try {
    const tarballs = new Map(LIBRARIES.map((library) => [library, pack(library, scratch)]));
    for (const library of chosen) {
      await lint(library, tarballs.get(library)!);
      useAlone(library, tarballs, join(scratch, library));
      console.log(`${library} works alone`);
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

await main();
