import { type Strategy, strategyToText } from '@wick/core';
import { strategyToNormalForm } from './strategy-to-normal-form.ts';

/** A part that two strategies do not have in common, as both write it; null where one has no such part. */
export interface PartDifference {
  /** The statement of the text form, such as `entry` or `stop loss`. */
  readonly part: string;
  readonly left: string | null;
  readonly right: string | null;
}

/** Two strategies, part by part: the signals, then the rest by name. */
export interface StrategyDiff {
  /** Parts that mean the same, whether or not they are written alike. */
  readonly same: readonly string[];
  readonly differences: readonly PartDifference[];
}

/**
 * What two strategies have in common and where they differ. A part is a statement of the text form, so every part that a
 * strategy can have is compared. `a > b and c` and `c and b < a` are the same; a name is no part.
 */
export function strategiesToDiff(left: Strategy, right: Strategy): StrategyDiff {
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  const [oursInOrder, theirsInOrder] = [partsOf(strategyToNormalForm(left)), partsOf(strategyToNormalForm(right))];
  const others = [...new Set([...ours.keys(), ...theirs.keys()])].filter((part) => !SIGNALS.includes(part)).sort();
  const parts = [...SIGNALS.filter((part) => ours.has(part) || theirs.has(part)), ...others];
  const isSame = (part: string): boolean => oursInOrder.get(part) === theirsInOrder.get(part);
  return {
    same: parts.filter(isSame),
    differences: parts.filter((part) => !isSame(part)).map((part) => ({ part, left: ours.get(part) ?? null, right: theirs.get(part) ?? null })),
  };
}

const SIGNALS: readonly string[] = ['entry', 'exit', 'short entry', 'short exit'];

/** The statements of the text form by their keys. No value holds a line break. */
function partsOf(strategy: Strategy): ReadonlyMap<string, string> {
  const { name: _name, ...behaviour } = strategy;
  return new Map(
    strategyToText(behaviour).split('\n').map((line) => {
      const colon = line.indexOf(': ');
      return [line.slice(0, colon), line.slice(colon + 2)];
    }),
  );
}
