import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Candle } from '../index.ts';
import { findingsOf, cleanRows, MINUTES } from './rows.test-support.ts';
import type { JumpOptions } from './jumps.ts';
import { medianInPlace } from './median.ts';

test('the median is the one of the sorted values, and the values stay the same ones', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.double({ noNaN: true }), fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 60 }), (values) => {
      const sorted = values.toSorted((a, b) => a - b);
      const reordered = Float64Array.from([...values, 7, 7]);
      expect(medianInPlace(reordered, values.length) + 0).toBe(sorted[(values.length - 1) >> 1]! + 0);
      expect([...reordered.subarray(0, values.length)].map((value) => value + 0).toSorted((a, b) => a - b)).toEqual(sorted.map((value) => value + 0));
      expect([...reordered.subarray(values.length)]).toEqual([7, 7]);
    }),
  );
});

/** So near to the usual returns that many of them are jumps, and every factor of the formula counts. */
const optionsOf = (minMove: number): { jumps: JumpOptions } => ({ jumps: { deviations: 1.3, minMove } });
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[(values.length - 1) >> 1]!;

/** Rows that jump, by the formula, over rows without gaps: each return judged by its block, the last block by the last 4,096. */
function naiveJumps(rows: readonly Candle[], minMove: number): { jumps: number[]; spikes: number[] } {
  const returns = rows.slice(1).map(({ close }, at) => Math.log(close / rows[at]!.close));
  const isJump = Array.from({ length: Math.ceil(returns.length / 4_096) }, (_, at) => returns.slice(at * 4_096, (at + 1) * 4_096)).flatMap((moves) => {
    const block = moves.length === 4_096 ? moves : returns.slice(-4_096);
    const middle = median(block);
    const distances = block.map((each) => Math.abs(each - middle));
    const deviation = median(distances);
    const scale = deviation > 0 ? 1.4826 * deviation : (1.2533 * distances.reduce((sum, each) => sum + each, 0)) / block.length;
    return moves.map((move) => block.length >= 30 && Math.abs(move - middle) > 1.3 * scale && Math.abs(move) >= minMove);
  });
  const [jumps, spikes]: [number[], number[]] = [[], []];
  for (let at = 0; at < returns.length; at++) {
    if (!isJump[at]) continue;
    const comesBack = at + 1 < returns.length && Math.abs(returns[at]! + returns[at + 1]!) <= 0.25 * Math.abs(returns[at]!);
    (comesBack ? spikes : jumps).push(rows[at + 1]!.openTimeMs);
    if (comesBack) at++;
  }
  return { jumps, spikes };
}

describe('jumps and spikes are those of the formula', () => {
  const clean = cleanRows(10_000);
  const timesOf = (rows: readonly Candle[], severity: string, cuts: readonly number[], options: { jumps: JumpOptions }): number =>
    findingsOf(rows, MINUTES, cuts, options).find(({ check, severity: each }) => check === 'jumps' && each === severity)?.count ?? 0;

  test.each([['of three blocks', 10_000], ['of less than one', 900], ['too short to judge', 20]])('in a market %s', (_what, length) => {
    let found = 0;
    const hit = fc.record({ at: fc.integer({ min: 1, max: length - 2 }), factor: fc.constantFrom(0.9, 1.01, 1.3), stays: fc.boolean() });
    fc.assert(
      fc.property(fc.array(hit, { maxLength: 6 }), fc.boolean(), fc.constantFrom(0.00002, 0.00007), fc.array(fc.nat(length), { maxLength: 3 }), (hits, isFlat, minMove, cuts) => {
        const rows = clean.slice(0, length).map((row, at) => ({ ...row, close: isFlat ? clean[at - (at % 3)]!.close : row.close }));
        for (const { at, factor, stays } of hits) for (let row = at; row < (stays ? length : at + 1); row++) rows[row] = { ...rows[row]!, close: rows[row]!.close * factor };
        const naive = naiveJumps(rows, minMove);
        found += naive.jumps.length + naive.spikes.length;
        expect({ jumps: timesOf(rows, 'note', cuts, optionsOf(minMove)), spikes: timesOf(rows, 'warning', cuts, optionsOf(minMove)) }).toEqual({ jumps: naive.jumps.length, spikes: naive.spikes.length });
      }),
      { numRuns: length > 1_000 ? 15 : 60 },
    );
    expect(found > 0).toBe(length > 20);
  });

  test('a move across a gap is not judged', () => {
    const rows = clean.slice(0, 500).filter((_, at) => at !== 300).map((row, at) => (at >= 300 ? { ...row, close: row.close * 2 } : row));
    const far = { jumps: { deviations: 40, minMove: 0.03 } };
    expect(timesOf(rows, 'note', [], far) + timesOf(rows, 'warning', [], far)).toBe(0);
    expect(timesOf(rows.filter((_, at) => at < 250 || at > 310).map((row, at) => ({ ...row, openTimeMs: clean[at]!.openTimeMs })), 'note', [], far)).toBe(1);
  });
});
