import type { Desk } from './desk.ts';
import { fillEntry, isLimitOrder, marketReached, placeEntry } from './entry-orders.ts';
import { type Instrument, WANTS_LONG, WANTS_LONG_EXIT, WANTS_SHORT, WANTS_SHORT_EXIT, WANTS_TIME_EXIT } from './instrument.ts';
import { closePosition, enterPosition, reducePosition, tradeBy } from './orders-to-fills.ts';
import type { Direction } from './slippage-model.ts';
import { type Entered, findTouch, firstTouch, followRange } from './stop-levels.ts';

/** What happens on one bar, and how far the next one on which something does is away. */
export interface BarStages {
  /** @param due the instruments that something may happen to on this bar, as listed */
  run(desk: Desk, due: readonly Instrument[], bar: number): void;
  /** The first bar from `from` on at which the instrument must be looked at again, or `length`. Moves trailing stops along. */
  nextDue(desk: Desk, instrument: Instrument, from: number, length: number): number;
}

/**
 * Within a bar time runs: open (orders of the bar before, `next-open`) → range (stops, orders that wait) → close (orders of
 * this bar, `close`). So an order at the open goes before a stop of the same bar, and a stop before an order at the close.
 *
 * A position that has been held its bars (`time-exit.ts`) is closed with the orders of that moment, after the stops of the bars
 * before. On the bar at whose close that is wanted, an entry of the position's own side asks for nothing, one of the other side
 * turns the position; an exit that closes all of it, or that turn, names the end, otherwise `time` does.
 *
 * Funding is charged on the position that is held after the fills at the open, and taken when the range is over: nothing says whether
 * a stop came before the payment.
 *
 * Where several instruments share the cash, all exits of a moment go before all entries, each as the instruments are
 * listed; `listed`, `reversed` and `sells-first` are other sequences, in which each instrument has its whole turn. In the range
 * nothing says what came first: there each has its whole turn in any case, as listed or `reversed`.
 */
export const barStages = (sequence: 'exits-first' | 'listed' | 'reversed' | 'sells-first'): BarStages => ({
  run(desk, due, bar) {
    const { fillAtClose } = desk.models;
    for (const instrument of due) desk.payFunding(instrument, instrument.book.position * instrument.fundingAt(bar, 'before'));
    if (!fillAtClose && due.some(isPending)) {
      desk.moment = 'open';
      desk.markAtOpen(bar);
      fillPending(desk, due, bar, sequence, 'open');
    }
    for (const instrument of due) instrument.book.fundingDue = instrument.book.position * instrument.fundingAt(bar, 'within');
    desk.moment = 'range';
    const turns = sequence === 'reversed' ? due.toReversed() : due;
    for (const instrument of turns) if (instrument.isPresent(bar)) liveThroughRange(desk, instrument, bar);
    for (const instrument of due) desk.payFunding(instrument, instrument.book.fundingDue);
    for (const instrument of due) takeSignals(instrument, bar);
    if (fillAtClose && due.some(isPending)) {
      desk.moment = 'close';
      desk.markAtClose(bar);
      fillPending(desk, due, bar, sequence, 'close');
    }
    for (const instrument of due) if (instrument.closesAt === bar) closeForGood(desk, instrument, bar);
  },
  nextDue(desk, instrument, from, length) {
    const { book } = instrument;
    let due = instrument.nextAct(from);
    if (instrument.closesAt >= from && book.position !== 0) due = Math.min(due, instrument.closesAt);
    if (book.position !== 0) due = Math.min(due, instrument.nextFunding(from));
    const isWaiting = book.pending !== 0 || !Number.isNaN(book.pendingTarget) || book.restingSide !== 0;
    // With leverage, the level of a liquidation moves with the other positions: every bar must be looked at.
    const isShaky = book.position !== 0 && desk.models.maintenanceMarginRate > 0 && desk.instruments.length > 1;
    if (isWaiting || isShaky) due = Math.min(due, instrument.nextPresent(from));
    if (book.position === 0 || due <= from) return due;
    return firstTouch(instrument, from, Math.min(due, length), liquidationLevel(desk, instrument), true);
  },
});

/** What is open ends at the close, and nothing waits any longer: what would have been opened is counted. */
function closeForGood(desk: Desk, instrument: Instrument, bar: number): void {
  const { book, close } = instrument;
  desk.moment = 'close';
  if (book.pending & (WANTS_LONG | WANTS_SHORT) || Math.abs(book.pendingTarget) > 0) book.refusals.noNextBar++;
  book.pending = 0;
  book.pendingTarget = Number.NaN;
  book.callOff();
  if (book.position !== 0) closePosition(desk, instrument, bar, close[bar]!, 'exit', false);
}

