/**
 * Completes package-lock.json. A registry mirror may lack the builds of a package for other platforms; npm then leaves
 * them out of the lock file, and `npm ci` refuses it ("Missing: … from lock file"). Each is listed as an optional
 * dependency with an exact version, so its entry can be written from that: version, and the platform in its name.
 *
 * Run after `npm install`: node tools/lock/complete-lock.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface LockEntry {
  version?: string;
  cpu?: string[];
  os?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

const OS = new Map(
  ['darwin', 'linux', 'win32', 'freebsd', 'android', 'openharmony', 'aix', 'netbsd', 'openbsd', 'sunos'].map((os) => [os, os]),
).set('win', 'win32').set('windows', 'win32');

const CPU = new Map(
  ['x64', 'arm64', 'arm', 'ia32', 's390x', 'ppc64', 'riscv64', 'loong64', 'mips64el', 'wasm32'].map((cpu) => [cpu, cpu]),
).set('armv7', 'arm').set('loongarch64', 'loong64');

/** The entry of a package that runs on one platform only, as its name says: `@esbuild/linux-x64`, `foo-linux-arm64-musl`. */
export function platformEntry(name: string, version: string, dev: boolean): LockEntry {
  const words = name.split(/[/-]/);
  const cpu = words.map((word) => CPU.get(word)).find(Boolean);
  const os = words.map((word) => OS.get(word)).find(Boolean);
  const musl = words.some((word) => word.includes('musl'));
  const gnu = os === 'linux' && words.some((word) => word.includes('gnu'));
  return {
    version: version.replace(/^[\^~]/, ''),
    ...(cpu ? { cpu: [cpu] } : {}),
    ...(musl ? { libc: ['musl'] } : gnu ? { libc: ['glibc'] } : {}),
    ...(dev ? { dev: true } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}

/** The packages of a lock file with an entry for every optional dependency, and the names that were added. */
export function completePackages(packages: Record<string, LockEntry>): { packages: Record<string, LockEntry>; added: string[] } {
  const complete = { ...packages };
  const added: string[] = [];
  for (const [where, entry] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const top = `node_modules/${name}`;
      if (complete[top] || complete[`${where}/${top}`]) continue;
      complete[top] = platformEntry(name, range, entry.dev ?? false);
      added.push(name);
    }
  }
  const sorted = Object.entries(complete).sort(([a], [b]) => (a < b ? -1 : 1));
  return { packages: Object.fromEntries(sorted), added };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = new URL('../../package-lock.json', import.meta.url);
  const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockEntry> };
  const { packages, added } = completePackages(lock.packages);
  if (added.length > 0) writeFileSync(file, `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
  console.log(added.length > 0 ? `added ${added.join(', ')}` : 'the lock file is complete');
}
