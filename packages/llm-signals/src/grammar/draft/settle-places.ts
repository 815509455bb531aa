import { WickError } from '@wick/core';
import type { Draft, Side } from './draft.ts';

/**
 * A stop of longs lies below the entry and a target above it, for shorts the other way round.
 *
 * @throws WickError STRATEGY_INVALID for one that was said to lie where it would be reached at once
 */
export function settlePlaces({ places }: Draft, sides: readonly Side[]): void {
  for (const { kind, place } of places) {
    const fitting: Side = (kind === 'takeProfit') === (place === 'above') ? 'long' : 'short';
    if (sides.includes(fitting)) continue;
    const [noun, right] = [kind === 'takeProfit' ? 'take profit' : 'stop loss', place === 'above' ? 'below' : 'above'];
    throw new WickError('STRATEGY_INVALID', `The ${noun} of a ${sides[0]} lies ${right} the entry: ${place} it, it would be reached at once.`, {
      remedy: `Say "${noun} … ${right} the entry", or leave out where it lies.`,
      details: { path: kind },
    });
  }
}
