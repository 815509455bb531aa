import type { Fill } from '@wick/core';
import type { Answer } from '../harness/answer.ts';

/** Filled orders as columns, by the names that the peers' scripts give theirs. */
export const fillsToAnswer = (fills: readonly Fill[]): Answer => ({
  bar: Float64Array.from(fills, (fill) => fill.bar),
  size: Float64Array.from(fills, (fill) => fill.size),
  price: Float64Array.from(fills, (fill) => fill.price),
  fee: Float64Array.from(fills, (fill) => fill.fee),
});
