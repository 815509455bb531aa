import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findViolations } from './check-boundaries.ts';
import { LAYERS } from './layers.ts';
import { readProjects } from './project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the workspace keeps to its import directions', () => {
  expect(findViolations(root)).toEqual([]);
});

test('every project has a layer', () => {
  expect(readProjects(root).map((project) => project.name).sort()).toEqual(Object.keys(LAYERS).sort());
});

describe('a planted import is found', () => {
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'wick-boundaries-'));
    const isSource = (path: string): boolean => !/node_modules|dist|out-tsc|coverage|\.nx/.test(path.slice(root.length));
    for (const folder of ['packages', 'apps']) cpSync(join(root, folder), join(copy, folder), { recursive: true, filter: isSource });
  });

  afterEach(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  const plant = (file: string, code: string): string[] => {
    writeFileSync(join(copy, file), code);
    return findViolations(copy);
  };

  test.each([
    ['a sibling', 'packages/engine/src/planted.ts', `import '@wick/storage';`, 'engine may not import storage'],
    ['an app', 'packages/report/src/planted.ts', `export * from '@wick/cli';`, 'report may not import cli'],
    ['anything of ours from core', 'packages/core/src/planted.ts', `import '@wick/engine';`, 'core may not import engine'],
    ['testkit outside of tests', 'packages/storage/src/planted.ts', `await import('@wick/testkit');`, 'storage may not import testkit'],
    ['a package that is not declared', 'packages/engine/src/planted.ts', `import 'pg';`, 'imports pg, which packages/engine/package.json does not declare'],
    ['a file of another package', 'packages/engine/src/planted.ts', `import '../../core/src/index.ts';`, 'lies outside of packages/engine'],
    ['the inside of a package', 'packages/engine/src/planted.ts', `import '@wick/core/src/index.ts';`, 'which core does not export'],
  ])('%s', (_what, file, code, problem) => {
    expect(plant(file, code)).toEqual(expect.arrayContaining([expect.stringContaining(problem)]));
  });

  test('testkit in a test is allowed', () => {
    expect(plant('packages/storage/src/planted.test.ts', `import '@wick/testkit';`)).toEqual([]);
  });

  test('a dependency that nothing uses', () => {
    const path = join(copy, 'packages/engine/package.json');
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as { dependencies: Record<string, string> };
    manifest.dependencies['left-over'] = '1.0.0';
    expect(plant('packages/engine/package.json', JSON.stringify(manifest))).toEqual([
      'packages/engine/package.json declares left-over, which nothing uses.',
    ]);
  });
});
