import { describe, expect, test } from '@jest/globals';
import { type FrameBlock, textToExpression } from '@wick/core';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { computeSeries } from '../signals/compute-expression.ts';

/**
 * What vectorbt 1.1 answered on small random markets: the indicators whose definition is the same there. Its exponential
 * averages start with the first value instead of a mean, which is forgotten to twelve digits after `from` samples.
 */
const SAME_DEFINITION = [
  { theirs: 'sma10', ours: 'sma(10)', tolerance: 1e-10 },
  { theirs: 'sma30', ours: 'sma(30)', tolerance: 1e-10 },
  { theirs: 'ema10', ours: 'ema(10)', tolerance: 1e-10, from: 2 },
  // vectorbt subtracts running sums of squares, which costs it digits.
  { theirs: 'mstd20', ours: 'stdev(20)', tolerance: 1e-6 },
  { theirs: 'bb_middle', ours: 'bollinger(20, 2).middle', tolerance: 1e-10 },
  { theirs: 'bb_upper', ours: 'bollinger(20, 2).upper', tolerance: 1e-6 },
  { theirs: 'bb_lower', ours: 'bollinger(20, 2).lower', tolerance: 1e-6 },
  { theirs: 'rsi14', ours: 'rsi_sma(14)', tolerance: 1e-8 },
  { theirs: 'macd', ours: 'macd_sma(12, 26, 9)', tolerance: 1e-10 },
  { theirs: 'macd_signal', ours: 'macd_sma(12, 26, 9).signal', tolerance: 1e-10 },
  { theirs: 'macd_hist', ours: 'macd_sma(12, 26, 9).histogram', tolerance: 1e-10 },
  { theirs: 'macd_ewm', ours: 'macd(12, 26, 9)', tolerance: 1e-9, from: 4 },
  { theirs: 'true_range', ours: 'true_range()', tolerance: 1e-10 },
  { theirs: 'atr14', ours: 'atr_ema(14)', tolerance: 1e-10, from: 2 },
  { theirs: 'atr14_sma', ours: 'sma(true_range(), 14)', tolerance: 1e-10 },
  { theirs: 'stoch_k', ours: 'stochastic(14, 1, 3).k', tolerance: 1e-9 },
  { theirs: 'stoch_d', ours: 'stochastic(14, 1, 3).d', tolerance: 1e-9 },
] as const satisfies readonly { theirs: string; ours: string; tolerance: number; from?: number }[];

type Figure = number | 'NaN';

interface Reference {
  readonly n: number;
  readonly sample_step: number;
  readonly arrays: Readonly<Record<string, readonly Figure[]>>;
  readonly indicators: Readonly<Record<string, { readonly first: number; readonly sampled: readonly Figure[] }>>;
}

/** The committed figures, or other ones of the same form. */
const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../test-data/vectorbt');
const files = readdirSync(folder).filter((file) => file.endsWith('.json'));

describe('the figures of vectorbt', () => {
  test('are there', () => expect(files).not.toEqual([]));

  for (const file of files) {
    const reference = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference;
    const frame = frameOf(reference);

    test.each(SAME_DEFINITION)(`${file}: $theirs is $ours`, ({ theirs, ours, tolerance, ...rest }) => {
      const values = computeSeries(frame, textToExpression(ours, 'number'));
      const { first, sampled } = reference.indicators[theirs]!;
      expect(values.findIndex((value) => !Number.isNaN(value))).toBe(first);
      const skipped = 'from' in rest ? rest.from : 1;
      const worst = sampled.slice(skipped).map((figure, index) => {
        const row = Math.min(reference.n - 1, (index + skipped) * reference.sample_step);
        return Math.abs(values[row]! - Number(figure));
      });
      expect(Math.max(...worst)).toBeLessThan(tolerance);
    });
  }
});

function frameOf({ n, arrays }: Reference): FrameBlock {
  const column = (name: string): Float64Array => Float64Array.from(arrays[`${name}0`]!, Number);
  const columns = { open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') };
  return { length: n, openTimeMs: Float64Array.from({ length: n }, (_, row) => row * 300_000), columns };
}
