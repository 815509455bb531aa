import { randomOf } from '@wick/testkit';

/** Chances of a life, the same for the same seed. */
export interface Dice {
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  one<Value>(of: readonly Value[]): Value;
  normal(): number;
  weighted<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name;
}

export function diceOf(key: string): Dice {
  const { uniform, normal } = randomOf(key);
  const whole = (from: number, to: number): number => from + Math.floor(uniform() * (to - from + 1));
  return {
    whole, normal,
    chance: (probability) => uniform() < probability,
    one: (of) => of[whole(0, of.length - 1)]!,
    weighted<Name extends string>(weights: Readonly<Partial<Record<Name, number>>>): Name {
      const entries = Object.entries(weights) as [Name, number][];
      let left = uniform() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      return (entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)!)[0];
    },
  };
}
