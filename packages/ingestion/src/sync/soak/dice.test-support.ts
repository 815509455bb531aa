import { randomOf } from '@wick/testkit';

/** Random choices that a seed repeats. */
export interface Dice {
  /** An integer from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  chance(probability: number): boolean;
  one<T>(of: readonly T[]): T;
}

export function diceOf(seed: string): Dice {
  const { uniform } = randomOf(seed);
  const whole = (low: number, high: number): number => low + Math.floor(uniform() * (high - low + 1));
  return { whole, chance: (probability) => uniform() < probability, one: (of) => of[whole(0, of.length - 1)]! };
}
