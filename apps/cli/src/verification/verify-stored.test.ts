import { type CandleBatch, findGaps, type Interval, type Series } from '@wick/core';
import { generateCandles, memoryCandleStore, withGap, withoutDetails } from '@wick/testkit';
import { expect, test } from '@jest/globals';
import { explainGaps } from './explain-gaps.ts';
import { verificationToJson } from './verification-to-json.ts';
import { verificationToText } from './verification-to-text.ts';
import { type VerificationReport, verifyStored } from './verify-stored.ts';

const DAY = 86_400_000;
const START_MS = Date.UTC(2024, 0, 1);
const never = new AbortController().signal;
const seriesOf = (interval: Interval): Series => ({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval });
const market = (interval: Interval): CandleBatch => generateCandles({ series: seriesOf(interval), seed: 5, fromMs: START_MS, toMs: START_MS + 14 * DAY });
const plain = (_style: unknown, text: string): string => text;

async function verify(batches: readonly CandleBatch[], chosen = batches.map(({ series }) => series)): Promise<VerificationReport> {
  const store = memoryCandleStore();
  for (const batch of batches) await store.write(batch, 'test');
  return verifyStored(store, chosen, never);
}

test('a generated market has no findings above a note, and every interval is what the lower ones add up to', async () => {
  const report = await verify((['1m', '5m', '15m', '1h', '4h', '1d', '1w'] as const).map(market));
  expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
  expect(report.reAggregations).toHaveLength(6 + 5 + 4 + 3 + 2 + 1);
  expect(report.reAggregations.filter(({ compared, agree }) => compared === 0 || agree !== compared)).toEqual([]);
});

test('an hour that was changed is found from minutes and quarters alike, and a missing minute is told apart from it', async () => {
  const hours = market('1h');
  const columns = { ...hours.columns, high: hours.columns.high.map((high, row) => (row === 50 ? high + 1 : high)) };
  const minutes = withGap(market('1m'), { fromMs: START_MS + 3 * DAY, toMs: START_MS + 3 * DAY + 60_000 });
  const report = await verify([minutes, market('15m'), { ...hours, columns }], [seriesOf('1h')]);
  expect(report.series).toEqual([{ series: seriesOf('1h'), candles: 14 * 24 }]);
  const at = (row: number): number => START_MS + row * 3_600_000;
  expect(report.findings.map(({ check, severity, count, fromMs }) => [check, severity, count, fromMs])).toEqual([
    ['re-aggregation', 'error', 1, at(50)], ['re-aggregation', 'error', 1, at(50)], ['re-aggregation', 'note', 1, at(72)],
  ]);
});

test('gaps are told apart by what is known of them: what the exchange does not have is a note', async () => {
  const hours = withGap(withGap(market('1h'), { fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY }), { fromMs: START_MS + 3 * DAY, toMs: START_MS + 3 * DAY + 2 * 3_600_000 });
  const { findings } = await verify([hours]);
  const [outage, unexplained] = findGaps(hours.openTimeMs, '1h');
  expect(findings).toEqual(explainGaps(findings[0]!, [outage!, unexplained!].map((gap) => ({ ...gap, kind: 'unexplained' }))));
  const explained = explainGaps(findings[0]!, [{ ...outage!, kind: 'outage' }, { ...unexplained!, kind: 'unexplained' }]);
  expect(explained).toMatchObject([
    { severity: 'note', count: 24, runs: 1, fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY - 3_600_000 },
    { severity: 'warning', count: 2, runs: 1, fromMs: START_MS + 3 * DAY, toMs: START_MS + 3 * DAY + 3_600_000, places: [{ candles: 2 }] },
  ]);
});

test('columns that are known on one side only are not compared', async () => {
  const report = await verify([withoutDetails(market('1m')), market('1h')]);
  expect(report.findings.filter(({ severity }) => severity !== 'note')).toEqual([]);
});

test('series that cover different times say nothing about each other', async () => {
  const later = generateCandles({ series: seriesOf('1h'), seed: 5, fromMs: START_MS + 30 * DAY, count: 24 });
  expect((await verify([market('1m'), later])).reAggregations).toEqual([]);
});

test('the report as text names each finding, and as JSON has the totals', async () => {
  const hours = market('1h');
  const low = hours.columns.low.map((each, row) => (row === 7 ? each * 3 : each));
  const report = await verify([withGap({ ...hours, columns: { ...hours.columns, low } }, { fromMs: START_MS + DAY, toMs: START_MS + 2 * DAY })]);
  const text = verificationToText(report, plain);
  expect(text).toContain('312 candles of 1 series checked: 2 errors, 1 warning, 0 notes.');
  expect(text).toMatch(/1 {2}error {5}BTCUSDT 1h simulated spot {2}prices +1 {2}2024-01-01 07:00 {2}2024-01-01 07:00/);
  expect(text).toContain('3  warning  BTCUSDT 1h simulated spot: Missing, the exchange has not been asked for them: 24 candles, in 1 gap.\n     24 candles from 2024-01-02 00:00 on, the longest gap');
  expect(verificationToJson(report)).toMatchObject({ candles: 312, errors: 2, warnings: 1, notes: 0 });
});
