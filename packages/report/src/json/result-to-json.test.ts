import { describe, expect, test } from '@jest/globals';
import { type BacktestResult, METRICS } from '@wick/core';
import { syntheticFrame, syntheticResult } from '../../test/synthetic-run.ts';
import { dailyEquity } from './daily-equity.ts';
import { resultToJson } from './result-to-json.ts';

const frame = syntheticFrame({ candles: 500, missing: (index) => index > 100 && index < 110 });
const result = syntheticResult(frame, 10);

/** The same values in objects whose keys were set in the opposite order. */
function reversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversedKeys) as T;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, reversedKeys(inner)])) as T;
}

describe('the JSON', () => {
  test('is the same bytes for the same result, however its objects were built', () => {
    expect(resultToJson(reversedKeys(result), { fills: true })).toBe(resultToJson(result, { fills: true }));
  });

  test('gives back what the result holds', () => {
    const parsed = JSON.parse(resultToJson(result, { fills: true })) as BacktestResult;
    expect(parsed.manifest).toEqual(result.manifest);
    expect(parsed.metrics).toEqual(result.metrics);
    expect(parsed.trades).toEqual(result.trades);
    expect(parsed.fills).toEqual(result.fills);
    expect([parsed.refusals, parsed.gaps]).toEqual([result.refusals, result.gaps]);
  });

  test('lists the metrics in core’s order, each with its convention', () => {
    const parsed = JSON.parse(resultToJson(result)) as Record<string, Record<string, unknown>>;
    expect(Object.keys(parsed['metrics']!)).toEqual(Object.keys(METRICS));
    expect(parsed['conventions']!['sharpe']).toBe(METRICS.sharpe.convention);
  });

  test('has no NaN: what is not known is null', () => {
    const broken = { ...result, equity: result.equity.slice().fill(Number.NaN) };
    const { equity } = JSON.parse(resultToJson(broken)) as { equity: [number, number | null][] };
    expect(equity.every(([timeMs, value]) => Number.isInteger(timeMs) && value === null)).toBe(true);
  });

  test('ends each UTC day with the equity of its last bar', () => {
    const { equity } = JSON.parse(resultToJson(result)) as { equity: [number, number][] };
    const byDay = new Map(Array.from(frame.openTimeMs, (timeMs, bar) => [timeMs - (timeMs % 86_400_000), result.equity[bar]!]));
    expect(equity).toEqual([...byDay]);
  });

  test('gives each bar’s equity with the times of the frame, and none on demand', () => {
    const { equity } = JSON.parse(resultToJson(result, { equity: 'bars' })) as { equity: [number, number][] };
    expect(equity).toHaveLength(frame.length);
    expect(equity[7]).toEqual([frame.openTimeMs[7], result.equity[7]]);
    expect(resultToJson(result, { equity: 'none' })).not.toContain('"equity":[');
  });
});

test('a day without bars has no equity, and no bars have none', () => {
  const hour = 3_600_000;
  expect(dailyEquity(Float64Array.of(0, hour, 72 * hour), Float64Array.of(1, 2, 3))).toEqual([[0, 2], [72 * hour, 3]]);
  expect(dailyEquity(new Float64Array(), new Float64Array())).toEqual([]);
});
