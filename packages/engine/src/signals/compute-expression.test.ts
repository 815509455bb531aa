import { expect, test } from '@jest/globals';
import { textToExpression } from '@wick/core';
import { randomFrame } from '../random-frame.test-support.ts';
import { computeSeries, computeSeriesOf } from './compute-expression.ts';

const frame = randomFrame(3, 2500);
const expressions = [
  'bollinger(volume, 20, 2).upper', 'bollinger(volume, 20, 2).lower', 'bollinger(volume, 20, 2).upper', 'stochastic(14, 1, 3).d', 'stochastic(14, 1, 3).k',
  'ema(sma(volume, 5), 9)', 'sma(volume, 5)', 'close', 'close - sma(volume, 5)', 'highest(volume, 7)[3]', '2',
].map((text) => textToExpression(text, 'number'));
const alone = expressions.map((expression) => computeSeries(frame, expression));

test('several expressions in one plan are each what they are alone, to the bit', () => {
  const together = computeSeriesOf(frame, expressions);
  expect(together).toEqual(alone);
  // Every unknown value has the same bits.
  const bytes = (series: readonly Float64Array[]): string[] => series.map((values) => Buffer.from(values.buffer).toString('hex'));
  expect(bytes(together)).toEqual(bytes(alone));
});

test('arrays that are given are written to, and nothing behind the frame', () => {
  const into = expressions.map(() => new Float64Array(frame.length + 3).fill(7));
  expect(computeSeriesOf(frame, expressions, undefined, into)).toBe(into);
  expect(into.map((values) => values.subarray(0, frame.length))).toEqual(alone);
  expect(into.every((values) => values.subarray(frame.length).every((value) => value === 7))).toBe(true);
});
