import { describe, expect, test } from '@jest/globals';
import { type Column, type Expression, type FrameBlock, INDICATOR_NAMES, type IndicatorName, signatureOf } from '@wick/core';
import { parametersInOrder } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';
import {
  bytesOf, changedAfter, cut, cutsArbitrary, frameArbitrary, seriesOverBlocks, steadyFrame,
} from '../signals/blocks.test-support.ts';
import { NAIVE } from './naive-indicators.test-support.ts';

const STEADY = steadyFrame(100);

type Call = Extract<Expression, { kind: 'indicator' }>;

describe.each(INDICATOR_NAMES)('%s', (name) => {
  test('is what its definition says, with unknown values anywhere', () => {
    fc.assert(
      fc.property(frameArbitrary(), callsArbitrary(name), (frame, calls) => {
        const naive = NAIVE[name](inputsOf(frame, calls[0]!), calls[0]!.parameters);
        for (const call of calls) {
          const actual = [...seriesOverBlocks([frame], call)];
          expect(unknownRows(actual)).toBe(unknownRows(naive[call.output]!));
          expect(worstDifference(actual, naive[call.output]!)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('gives the same bits for every split into blocks', () => {
    fc.assert(
      fc.property(
        frameArbitrary(), callsArbitrary(name), cutsArbitrary, fc.constantFrom(32, 64, 1024),
        (frame, calls, cuts, blockLength) => {
          for (const call of calls) {
            const whole = seriesOverBlocks([frame], call, 1024);
            expect(bytesOf(seriesOverBlocks(cut(frame, cuts), call, blockLength))).toBe(bytesOf(whole));
          }
        },
      ),
      { numRuns: 30 },
    );
  });

  test('does not see the bars to come', () => {
    fc.assert(
      fc.property(frameArbitrary(), frameArbitrary(), callsArbitrary(name), fc.nat(119), (frame, other, calls, at) => {
        const row = at % frame.length;
        for (const call of calls) {
          const before = seriesOverBlocks([frame], call).subarray(0, row + 1);
          const after = seriesOverBlocks([changedAfter(frame, row, other)], call).subarray(0, row + 1);
          expect(bytesOf(after)).toBe(bytesOf(before));
        }
      }),
      { numRuns: 30 },
    );
  });

  test('starts exactly when its warm-up says', () => {
    fc.assert(
      fc.property(callsArbitrary(name), (calls) => {
        for (const call of calls) {
          const { warmupBars } = expressionsToPlan([call], 'number').roots[0]!;
          const rows = STEADY.length;
          const afterWarmup = Array.from({ length: rows - warmupBars }, (_, row) => warmupBars + row);
          expect(knownRows(seriesOverBlocks([STEADY], call))).toBe(afterWarmup.join(' '));
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** One call with random parameters, once for each output. */
function callsArbitrary(name: IndicatorName): fc.Arbitrary<Call[]> {
  const { inputs, parameters, outputs } = signatureOf(name);
  const values = parameters.map(({ min, max, integer }) =>
    integer
      ? fc.integer({ min, max: 25 })
      : fc.integer({ min: Math.ceil(min * 10), max: Math.min(max, 4) * 10 }).map((tenths) => tenths / 10),
  );
  return fc.tuple(...values).map((drawn) => {
    const chosen = parametersInOrder(name, drawn as number[]);
    return outputs.map((output) => ({
      kind: 'indicator',
      name,
      inputs: inputs.map((input) => ({ kind: 'column', column: input.default })),
      parameters: chosen,
      output,
    }));
  });
}

function inputsOf(frame: FrameBlock, call: Call): number[][] {
  const { inputs, reads } = signatureOf(call.name);
  const columns: Column[] = [...inputs.map((input) => input.default), ...reads];
  return columns.map((column) => [...frame.columns[column]!]);
}

const rowsWhere = (values: Iterable<number>, wanted: (value: number) => boolean): string =>
  [...values].flatMap((value, row) => (wanted(value) ? [row] : [])).join(' ');

const unknownRows = (values: Iterable<number>): string => rowsWhere(values, Number.isNaN);
const knownRows = (values: Iterable<number>): string => rowsWhere(values, Number.isFinite);

/** In units of the largest number around, or of 1. */
function worstDifference(actual: readonly number[], expected: readonly number[]): number {
  const known = expected.flatMap((value, i) => (Number.isNaN(value) ? [] : [{ value, difference: Math.abs(actual[i]! - value) }]));
  const scale = Math.max(1, ...known.map(({ value }) => Math.abs(value)));
  return Math.max(0, ...known.map(({ difference }) => difference)) / scale;
}
