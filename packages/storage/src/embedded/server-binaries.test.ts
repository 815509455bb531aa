import { afterAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { testFolders } from '../../testing/folders.ts';
import { findBinaries, prepareBinaries } from './server-binaries.ts';
import { serverUser } from './server-user.ts';

const folders = testFolders();
afterAll(() => folders.remove());

const version = (binaries: string, user = {}): string =>
  execFileSync(join(binaries, 'bin', 'postgres'), ['--version'], { cwd: '/', encoding: 'utf8', ...user });

/** The binaries as npm unpacks them, before any install script made links. */
function withoutLinks(): string {
  const copy = join(folders.create(), 'native');
  cpSync(findBinaries(), copy, { recursive: true, verbatimSymlinks: true });
  const library = join(copy, 'lib');
  for (const name of readdirSync(library)) {
    if (lstatSync(join(library, name)).isSymbolicLink()) rmSync(join(library, name));
  }
  return copy;
}

test.each(['sunos-x64', 'linux-riscv64', 'win32-arm64'])('%s has no binaries: DATABASE_URL is asked for', (platform) => {
  expect(() => findBinaries(platform)).toThrow(
    expect.objectContaining({ code: 'DATABASE_UNSUPPORTED', remedy: expect.stringContaining('DATABASE_URL') }),
  );
});

test('links between libraries that are missing are made', () => {
  const binaries = withoutLinks();
  expect(prepareBinaries(binaries, folders.create(), undefined)).toBe(binaries);
  expect(version(binaries)).toMatch(/^postgres \(PostgreSQL\) 18\./);
});

describe('as root, binaries that the server\'s user cannot reach', () => {
  const user = serverUser('/nowhere');

  test('are copied beside the data, once', () => {
    if (!user) return;
    const hidden = withoutLinks();
    const folder = folders.create();
    chmodSync(folder, 0o755);
    const copy = prepareBinaries(hidden, folder, user);
    expect(version(copy, user)).toMatch(/^postgres \(PostgreSQL\) 18\./);
    const { ino } = lstatSync(copy);
    expect(prepareBinaries(hidden, folder, user)).toBe(copy);
    expect(lstatSync(copy).ino).toBe(ino);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test('are copied to where they can be, if the data is hidden too', () => {
    if (!user) return;
    const hidden = withoutLinks();
    const temporary = folders.create();
    chmodSync(temporary, 0o755);
    const copy = prepareBinaries(hidden, folders.create(), user, join(temporary, 'shared'));
    expect(copy).toContain(temporary);
    expect(version(copy, user)).toMatch(/^postgres \(PostgreSQL\) 18\./);
  });
});
