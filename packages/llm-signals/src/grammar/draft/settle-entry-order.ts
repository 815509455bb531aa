import { type EntryOrder, WickError } from '@wick/core';
import type { DraftOrder, Side } from './draft.ts';

/**
 * The order to enter, if it lies where such an order can for the sides that are traded: an order that lies elsewhere
 * would be filled at once.
 *
 * @throws WickError STRATEGY_INVALID if it lies on the wrong side of the close
 */
export function settleEntryOrder({ order, lies, side }: DraftOrder, sides: readonly Side[], assume: (text: string) => void): EntryOrder {
  if (side && !sides.includes(side)) {
    throw new WickError('STRATEGY_INVALID', `The entry order speaks of ${side} positions, which the sentence does not open.`, {
      remedy: `Say "enter with a ${order.kind} order …", or add a rule for ${side}s.`,
      details: { path: 'entryOrder' },
    });
  }
  if (!lies) return order;
  const fitting = (order.kind === 'limit') === (lies === 'below') ? 'long' : 'short';
  if (!sides.includes(fitting)) {
    const [kind, side] = [order.kind === 'limit' ? 'limit' : 'stop', sides[0] === 'long' ? 'buy' : 'sell short'];
    const right = lies === 'below' ? 'above' : 'below';
    throw new WickError('STRATEGY_INVALID', `A ${kind} order to ${side} lies ${right} the close: ${lies} it, it would be filled at once.`, {
      remedy: `Say "${kind} order … ${right} the close", or "${kind === 'limit' ? 'stop' : 'limit'} order … ${lies} the close" if that is what you mean.`,
      details: { path: 'entryOrder' },
    });
  }
  if (sides.length > 1) assume(`The order of a ${fitting} lies ${lies} the close, that of a ${fitting === 'long' ? 'short' : 'long'} as far on its other side.`);
  return order;
}
