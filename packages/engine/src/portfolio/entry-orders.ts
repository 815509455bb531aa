import type { Desk } from './desk.ts';
import type { Instrument } from './instrument.ts';
import { enterPosition } from './orders-to-fills.ts';
import { distanceFrom } from './rule-plan.ts';
import type { Direction } from './slippage-model.ts';
import type { Entered } from './stop-levels.ts';

/**
 * Entry orders that wait for their price. Prices count from the close of the signal's bar; the first bar on which they can
 * be filled is the one after it, and they are good for so many bars that exist. A new signal of the same side takes their
 * place, whether or not its own order can be placed; an exit, an entry of the other side, or the end of the position that
 * they would add to calls them off. What was not reached is counted, at the end of the bars too.
 *
 * - **limit**: buys at limit = close − offset where the bar's low touches it, or at the open if the bar opens below: as a maker,
 *   without slippage. That a touch is enough is an optimistic rule for large orders.
 * - **stop**: buys where the bar's high touches trigger = close + offset, or at the open if the bar opens above: as a taker.
 * - **stop-limit**: the same while the market is not above trigger + limit; where a bar opens above that, the order is from the
 *   next bar on a limit order at that price. Inside the bar of its trigger nothing says that the price came back.
 *
 * Mirrored for a short. A distance that is unknown or zero makes no order. Sizes are computed with the market of the fill, and
 * with the opens of the other instruments: the last of their prices that is certain.
 */
export function placeEntry({ book, rules }: Instrument, side: Direction): void {
  const { kind, offset, limit, bars } = rules.entry!;
  const close = book.signalClose;
  book.callOff();
  const distance = distanceFrom(offset, close, book.signalValues);
  const trigger = close + side * distance;
  const further = limit === undefined ? Infinity : distanceFrom(limit, trigger, book.signalValues);
  if (!(distance > 0 && further > 0)) {
    book.refusals.unknownSize++;
    return;
  }
  book.restingSide = side;
  book.restingBars = bars;
  if (kind === 'limit') {
    book.limitPrice = close - side * distance;
    return;
  }
  book.triggerPrice = trigger;
  if (limit) book.limitPrice = trigger + side * further;
}

/** Is what waits a limit order, by now? Otherwise it has a trigger. */
export const isLimitOrder = ({ triggerPrice }: Instrument['book']): boolean => Number.isNaN(triggerPrice);

/** Where the market is when the bar reaches the order that waits: its price, or the open beyond it; NaN where it is not reached. */
export function marketReached({ book, open, high, low }: Instrument, bar: number): number {
  const side = book.restingSide as Direction;
  const first = side * open[bar]!;
  if (isLimitOrder(book)) {
    const limit = side * book.limitPrice;
    const worst = side * (side > 0 ? low : high)[bar]!;
    return worst <= limit ? side * (first < limit ? first : limit) : Number.NaN;
  }
  const trigger = side * book.triggerPrice;
  const best = side * (side > 0 ? high : low)[bar]!;
  return best >= trigger ? side * (first > trigger ? first : trigger) : Number.NaN;
}

/** Fills the order that waits, if the bar reaches it, and says when in the bar that was; undefined if nothing was filled. */
export function fillEntry(desk: Desk, instrument: Instrument, bar: number): Entered | undefined {
  const { book } = instrument;
  const side = book.restingSide as Direction;
  const isLimit = isLimitOrder(book);
  const market = marketReached(instrument, bar);
  if (Number.isNaN(market)) return passBar(book);
  if (!isLimit && side * market > side * book.limitPrice) {
    book.triggerPrice = Number.NaN;
    return passBar(book);
  }
  const { position } = book;
  book.clearResting();
  desk.prices[book.index] = market;
  enterPosition(desk, instrument, bar, side, market, isLimit ? 'maker' : 'taker');
  if (book.position === position) return undefined;
  return market === instrument.open[bar]! ? 'before' : isLimit ? 'limit' : 'stop';
}

function passBar(book: Instrument['book']): undefined {
  book.restingBars--;
  if (book.restingBars === 0) book.callOff();
}
