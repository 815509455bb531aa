import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const IMPORT = /^import (?!type )(?:[^;]*? from )?'([^']+)'/gm;

/** What is loaded before a command runs: imports that are not of types only, and those of what they import. */
function loadedBy(path: string, seen: Set<string>): void {
  if (seen.has(path)) return;
  seen.add(path);
  for (const [, from] of readFileSync(path, 'utf8').matchAll(IMPORT)) {
    if (from!.startsWith('.')) loadedBy(resolve(dirname(path), from!), seen);
    else seen.add(from!);
  }
}

test('help, and a wrong option, load no package of wick: each command loads its own when it runs', () => {
  const seen = new Set<string>();
  loadedBy(fileURLToPath(new URL('program.ts', import.meta.url)), seen);
  expect(seen.size).toBeGreaterThan(30);
  expect([...seen].filter((each) => each.startsWith('@wick/'))).toEqual([]);
});
