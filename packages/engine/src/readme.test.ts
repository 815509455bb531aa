import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

test('the example in the README runs as it stands', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [, example] = /```ts\n([\s\S]*?)```/.exec(readFileSync(`${root}/README.md`, 'utf8')) ?? [];
  const output = execFileSync(process.execPath, ['--conditions=@wick/source', '--input-type=module-typescript', '-'], {
    cwd: root,
    input: example,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', FORCE_COLOR: '0' },
  });
  const [trades, totalReturn, sharpe] = output.trim().split(' ').map(Number);
  // Eight waves of ±10%: bought in each trough and sold at each peak.
  expect(trades).toBe(8);
  expect(totalReturn).toBeGreaterThan(1);
  expect(sharpe).toBeGreaterThan(1);
});
