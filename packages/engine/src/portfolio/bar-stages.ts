import type { Desk } from './desk.ts';
import { callOff, fillEntry, placeEntry } from './entry-orders.ts';
import { type Instrument, WANTS_LONG, WANTS_LONG_EXIT, WANTS_SHORT, WANTS_SHORT_EXIT } from './instrument.ts';
import { closePosition, enterPosition, reducePosition, tradeBy } from './orders-to-fills.ts';
import type { Direction } from './slippage-model.ts';
import { type Entered, findTouch, firstTouch } from './stop-levels.ts';

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
 * Where several instruments share the cash, all exits of a moment go before all entries, each as the instruments are
 * listed; `listed`, `reversed` and `sells-first` are other sequences, in which each instrument has its whole turn.
 */
export const barStages = (sequence: 'exits-first' | 'listed' | 'reversed' | 'sells-first'): BarStages => ({
  run(desk, due, bar) {
    const { fillAtClose } = desk.models;
    if (!fillAtClose && due.some(isPending)) {
      desk.moment = 'open';
      desk.markAtOpen(bar);
      fillPending(desk, due, bar, sequence, 'open');
    }
    desk.moment = 'range';
    for (const instrument of due) if (instrument.isPresent(bar)) liveThroughRange(desk, instrument, bar);
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
    const isWaiting = book.pending !== 0 || !Number.isNaN(book.pendingTarget) || book.restingSide !== 0;
    // With leverage, the level of a liquidation moves with the other positions: every bar must be looked at.
    const isShaky = book.position !== 0 && desk.models.maintenanceMarginRate > 0 && desk.instruments.length > 1;
    if (isWaiting || isShaky) due = Math.min(due, instrument.nextPresent(from));
    if (book.position === 0 || due <= from) return due;
    const level = desk.models.maintenanceMarginRate > 0 ? liquidationLevel(desk, instrument) : Number.NaN;
    return firstTouch(instrument, from, Math.min(due, length), orNever(level, book.position), true);
  },
});

/** What is open ends at the close, and nothing waits any longer. */
function closeForGood(desk: Desk, instrument: Instrument, bar: number): void {
  const { book, close } = instrument;
  desk.moment = 'close';
  book.pending = 0;
  book.pendingTarget = Number.NaN;
  callOff(book);
  if (book.position !== 0) closePosition(desk, instrument, bar, close[bar]!, 'exit', false);
}

const isPending = ({ book }: Instrument): boolean => book.pending !== 0 || !Number.isNaN(book.pendingTarget);

/** Signals that matter to the book as it is now wait for their fill, with what their rules read. */
function takeSignals(instrument: Instrument, bar: number): void {
  if (!instrument.isPresent(bar) || instrument.nextAct(bar) !== bar) return;
  const { book, columns } = instrument;
  book.pending = instrument.wantsAt(bar);
  book.pendingTarget = (columns.targetWeights ?? columns.orders)?.[bar] ?? Number.NaN;
  book.signalClose = instrument.close[bar]!;
  instrument.readValues(bar);
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
    else tradeBy(desk, turn, bar, priceOf(turn), sizeWritten(desk, turn, equity), turn.columns.targetWeights ? 'rebalance' : 'order');
    book.pending = 0;
    book.pendingTarget = Number.NaN;
  }
}

/** Targets sell before they buy, so that the cash of the sales is there. */
function inSequence(desk: Desk, due: Instrument[], equity: number, sequence: string): Instrument[] {
  if (sequence === 'reversed') return due.reverse();
  if (sequence === 'listed' || !(sequence === 'sells-first' || due.some(({ book }) => !Number.isNaN(book.pendingTarget)))) return due;
  const sells = (instrument: Instrument): number => {
    const { book } = instrument;
    if (!Number.isNaN(book.pendingTarget)) return sizeWritten(desk, instrument, equity) < 0 ? 0 : 1;
    return book.pending & (WANTS_LONG_EXIT | WANTS_SHORT) ? 0 : 1;
  };
  return due.map((instrument) => ({ instrument, rank: sells(instrument) })).sort((a, b) => a.rank - b.rank).map(({ instrument }) => instrument);
}

