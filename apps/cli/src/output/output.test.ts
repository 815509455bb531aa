import { describe, expect, test } from '@jest/globals';
import { formatAmount, formatBytes, formatCount, formatDuration, formatTime } from './format.ts';
import { isPainted } from './paint.ts';
import { startProgress } from './progress.ts';
import { formatPairs, formatTable } from './table.ts';

describe('numbers and times', () => {
  test('counts have separators and nouns agree', () => {
    expect(formatCount(977787)).toBe('977,787');
    expect([formatAmount(1, 'gap'), formatAmount(0, 'gap'), formatAmount(1200, 'candle')]).toEqual(['1 gap', '0 gaps', '1,200 candles']);
  });
  test('times show seconds only where there are some', () => {
    expect(formatTime(Date.UTC(2024, 10, 1))).toBe('2024-11-01 00:00');
    expect(formatTime(Date.UTC(2024, 10, 1, 0, 0, 20))).toBe('2024-11-01 00:00:20');
    expect(formatTime(Date.UTC(2024, 10, 1, 0, 0, 20, 799))).toBe('2024-11-01 00:00:20.799');
  });
  test('durations and sizes have one unit', () => {
    expect([340, 45_000, 600_000, 7 * 3_600_000, 33 * 86_400_000].map(formatDuration)).toEqual(['0.3 s', '45 s', '10 min', '7 h', '33 days']);
    expect([0, 999, 1_000, 24_500_000].map(formatBytes)).toEqual(['0 B', '999 B', '1.0 kB', '24.5 MB']);
  });
});

test('a table aligns its columns', () => {
  const table = formatTable([{ title: 'Symbol' }, { title: 'Candles', align: 'right' }, { title: 'Note' }], [['BTCUSDT', '5,088', ''], ['X', '12', 'new']]);
  expect(table).toBe(['Symbol   Candles  Note', 'BTCUSDT    5,088', 'X             12  new'].join('\n'));
  expect(formatPairs([['a', '1'], ['long name', '2']])).toBe('a          1\nlong name  2');
});

describe('colours', () => {
  const terminal = { write: () => true, isTTY: true };
  const pipe = { write: () => true };
  test.each([
    [terminal, {}, true],
    [pipe, {}, false],
    [terminal, { NO_COLOR: '1' }, false],
    [terminal, { TERM: 'dumb' }, false],
    [pipe, { FORCE_COLOR: '1' }, true],
    [terminal, { FORCE_COLOR: '0' }, false],
    [pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ])('%# follow the stream and the environment', (stream, env, painted) => expect(isPainted(stream, env)).toBe(painted));
});

describe('progress', () => {
  const run = async (isTTY: boolean): Promise<string> => {
    let stderr = '';
    const stream = { write: (text: string) => (stderr += text), isTTY, columns: 80, clearLine: () => true, cursorTo: () => true, moveCursor: () => true };
    const progress = await startProgress({ env: {}, stdout: stream, stderr: stream, signal: new AbortController().signal });
    progress.listener({ label: 'BTCUSDT', done: 10, total: 100, unit: 'candles' });
    progress.stop();
    return stderr;
  };
  test('of quick work says nothing where there is no terminal', async () => expect(await run(false)).toBe(''));
  test('is a bar on a terminal, which hides the cursor and gives it back', async () =>
    // oxlint-disable-next-line no-control-regex
    expect(await run(true)).toMatch(/^\x1b\[\?25l.*\x1b\[\?25h/s));
});
