import { expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const nx = join(root, 'node_modules/nx/dist/bin/nx.js');

/** The projects that `nx affected` would build after a change in one file. */
function affectedBy(file: string): string[] {
  const output = execFileSync(process.execPath, [nx, 'show', 'projects', '--affected', `--files=${file}`, '--json'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' },
  });
  return (JSON.parse(output) as string[]).sort();
}

test('a change in llm-signals rebuilds the cli that uses it and the benchmarks, and neither engine nor any other library', () => {
  expect(affectedBy('packages/llm-signals/src/index.ts')).toEqual(['cli', 'llm-signals', 'tools']);
});

test('a change in core rebuilds everything that is built on it', () => {
  const affected = affectedBy('packages/core/src/index.ts');
  expect(affected).toEqual(expect.arrayContaining(['cli', 'core', 'engine', 'ingestion', 'llm-signals', 'report', 'storage', 'testkit', 'worker']));
});
