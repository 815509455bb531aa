import { describe, expect, test } from '@jest/globals';
import { type FrameBlock, getBit, textToExpression } from '@wick/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { computeCondition, computeSeries } from '../signals/compute-expression.ts';

/** What vectorbt 1.1 answered on small random markets, and the expression that means the same: equal to the bit. */
const SERIES = {
  sma10: 'sma_running(10)',
  sma30: 'sma_running(30)',
  ema10: 'ema_first(10)',
  mstd20: 'stdev_running(20)',
  rsi14: 'rsi_running(14)',
  rsi14_ewm: 'rsi_first(14)',
  bb_middle: 'bollinger_running(20, 2).middle',
  bb_upper: 'bollinger_running(20, 2).upper',
  bb_lower: 'bollinger_running(20, 2).lower',
  macd: 'macd_running(12, 26, 9)',
  macd_signal: 'macd_running(12, 26, 9).signal',
  macd_hist: 'macd_running(12, 26, 9).histogram',
  macd_ewm: 'macd_first(12, 26, 9)',
  true_range: 'true_range()',
  atr14: 'ema_first(true_range(), 14)',
  atr14_sma: 'sma_running(true_range(), 14)',
  stoch_k: 'stochastic_raw(14)',
  stoch_d: 'sma_running(stochastic_raw(14), 3)',
  obv: 'obv_two_way()',
} as const satisfies Readonly<Record<string, string>>;

const CROSSINGS = {
  cross_above_10_30: 'sma_running(10) crosses above sma_running(30)',
  cross_below_10_30: 'sma_running(10) crosses below sma_running(30)',
} as const satisfies Readonly<Record<string, string>>;

/**
 * The indicators of the same definition that round better, so that their digits differ. Averages that start with a mean
 * have forgotten it to twelve digits after `from` bars.
 */
const SAME_DEFINITION = [
  { theirs: 'sma10', ours: 'sma(10)', tolerance: 1e-10 },
  { theirs: 'ema10', ours: 'ema(10)', tolerance: 1e-10, from: 200 },
  // vectorbt subtracts running sums of squares, which costs it digits.
  { theirs: 'mstd20', ours: 'stdev(20)', tolerance: 1e-6 },
  { theirs: 'bb_upper', ours: 'bollinger(20, 2).upper', tolerance: 1e-6 },
  { theirs: 'rsi14', ours: 'rsi_sma(14)', tolerance: 1e-8 },
  { theirs: 'macd_signal', ours: 'macd_sma(12, 26, 9).signal', tolerance: 1e-10 },
  { theirs: 'macd_ewm', ours: 'macd(12, 26, 9)', tolerance: 1e-9, from: 400 },
  { theirs: 'atr14', ours: 'atr_ema(14)', tolerance: 1e-10, from: 200 },
  { theirs: 'stoch_d', ours: 'stochastic(14, 1, 3).d', tolerance: 1e-9 },
] as const satisfies readonly { theirs: keyof typeof SERIES; ours: string; tolerance: number; from?: number }[];

type Figure = number | 'NaN' | 'Infinity' | '-Infinity';

interface Samples {
  readonly first: number;
  readonly sampled: readonly Figure[];
}

interface Reference {
  readonly n: number;
  readonly sample_step: number;
  readonly arrays: Readonly<Record<string, readonly Figure[]>>;
  readonly indicators: Readonly<Record<keyof typeof SERIES, Samples> & Record<keyof typeof CROSSINGS, readonly number[]>>;
}

/** The committed figures, or other ones of the same form. */
const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../test-data/vectorbt');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe('the figures of vectorbt', () => {
  test('are there', () => expect(files).not.toEqual([]));

  for (const file of files) {
    const reference = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference;
    const frame = frameOf(reference);
    const valuesOf = (ours: string): Float64Array => computeSeries(frame, textToExpression(ours, 'number'));
    const rowOf = (sample: number): number => Math.min(reference.n - 1, sample * reference.sample_step);

    test(`${file}: are all compared`, () => {
      expect(Object.keys(reference.indicators).sort()).toEqual([...Object.keys(SERIES), ...Object.keys(CROSSINGS)].sort());
    });

    test.each(Object.entries(SERIES))(`${file}: %s is %s, to the bit`, (theirs, ours) => {
      const values = valuesOf(ours);
      const { first, sampled } = reference.indicators[theirs as keyof typeof SERIES];
      expect(values.findIndex((value) => !Number.isNaN(value))).toBe(first);
      // toEqual tells 0 from −0 and takes NaN for NaN.
      expect(sampled.map((_, sample) => values[rowOf(sample)])).toEqual(sampled.map(Number));
    });

    test.each(Object.entries(CROSSINGS))(`${file}: %s is %s, on every bar`, (theirs, ours) => {
      const bits = computeCondition(frame, textToExpression(ours));
      const rows = Array.from({ length: reference.n }, (_, row) => row).filter((row) => getBit(bits, row));
      expect(rows).toEqual(reference.indicators[theirs as keyof typeof CROSSINGS]);
    });

    test.each(SAME_DEFINITION)(`${file}: $theirs is nearly $ours`, ({ theirs, ours, tolerance, ...rest }) => {
      const values = valuesOf(ours);
      const { first, sampled } = reference.indicators[theirs];
      expect(values.findIndex((value) => !Number.isNaN(value))).toBe(first);
      const start = 'from' in rest ? rest.from : first;
      const worst = sampled.flatMap((figure, sample) => (rowOf(sample) < start ? [] : [Math.abs(values[rowOf(sample)]! - Number(figure))]));
      expect(Math.max(...worst)).toBeLessThan(tolerance);
    });
  }
});

function frameOf({ n, arrays }: Reference): FrameBlock {
  const column = (name: string): Float64Array => Float64Array.from(arrays[`${name}0`]!, Number);
  const columns = { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') };
  return { length: n, openTimeMs: Float64Array.from({ length: n }, (_, row) => row * 300_000), columns };
}
