import { WickError } from '@wick/core';
import type { Draft, Side } from './draft.ts';

/** @throws WickError STRATEGY_INVALID for rules on a side that the sentence rules out itself */
export function settleSides({ onlySide }: Draft, sides: readonly Side[]): void {
  const other = sides.find((side) => onlySide && side !== onlySide);
  if (!other) return;
  throw new WickError('STRATEGY_INVALID', `The sentence says "${onlySide} only" and opens ${other} positions too.`, {
    remedy: `Leave out "${onlySide} only", or the rule for ${other}s.`,
    details: { path: other },
  });
}