const isPending = ({ book }: Instrument): boolean => book.pending !== 0 || !Number.isNaN(book.pendingTarget);

/** Signals that matter to the book as it is now wait for their fill, with what their rules read. */
function takeSignals(instrument: Instrument, bar: number): void {
  if (instrument.nextAct(bar) !== bar) return;
  const { book, columns } = instrument;
  book.pending = whatMatters(instrument, instrument.wantsAt(bar), instrument.isTimeUp(bar));
  book.pendingTarget = (columns.targetWeights ?? columns.orders)?.[bar] ?? Number.NaN;
  instrument.readValues(bar);
}

/** A position with all the entries that it may have waits for nothing but its end; so does one that has been held its bars. */
function whatMatters({ book, rules }: Instrument, wants: number, isTimeUp: boolean): number {
  if (!isTimeUp && (book.position === 0 || book.entries < rules.entries)) return wants;
  const ends = book.position > 0 ? WANTS_LONG_EXIT | WANTS_SHORT : WANTS_SHORT_EXIT | WANTS_LONG;
  return isTimeUp ? (wants & ends) | WANTS_TIME_EXIT : wants & ends;
}

function fillPending(desk: Desk, due: readonly Instrument[], bar: number, sequence: string, moment: 'open' | 'close'): void {
  const equity = desk.account.equityAt(desk.prices);
  const turns = inSequence(desk, due.filter((each) => isPending(each) && each.isPresent(bar)), equity, sequence);
  const priceOf = (instrument: Instrument): number => instrument[moment][bar]!;
  if (sequence === 'exits-first') for (const turn of turns) exitAsWanted(desk, turn, bar, priceOf(turn));
  for (const turn of turns) {
    const { book } = turn;
    if (sequence !== 'exits-first') exitAsWanted(desk, turn, bar, priceOf(turn));
    if (Number.isNaN(book.pendingTarget)) enterAsWanted(desk, turn, bar, priceOf(turn));
    else tradeAsWritten(desk, turn, bar, priceOf(turn), equity);
    book.pending = 0;
    book.pendingTarget = Number.NaN;
  }
}

function tradeAsWritten(desk: Desk, instrument: Instrument, bar: number, market: number, equity: number): void {
  const { book, columns } = instrument;
  if (!columns.targetWeights) return tradeBy(desk, instrument, bar, market, book.pendingTarget, 'order');
  // A share of an unknown equity is no size; a share of 0 is.
  if (Number.isNaN(equity) && book.pendingTarget !== 0) book.refusals.unknownSize++;
  else tradeBy(desk, instrument, bar, market, sizeWritten(desk, instrument, equity), 'rebalance');
}

/** Targets sell before they buy, so that the cash of the sales is there. */
function inSequence(desk: Desk, due: Instrument[], equity: number, sequence: string): Instrument[] {
  if (sequence === 'reversed') return due.reverse();
  const isWritten = ({ book }: Instrument): boolean => !Number.isNaN(book.pendingTarget);
  if (sequence === 'listed' || !(sequence === 'sells-first' || due.some(isWritten))) return due;
  const sells = (instrument: Instrument): number => {
    const { book } = instrument;
    if (!Number.isNaN(book.pendingTarget)) return sizeWritten(desk, instrument, equity) < 0 ? 0 : 1;
    return book.pending & (book.position > 0 ? WANTS_LONG_EXIT | WANTS_SHORT | WANTS_TIME_EXIT : WANTS_SHORT) ? 0 : 1;
  };
  const ranked = due.map((instrument) => ({ instrument, rank: sells(instrument) }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ instrument }) => instrument);
}

/** What an order or a target comes to, in the base asset: above 0 buys. A target with its fee stays within its share of the equity. */
function sizeWritten({ models, prices }: Desk, { book, columns }: Instrument, equity: number): number {
  if (!columns.targetWeights) return book.pendingTarget;
  const weight = book.pendingTarget;
  const price = prices[book.index]!;
  const target = Math.sign(weight) * models.fees.sizeWithin(equity * Math.abs(weight), price, 'taker', 1);
  return target - book.position;
}

