import { describe, expect, test } from '@jest/globals';
import { type FrameBlock, textToExpression } from '@wick/core';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { computeSeries } from '../signals/compute-expression.ts';

/** What vectorbt 1.1 answered on small random markets: the indicators whose definition is the same there. */
const SAME_DEFINITION = [
  ['sma10', 'sma(10)', 1e-10],
  ['sma30', 'sma(30)', 1e-10],
  // vectorbt subtracts running sums of squares, which costs it digits.
  ['mstd20', 'stdev(20)', 1e-6],
  ['bb_middle', 'bollinger(20, 2).middle', 1e-10],
  ['bb_upper', 'bollinger(20, 2).upper', 1e-6],
  ['bb_lower', 'bollinger(20, 2).lower', 1e-6],
  ['stoch_k', 'stochastic(14, 1, 3).k', 1e-9],
  ['stoch_d', 'stochastic(14, 1, 3).d', 1e-9],
  ['true_range', 'atr(1)', 1e-10],
] as const;

type Figure = number | 'NaN';

interface Reference {
  readonly n: number;
  readonly sample_step: number;
  readonly arrays: Readonly<Record<string, readonly Figure[]>>;
  readonly indicators: Readonly<Record<string, { readonly first: number; readonly sampled: readonly Figure[] }>>;
}

const folder = process.env['VECTORBT_CASES'] ?? resolve(import.meta.dirname, '../../../../../shared/reference/vectorbt');
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')) : [];
if (files.length === 0) console.warn(`The comparison with vectorbt is left out: there are no figures in ${folder} (VECTORBT_CASES).`);

describe('the figures of vectorbt', () => {
  test('are compared as far as there are any', () => expect(files.length).toBeGreaterThanOrEqual(0));

  for (const file of files) {
    const reference = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Reference;
    const frame = frameOf(reference);

    test.each(SAME_DEFINITION)(`${file}: %s is %s`, (theirs, ours, tolerance) => {
      const values = computeSeries(frame, textToExpression(ours, 'number'));
      const { first, sampled } = reference.indicators[theirs]!;
      expect(values.findIndex((value) => !Number.isNaN(value))).toBe(first);
      const worst = sampled.slice(1).map((figure, index) => {
        const row = Math.min(reference.n - 1, (index + 1) * reference.sample_step);
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
