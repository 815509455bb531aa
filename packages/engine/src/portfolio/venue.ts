import type { Execution } from '@wick/core';

/** What a venue takes as an order: whole steps, between a smallest and a largest size, of a smallest value. */
export interface Venue {
  readonly minSize: number;
  readonly maxSize: number;
  readonly minNotional: number;
  /** The largest whole number of steps that is not above `size`. */
  toSteps(size: number): number;
}

export function createVenue({ stepSize, minSize = 0, maxSize = Infinity, minNotional = 0 }: Execution): Venue {
  return {
    minSize,
    maxSize,
    minNotional,
    toSteps: stepSize === undefined ? (size) => size : (size) => wholeSteps(size, stepSize),
  };
}

/**
 * 0.3 / 0.1 is 2.9999999999999996 in floats, and 0.3 is three steps all the same: a quotient that is a whole number up to
 * rounding is that number.
 */
function wholeSteps(size: number, step: number): number {
  const steps = size / step;
  const nearest = Math.round(steps);
  return (Math.abs(steps - nearest) <= nearest * 4 * Number.EPSILON ? nearest : Math.floor(steps)) * step;
}
