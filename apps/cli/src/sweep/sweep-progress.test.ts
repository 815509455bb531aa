import { expect, test } from '@jest/globals';
import { progressToText, showSweepProgress } from './sweep-progress.ts';

test('says how far a sweep is, at which rate, and the time left', () => {
  expect(progressToText({ done: 25, total: 100 }, 4_000, 10_000)).toBe('Sweep: 25% of 4,000 combinations, 100 a second, 30 s left');
  expect(progressToText({ done: 0, total: 100 }, 4_000, 10_000)).toBe('Sweep: 0% of 4,000 combinations, 0.0 a second');
  expect(progressToText({ done: 0, total: 0 }, 0, 0)).toBe('Sweep: 100% of 0 combinations, 0.0 a second, 0.0 s left');
});

test('is silent where work is done within seconds and nobody watches', () => {
  let written = '';
  const stderr = { write: (text: string) => (written += text) };
  const display = showSweepProgress({ env: {}, stdout: stderr, stderr, signal: new AbortController().signal }, 10);
  display.listener({ done: 1, total: 2 });
  display.stop();
  expect(written).toBe('');
});