/** What an order or a target comes to, in the base asset: above 0 buys. A target with its fee stays within its share of the equity. */
function sizeWritten({ models, prices }: Desk, { book, columns }: Instrument, equity: number): number {
  if (!columns.targetWeights) return book.pendingTarget;
  const weight = book.pendingTarget;
  const price = prices[book.index]!;
  if (weight === 0) return -book.position;
  const target = Math.sign(weight) * models.fees.sizeWithin(equity * Math.abs(weight), price, 'taker', 1);
  return target - book.position;
}

function exitAsWanted(desk: Desk, instrument: Instrument, bar: number, market: number): void {
  const { book, rules } = instrument;
  const { pending, position } = book;
  const side = position === 0 ? book.restingSide : Math.sign(position);
  const leaves = pending & (side > 0 ? WANTS_LONG_EXIT : WANTS_SHORT_EXIT);
  const turns = pending & (side > 0 ? WANTS_SHORT : WANTS_LONG);
  if (side === 0 || (leaves | turns) === 0) return;
  callOff(book);
  if (position === 0) return;
  if (turns === 0 && rules.exitShare < 1) reducePosition(desk, instrument, bar, market);
  else closePosition(desk, instrument, bar, market, 'exit', false);
}

function enterAsWanted(desk: Desk, instrument: Instrument, bar: number, market: number): void {
  const { book, rules } = instrument;
  const side: Direction | 0 = book.pending & WANTS_LONG ? 1 : book.pending & WANTS_SHORT ? -1 : 0;
  if (side === 0 || side * book.position < 0) return;
  if (book.position !== 0 && book.entries >= rules.entries) return;
  if (rules.entry) placeEntry(instrument, side);
  else enterPosition(desk, instrument, bar, side, market, 'taker');
}

/** Stops, targets and orders that wait, as far as the bar's range decides them. */
function liveThroughRange(desk: Desk, instrument: Instrument, bar: number): void {
  const { book } = instrument;
  let entered: Entered = 'before';
  if (book.restingSide !== 0) {
    // Ahead of its stops, a position meets the limit that adds to it, and after them the stop that does.
    const isBeyond = book.position !== 0 && !Number.isNaN(book.triggerPrice);
    if (isBeyond && endsInRange(desk, instrument, bar, 'before')) return;
    desk.markAtOpen(bar);
    const wasFlat = book.position === 0;
    const found = fillEntry(desk, instrument, bar);
    if (isBeyond) return;
    if (found !== undefined && wasFlat) entered = found;
  }
  if (book.position !== 0) endsInRange(desk, instrument, bar, entered);
}

function endsInRange(desk: Desk, instrument: Instrument, bar: number, entered: Entered): boolean {
  const { book, touch } = instrument;
  let level = Number.NaN;
  if (desk.models.maintenanceMarginRate > 0) {
    desk.markAtOpen(bar);
    level = liquidationLevel(desk, instrument);
  }
  if (!findTouch(instrument, bar, entered, orNever(level, book.position))) return false;
  closePosition(desk, instrument, bar, touch.price, touch.reason, touch.ambiguous);
  return true;
}

/**
 * The price at which the equity falls to maintenance rate × value of this position, the other positions as they are:
 * rest + position × p = rate × |position| × p, where the rest is the cash and the other positions. NaN where no price above
 * zero is that low.
 */
function liquidationLevel({ account, prices, models }: Desk, { book }: Instrument): number {
  const { position } = book;
  const rest = account.equityAt(prices, book);
  const level = position > 0 ? -rest / (position * (1 - models.maintenanceMarginRate)) : rest / (-position * (1 + models.maintenanceMarginRate));
  return level > 0 ? level : Number.NaN;
}

const orNever = (level: number, position: number): number => (Number.isNaN(level) ? (position > 0 ? -Infinity : Infinity) : level);
