import { expect, test } from '@jest/globals';
import { isAbsolute, resolve } from 'node:path';
import { resolveDataDir } from './data-dir.ts';

test('WICK_DATA_DIR decides, made absolute', () => {
  expect(resolveDataDir({ WICK_DATA_DIR: '/srv/wick' })).toBe('/srv/wick');
  expect(resolveDataDir({ WICK_DATA_DIR: 'here' })).toBe(resolve('here'));
});

test('without it, a folder of the platform for user data', () => {
  const folder = resolveDataDir({});
  expect(isAbsolute(folder)).toBe(true);
  expect(folder).toContain('wick');
});
