/**
 * Cuts the pruned output down to what runs: no dependency of development, no source, no test, and a lock file in which
 * every entry is needed. Nx leaves these in, and then `npm ci` refuses the folder.
 *
 *     node apps/worker/pruned/trim-pruned.ts deploy/worker
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface PackageJson {
  name: string;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  devDependencies?: unknown;
  nx?: unknown;
}
interface LockEntry extends Omit<PackageJson, 'name'> {
  name?: string;
  link?: boolean;
  resolved?: string;
  peerDependencies?: Record<string, string>;
}
interface Lock {
  packages: Record<string, LockEntry>;
}

const KEPT_OF_A_MODULE = new Set(['package.json', 'dist', 'README.md']);
const SCOPE = 'workspace_modules/@wick';

const folder = process.argv[2];
if (folder === undefined || !existsSync(join(folder, 'package-lock.json'))) {
  throw new Error('Name the folder that "nx run worker:prune" wrote, such as deploy/worker.');
}
trim(folder);

function trim(deployed: string): void {
  const lock = readJson<Lock>(join(deployed, 'package-lock.json'));
  lock.packages[''] = { ...lock.packages[''], ...trimManifest(deployed) };
  delete lock.packages['']!.devDependencies;
  for (const name of readdirSync(join(deployed, SCOPE))) {
    const path = `${SCOPE}/${name}`;
    const entry = lock.packages[path];
    if (!entry) {
      rmSync(join(deployed, path), { recursive: true });
      continue;
    }
    for (const file of readdirSync(join(deployed, path))) {
      if (!KEPT_OF_A_MODULE.has(file)) rmSync(join(deployed, path, file), { recursive: true });
    }
    lock.packages[path] = { ...entry, ...trimManifest(join(deployed, path)) };
  }
  lock.packages = neededPackages(lock.packages);
  writeJson(join(deployed, 'package-lock.json'), lock);
}

/** Takes out of a package.json what is for development; gives what the lock file says about the package. */
function trimManifest(path: string): Pick<PackageJson, 'dependencies' | 'optionalDependencies'> {
  const { devDependencies: _development, nx: _workspace, ...manifest } = readJson<PackageJson>(join(path, 'package.json'));
  writeJson(join(path, 'package.json'), manifest);
  const { dependencies = {}, optionalDependencies } = manifest;
  return { dependencies, ...(optionalDependencies && { optionalDependencies }) };
}

/** The entries of a lock file that its root leads to. */
function neededPackages(packages: Lock['packages']): Lock['packages'] {
  const needed = new Set<string>();
  const visit = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    const entry = packages[path]!;
    if (entry.link && entry.resolved !== undefined) return visit(entry.resolved);
    const names = Object.keys({ ...entry.dependencies, ...entry.optionalDependencies, ...entry.peerDependencies });
    for (const name of names) {
      const found = resolve(packages, path, name);
      if (found !== undefined) visit(found);
    }
  };
  visit('');
  return Object.fromEntries(Object.entries(packages).filter(([path]) => needed.has(path)));
}

/** Where Node finds a package from another: in the nearest node_modules upwards. Workspace modules lie below the root. */
function resolve(packages: Lock['packages'], from: string, name: string): string | undefined {
  for (let at = from.startsWith('workspace_modules/') ? '' : from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (path in packages) return path;
    if (at === '') return undefined;
  }
}

function readJson<Json>(path: string): Json {
  return JSON.parse(readFileSync(path, 'utf8')) as Json;
}

function writeJson(path: string, json: unknown): void {
  writeFileSync(path, `${JSON.stringify(json, null, 2)}\n`);
}
