import type { Book } from './book.ts';
import type { Instrument } from './instrument.ts';
import type { RulePlan } from './rule-plan.ts';

/**
 * Stops and targets: resting instructions that a bar's range sets off. They see a bar only if the position was open
 * before the bar's range was made: a fill at the open exposes it to that bar, a fill at the close to the next one.
 *
 * - **Stop loss, take profit**: at entry price × (1 ∓ share) ∓ gap for a long, mirrored for a short. The entry price is the
 *   mean of the position's entries, slippage included.
 * - **Trailing stop**: at best price × (1 − share) − gap for a long, mirrored for a short. The best price is the highest
 *   of the entry price, the highs of the bars that the position has lived through, and the open of the bar at hand:
 *   what is certain to have traded before the bar moves against it. The bar's own high counts from the next bar on,
 *   because nothing says that it came before the low.
 * - Of a stop loss, a trailing stop and a liquidation, the nearer one is reached first and names the exit.
 * - A bar that opens beyond a level fills at the open, stop or target, and nothing about it is ambiguous. Otherwise a
 *   level inside the bar's range fills at the level.
 * - A bar whose range holds both a stop and the target does not say which came first: the stop is taken, `ambiguous`.
 *
 * Where an order was filled inside the bar, less is certain: see {@link Entered}.
 */
export function setLevels(book: Book, { stopLoss, takeProfit }: RulePlan): void {
  const side = book.position > 0 ? 1 : -1;
  book.lossLevel = stopLoss === undefined ? side * -Infinity : book.entryPrice * (1 - side * stopLoss.share) - side * book.lossGap;
  book.targetLevel = takeProfit === undefined ? side * Infinity : book.entryPrice * (1 + side * takeProfit.share) + side * book.targetGap;
}

/**
 * When the position came to be, seen from the bar at hand.
 *
 * `before`: it was open when the bar's range began. `limit`: a limit order filled on the way against it, so a stop beyond is
 * certain to come after, and the target may have come before: it is not taken. `stop`: a stop order filled on the way with it,
 * so the target beyond is certain to come after, and the bar's other end may have come before: a stop there is taken all the same, as
 * the worse of the two, and counted as ambiguous.
 */
export type Entered = 'before' | 'limit' | 'stop';

const trailLevel = (book: Book, side: 1 | -1): number =>
  Number.isNaN(book.trailShare) ? side * -Infinity : book.bestPrice * (1 - side * book.trailShare) - side * book.trailGap;

/**
 * Does the bar end the position? What it does then is in `instrument.touch`. The best price knows the open from here on, where
 * the position was there before.
 *
 * Prices are taken times `side`, so that a short reads like a long: against the position is down.
 *
 * @param liquidation where the exchange would close it; ∓∞ where it would not
 */
export function findTouch(instrument: Instrument, bar: number, entered: Entered, liquidation: number): boolean {
  const { book, touch } = instrument;
  const side = book.position > 0 ? 1 : -1;
  const open = side * instrument.open[bar]!;
  const worst = side * (side > 0 ? instrument.low : instrument.high)[bar]!;
  const best = side * (side > 0 ? instrument.high : instrument.low)[bar]!;
  if (entered === 'before' && open > side * book.bestPrice) book.bestPrice = side * open;
  const loss = side * book.lossLevel;
  const trail = side * trailLevel(book, side);
  const target = side * book.targetLevel;
  let stop = loss;
  touch.reason = 'stop-loss';
  if (trail > stop) {
    stop = trail;
    touch.reason = 'trailing-stop';
  }
  if (side * liquidation > stop) {
    stop = side * liquidation;
    touch.reason = 'liquidation';
  }
  touch.ambiguous = false;
  // Nothing is decided on a bar whose range is not known to reach a level, whatever its open says.
  if (!(worst <= stop || best >= target)) return false;
  if (entered === 'before' && open <= stop) return touchAt(instrument, side * open);
  if (entered === 'before' && open >= target) return touchAt(instrument, side * open, 'take-profit');
  if (worst <= stop) {
    touch.ambiguous = entered === 'stop' || (entered === 'before' && best >= target);
    return touchAt(instrument, side * stop);
  }
  if (entered !== 'limit' && best >= target) return touchAt(instrument, side * target, 'take-profit');
  return false;
}

/** The best price moves along with what the position has certainly seen of a bar that did not end it: the close after a limit, or all. */
export function followRange({ book, high, low, close }: Instrument, bar: number, entered: Entered): void {
  const isLong = book.position > 0;
  const seen = (entered === 'limit' ? close : isLong ? high : low)[bar]!;
  if (isLong ? seen > book.bestPrice : seen < book.bestPrice) book.bestPrice = seen;
}

function touchAt({ touch }: Instrument, price: number, reason = touch.reason): true {
  touch.price = price;
  touch.reason = reason;
  return true;
}

/**
 * The first bar of `[from, to)` on which a stop, the target or the liquidation of the open position is touched, or `to`.
 * Moves the best price along up to that bar.
 *
 * @param followsOpen does the best price of a bar count its open?
 */
export function firstTouch(instrument: Instrument, from: number, to: number, liquidation: number, followsOpen: boolean): number {
  const { book, low, high } = instrument;
  const { lossLevel, targetLevel } = book;
  if (Number.isNaN(book.trailShare)) {
    const isLong = book.position > 0;
    const lower = isLong ? Math.max(lossLevel, liquidation) : targetLevel;
    const upper = isLong ? targetLevel : Math.min(lossLevel, liquidation);
    return lower === -Infinity && upper === Infinity ? to : scanFixed(low, high, from, to, lower, upper);
  }
  return book.position > 0
    ? scanTrailingLong(instrument, from, to, Math.max(lossLevel, liquidation), followsOpen)
    : scanTrailingShort(instrument, from, to, Math.min(lossLevel, liquidation), followsOpen);
}

function scanFixed(low: Float64Array, high: Float64Array, from: number, to: number, lower: number, upper: number): number {
  for (let bar = from; bar < to; bar++) {
    if (low[bar]! <= lower || high[bar]! >= upper) return bar;
  }
  return to;
}

function scanTrailingLong({ book, open, high, low }: Instrument, from: number, to: number, stop: number, followsOpen: boolean): number {
  const { targetLevel, trailShare, trailGap } = book;
  const factor = 1 - trailShare;
  let best = book.bestPrice;
  let bar = from;
  for (; bar < to; bar++) {
    if (followsOpen && open[bar]! > best) best = open[bar]!;
    if (low[bar]! <= best * factor - trailGap || low[bar]! <= stop || high[bar]! >= targetLevel) break;
    if (high[bar]! > best) best = high[bar]!;
  }
  book.bestPrice = best;
  return bar;
}

function scanTrailingShort({ book, open, high, low }: Instrument, from: number, to: number, stop: number, followsOpen: boolean): number {
  const { targetLevel, trailShare, trailGap } = book;
  const factor = 1 + trailShare;
  let best = book.bestPrice;
  let bar = from;
  for (; bar < to; bar++) {
    if (followsOpen && open[bar]! < best) best = open[bar]!;
    if (high[bar]! >= best * factor + trailGap || high[bar]! >= stop || low[bar]! <= targetLevel) break;
    if (low[bar]! < best) best = low[bar]!;
  }
  book.bestPrice = best;
  return bar;
}
