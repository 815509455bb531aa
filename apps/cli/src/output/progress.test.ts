import { afterEach, expect, jest, test } from '@jest/globals';
import type { CliContext } from '../context.ts';
import { startProgress } from './progress.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test.each([
  [{ done: 171, total: 438, unit: 'answers', note: '12 s left' }, 'Asking: 171 of 438 answers (39%), 12 s left\n'],
  [{ done: 1_200, unit: 'candles' }, 'Asking: 1,200 candles\n'],
  [{ done: 1_500_000, total: 3_000_000, unit: 'bytes' }, 'Asking: 1.5 MB of 3.0 MB (50%)\n'],
])('where no bar can be drawn, a line says how far the work is: %j', async (progress, line) => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(0);
  const lines: string[] = [];
  const { listener } = await startProgress({ stderr: { write: (text: string) => lines.push(text) } } as unknown as CliContext);
  listener({ label: 'Asking', ...progress });
  expect(lines).toEqual([]);
  now.mockReturnValue(5_000);
  listener({ label: 'Asking', ...progress });
  expect(lines).toEqual([line]);
});
