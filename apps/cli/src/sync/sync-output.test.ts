import { describe, expect, test } from '@jest/globals';
import { DAY_MS, type Series, WickError } from '@wick/core';
import type { PlannedSeries, SyncProgress } from '@wick/ingestion';
import { plansToText, planToText } from './plan-to-text.ts';
import { showSyncProgress, syncProgressToText } from './sync-progress.ts';

const series: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const archive = (period: 'monthly' | 'daily', republished = false): PlannedSeries['archives'][number] => ({
  republished, file: { key: 'k', period, range: { fromMs: 0, toMs: DAY_MS }, etag: 'e', sizeBytes: 1, modifiedMs: 0, hasChecksum: true },
});
const plan = (given: Partial<PlannedSeries>): PlannedSeries => ({
  series, archives: [], rest: [], restPages: 0, archiveBytes: 0, missing: 10, range: { fromMs: 0, toMs: 1 }, life: { fromMs: 0, toMs: 1 }, explained: [],
  archiveOnly: false, notes: [], ...given,
});

describe('the plan', () => {
  test.each([
    ['88 months + 12 days from archives (312.0 MB), 3 REST pages', { archives: [...Array(88).fill(archive('monthly')), ...Array(12).fill(archive('daily'))], archiveBytes: 312e6, restPages: 3 }],
    ['1 month from archives (3.0 MB, 1 published again)', { archives: [archive('monthly', true)], archiveBytes: 3e6 }],
    ['nothing is missing', { missing: 0 }],
    ['1 REST page. The archive is left out: no answer.', { restPages: 1, notes: ['The archive is left out: no answer.'] }],
  ])('%s', (text, given) => expect(planToText(plan(given as Partial<PlannedSeries>))).toBe(text));

  test('of many series is aligned, and has a line for what cannot be planned', () => {
    const error = new WickError('SYMBOL_UNKNOWN', 'Binance spot has no symbol X.', { remedy: 'None.' });
    expect(plansToText([plan({ restPages: 2 }), { series: { ...series, symbol: 'X' }, error }])).toBe(
      'plan:  BTCUSDT 1m  2 REST pages\n       X 1m        Binance spot has no symbol X.',
    );
  });
});

describe('the progress of a sync', () => {
  const progress: SyncProgress = { series: { total: 50, done: 2, failed: 1 }, candles: { done: 1_200_000, total: 4_800_000 }, gaps: 12 };
  const weight = { used: 1_204, limit: 6_000 };

  test('is one line for all series', () => {
    expect(syncProgressToText(progress, weight, 10_000)).toBe(
      '25% of 4,800,000 · 120,000/s · 30 s left · weight 1,204/6,000 · 12 gaps · 1 failed · 3/50 done',
    );
    const nothing = { series: { total: 1, done: 0, failed: 0 }, candles: { done: 0, total: 0 }, gaps: 0 };
    expect(syncProgressToText(nothing, weight, 0)).toBe('100% of 0 · weight 1,204/6,000 · 0/1 done');
  });

  test.each([
    [true, /^\r\x1b\[K25% of 4,800,000.{20,50}\r\x1b\[K$/], // oxlint-disable-line no-control-regex
    [false, /^$/],
  ])('on a terminal (%s) is redrawn in its width and taken away; elsewhere says nothing of quick work', (isTTY, expected) => {
    let written = '';
    const stderr = { write: (text: string) => (written += text), isTTY, columns: 60 };
    const display = showSyncProgress({ env: {}, stdout: stderr, stderr, signal: new AbortController().signal }, () => weight);
    display.listener(progress);
    display.stop();
    expect(written).toMatch(expected);
  });
});
