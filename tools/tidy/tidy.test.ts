import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completePackages, type LockEntry } from '../lock/complete-lock.ts';
import {
  fileIsShort, foldersAreNouns, functionsAreShort, namesAreKebabCase, noPathOfAMachine, nothingIsLeftUndone, RULES, type TextFile,
} from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What git tracks or would track: the tree as a reader meets it. */
function workspaceFiles(): TextFile[] {
  const list = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate'], { cwd: root, encoding: 'utf8' });
  return list.split('\n').filter((path) => /\.(?:ts|js|mjs|cjs|json|md|css|html|yaml|yml)$|Dockerfile$|^\.ci\//.test(path)).flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      return []; // Deleted in the working tree, not yet in the index.
    }
  });
}

const files = workspaceFiles();

test.each(RULES.map((rule) => [rule.name, rule] as const))('%s holds everywhere', (_name, rule) => {
  expect(files.flatMap(rule)).toEqual([]);
});

test('the lock file has every platform and no download address', () => {
  const text = files.find((file) => file.path === 'package-lock.json')!.text;
  expect(text).not.toMatch(/"resolved": *"https?:/);
  expect(completePackages((JSON.parse(text) as { packages: Record<string, LockEntry> }).packages).added).toEqual([]);
});

test('dependencies of others are pinned exactly, our own by range', () => {
  const ranges = files.filter((file) => file.path.endsWith('package.json')).flatMap((file) => {
    const manifest = JSON.parse(file.text) as Record<string, Record<string, string> | undefined>;
    const declared = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) => Object.entries(manifest[kind] ?? {}));
    return declared.filter(([name, range]) => !name.startsWith('@wick/') && !/^(?:npm:.+@)?\d/.test(range)).map(([name]) => `${file.path}: ${name}`);
  });
  expect(ranges).toEqual([]);
});

describe('each rule can fail', () => {
  const at = (path: string, text = ''): TextFile => ({ path, text });
  const long = (lines: number): string => 'x();\n'.repeat(lines);
  test.each([
    [fileIsShort, at('packages/a/src/b.ts', long(401))],
    [functionsAreShort, at('packages/a/src/b.ts', `function f() {\n${long(70)}}\n`)],
    [functionsAreShort, at('packages/a/src/b.ts', `class A { m = () => {\n${long(70)}}; }\n`)],
    [namesAreKebabCase, at('packages/a/src/bigThing.ts')],
    [foldersAreNouns, at('packages/a/src/utils/b.ts')],
    [nothingIsLeftUndone, at('packages/a/src/b.ts', '// TO' + 'DO later')],
    [nothingIsLeftUndone, at('packages/a/src/b.test.ts', 'test.on' + 'ly("x")')],
    [noPathOfAMachine, at('README.md', 'see /ho' + 'me/somebody/wick')],
  ] as const)('%p', (rule, file) => {
    expect(rule(file)).toHaveLength(1);
    expect(rule(at('packages/a/src/good-name.ts', 'export const one = 1;\n'))).toEqual([]);
  });
});
