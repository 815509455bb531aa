import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { faultRows, hasTest } from './fault-table.ts';
import { testTitles } from './test-titles.ts';

const page = readFileSync(new URL('../../docs/faults.md', import.meta.url), 'utf8');
const rows = faultRows(page);
const sourceOf = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

/** The tests of the page that do not exist. */
const missing = (markdown: string): string[] =>
  faultRows(markdown).flatMap(({ tests }) => tests.filter(({ path, title }) => !hasTest(sourceOf(path), title)).map(({ title }) => title));

test('each fault of docs/faults.md has a test, and each test that it names exists', () => {
  expect(rows.length).toBeGreaterThan(45);
  expect(rows.filter(({ tests }) => tests.length === 0)).toEqual([]);
  expect(missing(page)).toEqual([]);
});

test('every line of a table is read', () => {
  expect(rows).toHaveLength(page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| fault |')).length);
});

test('a title that no test has is found', () => {
  const { title } = rows[0]!.tests[0]!;
  expect(missing(page.replace(title, `${title}, always`))).toEqual([`${title}, always`]);
  expect(missing(page.replace('451: one clear sentence', '452: one clear sentence'))).toEqual([expect.stringContaining('452')]);
  expect(() => missing(page.replaceAll('live-faults.test.ts', 'live-fault.test.ts'))).toThrow('ENOENT');
});

test('titles are those of tests and of tables of tests, with their groups', () => {
  const source = "describe.each(A)('%s', () => { test('one', f); test.each([['two']])(`n ${B}: %s`, f); }); xtest('none', f); test(name, f);";
  expect(testTitles(source)).toEqual(['%s › one', '%s › n ${B}: %s']);
  expect(hasTest(source, '%s › n ${B}: %s')).toBe(true);
  expect(hasTest(source, '%s › n B: two')).toBe(true);
  expect(hasTest(source, '%s › n B: three')).toBe(false);
  expect(hasTest(source, '%s › none')).toBe(false);
});
