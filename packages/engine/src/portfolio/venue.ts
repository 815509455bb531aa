import type { Execution } from '@wick/core';

/** What a venue takes as an order: whole steps, between a smallest and a largest size, of a smallest value. */
export interface Venue {
  readonly minSize: number;
  readonly maxSize: number;
  readonly minNotional: number;
  /**
   * The largest whole number of steps that is not above `size`.
   *
   * @param most rounding may lift a size to the whole number next to it, but never above this; default Infinity
   */
  toSteps(size: number, most?: number): number;
}

export function createVenue({ stepSize, minSize = 0, maxSize = Infinity, minNotional = 0 }: Execution): Venue {
  return {
    minSize,
    maxSize,
    minNotional,
    toSteps: stepSize === undefined ? (size) => size : inSteps(stepSize),
  };
}

/**
 * 0.3 / 0.1 is 2.9999999999999996 in floats, and 0.3 is three steps all the same: a quotient that is a whole number up to
 * rounding is that number. And 3 × 0.1 is 0.30000000000000004: a step that is one part of so many is counted by division.
 */
function inSteps(step: number): Venue['toSteps'] {
  const parts = Math.round(1 / step);
  const sizeOf = 1 / parts === step ? (steps: number) => steps / parts : (steps: number) => steps * step;
  return (size, most = Infinity) => {
    const exact = size / step;
    const nearest = Math.round(exact);
    let steps = Math.abs(exact - nearest) <= nearest * 4 * Number.EPSILON ? nearest : Math.floor(exact);
    while (steps > 0 && sizeOf(steps) > most) steps--;
    return sizeOf(steps);
  };
}
