import type { Desk } from './desk.ts';
import type { Liquidity } from './fee-model.ts';
import type { Instrument } from './instrument.ts';
import { enterPosition } from './orders-to-fills.ts';
import { distanceFrom } from './rule-plan.ts';
import type { Direction } from './slippage-model.ts';
import type { Entered } from './stop-levels.ts';

/**
 * Entry orders that wait for their price. Prices count from the close of the signal's bar; the first bar on which they can
 * be filled is the one after it, and they are good for so many bars that exist. A new signal of the same side takes their place; an
 * exit, or an entry of the other side, calls them off. What was not reached is counted.
 *
 * - **limit**: buys at limit = close − offset where the bar's low touches it, or at the open if the bar opens below: as a maker,
 *   without slippage. That a touch is enough is an optimistic rule for large orders.
 * - **stop**: buys where the bar's high touches trigger = close + offset, or at the open if the bar opens above: as a taker.
 * - **stop-limit**: the same while the market is not above trigger + limit; where a bar opens above that, the order is from the
 *   next bar on a limit order at that price. Inside the bar of its trigger nothing says that the price came back.
 *
 * Mirrored for a short.
 */
export function placeEntry({ book, rules }: Instrument, side: Direction): void {
  const { kind, offset, limit, bars } = rules.entry!;
  const close = book.signalClose;
  const distance = distanceFrom(offset, close, book.signalValues);
  if (!(distance > 0)) {
    book.refusals.unknownSize++;
    return;
  }
  callOff(book);
  book.restingSide = side;
  book.restingBars = bars;
  if (kind === 'limit') {
    book.limitPrice = close - side * distance;
    return;
  }
  book.triggerPrice = close + side * distance;
  if (limit) book.limitPrice = book.triggerPrice + side * distanceFrom(limit, book.triggerPrice, book.signalValues);
}

/** Takes away the order that waits, if there is one, and counts it. */
export function callOff(book: Instrument['book']): void {
  if (book.restingSide === 0) return;
  book.refusals.unreached++;
  book.clearResting();
}

/** Fills the order that waits, if the bar reaches it. Returns when in the bar that was; undefined if it was not. */
export function fillEntry(desk: Desk, instrument: Instrument, bar: number): Entered | undefined {
  const { book } = instrument;
  const side = book.restingSide as Direction;
  const open = side * instrument.open[bar]!;
  if (!Number.isNaN(book.triggerPrice)) {
    const trigger = side * book.triggerPrice;
    const best = side * (side > 0 ? instrument.high : instrument.low)[bar]!;
    if (best < trigger) return passBar(book);
    const market = Math.max(open, trigger);
    if (market > side * book.limitPrice) {
      book.triggerPrice = Number.NaN;
      return passBar(book);
    }
    return fill(desk, instrument, bar, side * market, 'taker', open >= trigger ? 'before' : 'stop');
  }
  const limit = side * book.limitPrice;
  const worst = side * (side > 0 ? instrument.low : instrument.high)[bar]!;
  if (worst > limit) return passBar(book);
  return fill(desk, instrument, bar, side * Math.min(open, limit), 'maker', open <= limit ? 'before' : 'limit');
}

function fill(desk: Desk, instrument: Instrument, bar: number, market: number, liquidity: Liquidity, entered: Entered): Entered | undefined {
  const { book } = instrument;
  const side = book.restingSide as Direction;
  const { position } = book;
  book.clearResting();
  enterPosition(desk, instrument, bar, side, market, liquidity);
  return book.position === position ? undefined : entered;
}

function passBar(book: Instrument['book']): undefined {
  book.restingBars--;
  if (book.restingBars === 0) callOff(book);
}