function exitAsWanted(desk: Desk, instrument: Instrument, bar: number, market: number): void {
  const { book, rules } = instrument;
  const { pending, position } = book;
  const side = position === 0 ? book.restingSide : Math.sign(position);
  const leaves = pending & (side > 0 ? WANTS_LONG_EXIT : WANTS_SHORT_EXIT);
  const turns = pending & (side > 0 ? WANTS_SHORT : WANTS_LONG);
  const isTimeUp = (pending & WANTS_TIME_EXIT) !== 0;
  if (side === 0 || !((leaves | turns) !== 0 || isTimeUp)) return;
  book.callOff();
  if (position === 0) return;
  // Time names the end only where the signals alone would have left something.
  if (turns !== 0 || (leaves !== 0 && rules.exitShare === 1)) closePosition(desk, instrument, bar, market, 'exit', false);
  else if (isTimeUp) closePosition(desk, instrument, bar, market, 'time', false);
  else reducePosition(desk, instrument, bar, market);
}

function enterAsWanted(desk: Desk, instrument: Instrument, bar: number, market: number): void {
  const { book, rules } = instrument;
  const side: Direction | 0 = book.pending & WANTS_LONG ? 1 : book.pending & WANTS_SHORT ? -1 : 0;
  if (side === 0 || side * book.position < 0) return;
  if (book.position !== 0 && book.entries >= rules.entries) return;
  if (rules.entry) placeEntry(instrument, side);
  else enterPosition(desk, instrument, bar, side, market, 'taker');
}

/**
 * Stops, targets and orders that wait, as far as the bar's range decides them.
 *
 * An order that would add to a position is filled before the position ends where that is certain: at the open, unless the
 * position ends at the open, or where its price is nearer to the open than the level that ends the position, on the same way.
 * Then what was added changes the levels for the rest of the bar. Otherwise the position ends as it stood: at the same price,
 * and where the order is at the other end of the bar than the level, so that nothing says which came first: `ambiguous`.
 */
function liveThroughRange(desk: Desk, instrument: Instrument, bar: number): void {
  const { book, touch } = instrument;
  if (book.restingSide === 0) {
    if (book.position !== 0) endInRange(desk, instrument, bar, 'before', 'before');
    return;
  }
  const wasFlat = book.position === 0;
  desk.markAtOpen(bar);
  if (!wasFlat && findTouch(instrument, bar, 'before', liquidationLevel(desk, instrument)) && endsFirst(instrument, bar)) {
    return closePosition(desk, instrument, bar, touch.price, touch.reason, touch.ambiguous);
  }
  const entered = fillEntry(desk, instrument, bar) ?? 'before';
  if (book.position !== 0) endInRange(desk, instrument, bar, entered, wasFlat ? entered : 'before');
}

/** Does the touch that was found end the position before the order that waits could add to it? */
function endsFirst(instrument: Instrument, bar: number): boolean {
  const { book, touch } = instrument;
  const open = instrument.open[bar]!;
  const market = marketReached(instrument, bar);
  const isLimit = isLimitOrder(book);
  const beyond = book.restingSide * (market - touch.price);
  const isBeyondLimit = !isLimit && book.restingSide * market > book.restingSide * book.limitPrice;
  if (touch.price === open || Number.isNaN(market) || isBeyondLimit) return true;
  if (market === open) return false;
  if (touch.ambiguous) return true;
  const isOtherEnd = isLimit === (touch.reason === 'take-profit');
  touch.ambiguous = isOtherEnd;
  return isOtherEnd || (isLimit ? beyond <= 0 : beyond >= 0);
}

/** @param lived how much of the bar the position has certainly seen, for its trailing stop */
function endInRange(desk: Desk, instrument: Instrument, bar: number, entered: Entered, lived: Entered): void {
  const { touch } = instrument;
  if (desk.models.maintenanceMarginRate > 0) desk.markAtOpen(bar);
  if (!findTouch(instrument, bar, entered, liquidationLevel(desk, instrument))) return followRange(instrument, bar, lived);
  closePosition(desk, instrument, bar, touch.price, touch.reason, touch.ambiguous);
}

/**
 * The price at which the account's equity falls to the maintenance rate × what all its positions are worth, the others where they
 * are: rest + position × p = rate × |position| × p, where the rest is the cash and, for each other position, its worth less
 * what it needs itself. Never reached, for a long, if that is below zero; always, for a short.
 */
function liquidationLevel({ account, prices, models }: Desk, { book }: Instrument): number {
  const { position } = book;
  const rate = models.maintenanceMarginRate;
  const never = position > 0 ? -Infinity : Infinity;
  if (rate === 0) return never;
  let rest = account.cash;
  for (const other of account.books) {
    if (other === book || other.position === 0) continue;
    const value = other.position * prices[other.index]!;
    rest += value - rate * Math.abs(value);
  }
  if (Number.isNaN(rest)) return never;
  return position > 0 ? -rest / (position * (1 - rate)) : rest / (-position * (1 + rate));
}
