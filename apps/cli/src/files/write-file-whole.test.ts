import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fileError } from './file-error.ts';
import { writeFileWhole } from './write-file-whole.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wick-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes all chunks under the name that was asked for, and nothing else', async () => {
  const path = join(folder, 'out.csv');
  await writeFileWhole(path, Array.from({ length: 5_000 }, (_, line) => `${line},${'x'.repeat(50)}\n`));
  expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(5_001);
  expect(readdirSync(folder)).toEqual(['out.csv']);
});

test('leaves the old file, and no half of the new one, when the source fails on the way', async () => {
  const path = join(folder, 'out.csv');
  writeFileSync(path, 'old');
  async function* failing(): AsyncGenerator<string> {
    yield 'new';
    await Promise.resolve();
    throw new Error('the database went away');
  }
  await expect(writeFileWhole(path, failing())).rejects.toThrow('the database went away');
  expect(readFileSync(path, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual(['out.csv']);
});

test('fails before anything is written when the folder does not exist', async () => {
  await expect(writeFileWhole(join(folder, 'missing', 'out.csv'), ['x'])).rejects.toMatchObject({ code: 'ENOENT' });
});

test.each(['EEXIST', 'ENOTDIR'])('a file where a folder is needed is told as such: %s', (code) => {
  expect(fileError(code, 'a/b', undefined)).toMatchObject({ code: 'DISK_UNWRITABLE', message: '"a/b" has a file where a folder is needed.', details: { systemCode: code } });
});
