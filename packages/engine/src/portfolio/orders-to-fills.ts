import type { OrderReason } from '@wick/core';
import type { Book } from './book.ts';
import { type Desk, isPrice } from './desk.ts';
import type { Liquidity } from './fee-model.ts';
import type { Instrument } from './instrument.ts';
import { sizeAllowed, sizeWanted, stopDistance } from './position-size.ts';
import { gapOf, type RulePlan } from './rule-plan.ts';
import type { Direction } from './slippage-model.ts';
import { setLevels } from './stop-levels.ts';

/** Rounding that is no reduction. */
const ABOUT = 1 - 1e-9;

/**
 * Opens a position, long (1) or short (−1), or adds to one of that side.
 *
 * Refused, and counted, if the price is no price, a number that it depends on is unknown, the account allows nothing, or the
 * venue takes no order so small. Made smaller, and counted, if the account or the venue allows less than was asked for.
 *
 * @param market where the market is, before slippage
 */
export function enterPosition(
  desk: Desk,
  instrument: Instrument,
  bar: number,
  side: Direction,
  market: number,
  liquidity: Liquidity,
): void {
  const { book, rules } = instrument;
  let price = desk.priceOf(instrument, bar, market, side, liquidity, 0);
  if (!isPrice(price)) return refuse(book, 'noPrice');
  if (!areDistancesKnown(rules, book.signalValues)) return refuse(book, 'unknownSize');
  let wanted = sizeWanted(desk, instrument, bar, price, liquidity);
  let size = Math.min(wanted, sizeAllowed(desk, price, liquidity));
  if (desk.models.slippage.dependsOnSize && size > 0 && liquidity === 'taker') {
    // The price of the size that the better price allows: what that buys is less, and its own price is no worse.
    const worse = desk.priceOf(instrument, bar, market, side, liquidity, size);
    wanted = sizeWanted(desk, instrument, bar, worse, liquidity);
    size = Math.min(wanted, sizeAllowed(desk, worse, liquidity));
    price = desk.priceOf(instrument, bar, market, side, liquidity, size);
  }
  if (Number.isNaN(wanted)) return refuse(book, 'unknownSize');
  if (!(size > 0)) return refuse(book, 'noCash');
  const { venue, fees } = desk.models;
  size = Math.min(size, venue.maxSize);
  if (size < wanted * ABOUT) book.refusals.reduced++;
  size = venue.toSteps(size);
  if (!(size > 0 && size >= venue.minSize && size * price >= venue.minNotional)) return refuse(book, 'belowMinimum');
  const reason = book.position === 0 ? 'entry' : 'add';
  grow(book, rules, side, size, price);
  desk.settle(instrument, bar, side * size, price, market, fees.feeOf(size * price, liquidity), reason, false);
}

/**
 * Closes the whole position: a take profit as a maker at the market's price, everything else as a taker.
 * Refused, and counted, if the price is no price. A venue's smallest sizes do not hold for what closes.
 */
export function closePosition(
  desk: Desk,
  instrument: Instrument,
  bar: number,
  market: number,
  reason: Exclude<OrderReason, 'entry'>,
  ambiguous: boolean,
): void {
  const { book } = instrument;
  const size = -book.position;
  const liquidity = reason === 'take-profit' ? 'maker' : 'taker';
  const price = desk.priceOf(instrument, bar, market, size > 0 ? 1 : -1, liquidity, Math.abs(size));
  if (!isPrice(price)) return refuse(book, 'noPrice');
  book.clearPosition();
  book.clearResting();
  desk.settle(instrument, bar, size, price, market, desk.models.fees.feeOf(Math.abs(size) * price, liquidity), reason, ambiguous);
}

/** Closes a share of the largest size that the position had; what would remain below that share goes with it. */
export function reducePosition(desk: Desk, instrument: Instrument, bar: number, market: number): void {
  const { book, rules } = instrument;
  const held = Math.abs(book.position);
  const part = desk.models.venue.toSteps(book.largest * rules.exitShare);
  if (held - part < part * ABOUT) return closePosition(desk, instrument, bar, market, 'exit', false);
  if (part === 0) return refuse(book, 'belowMinimum');
  tradeBy(desk, instrument, bar, market, book.position > 0 ? -part : part, 'reduce');
}

/**
 * Buys (`size` above 0) or sells so much, in one order that may reduce a position, close it or reverse it. Only the part
 * that opens or adds is held to what the account and the venue allow.
 */
export function tradeBy(desk: Desk, instrument: Instrument, bar: number, market: number, size: number, reason: OrderReason): void {
  const { book, rules } = instrument;
  const { venue, fees } = desk.models;
  const side: Direction = size > 0 ? 1 : -1;
  const held = side * book.position < 0 ? Math.abs(book.position) : 0;
  const closing = Math.min(Math.abs(size), held);
  const price = desk.priceOf(instrument, bar, market, side, 'taker', Math.abs(size));
  if (!isPrice(price)) return refuse(book, 'noPrice');
  if (!(Math.abs(size) > 0)) return;
  let opening = Math.abs(size) - closing;
  if (opening > 0) {
    const wanted = opening;
    const mark = desk.prices[book.index]!;
    const gained = closing > 0 ? side * closing * (mark - price) - fees.feeOf(closing * price, 'taker') : 0;
    opening = Math.min(opening, sizeAllowed(desk, price, 'taker', gained, closing * mark), venue.maxSize);
    if (opening < wanted * ABOUT && opening > 0) book.refusals.reduced++;
    opening = opening > 0 ? venue.toSteps(opening) : 0;
    const isTaken = opening > 0 && opening >= venue.minSize && opening * price >= venue.minNotional;
    if (!isTaken) {
      refuse(book, opening > 0 || wanted * price < venue.minNotional ? 'belowMinimum' : 'noCash');
      opening = 0;
    }
  }
  const total = closing + opening;
  if (total === 0) return;
  const reverses = closing > 0 && opening > 0;
  if (closing > 0) shrink(book, closing);
  if (opening > 0) grow(book, rules, side, opening, price);
  desk.settle(instrument, bar, side * total, price, market, fees.feeOf(total * price, 'taker'), reverses ? 'reverse' : reason, false);
}

function grow(book: Book, rules: RulePlan, side: Direction, size: number, price: number): void {
  const held = Math.abs(book.position);
  book.entryPrice = held === 0 ? price : (held * book.entryPrice + size * price) / (held + size);
  book.position += side * size;
  book.entries++;
  book.largest = Math.max(book.largest, Math.abs(book.position));
  if (held === 0) {
    book.bestPrice = price;
    book.lossGap = rules.stopLoss ? gapOf(rules.stopLoss, book.signalValues) : 0;
    book.targetGap = rules.takeProfit ? gapOf(rules.takeProfit, book.signalValues) : 0;
    book.trailShare = rules.trailingStop ? rules.trailingStop.share : Number.NaN;
    book.trailGap = rules.trailingStop ? gapOf(rules.trailingStop, book.signalValues) : Number.NaN;
  }
  setLevels(book, rules);
  if (held === 0) noteRisk(book, rules, price);
}

/** The fill that is about to be written opened the position. */
function noteRisk(book: Book, rules: RulePlan, price: number): void {
  const isConstant = (rules.stopLoss?.value ?? -1) < 0 && (rules.trailingStop?.value ?? -1) < 0;
  if (!isConstant) book.stopShares.set(book.log.length, stopDistance(rules, price, book.signalValues) / price);
}

function shrink(book: Book, size: number): void {
  const held = Math.abs(book.position);
  if (size >= held) return book.clearPosition();
  book.position = book.position > 0 ? held - size : size - held;
}

/** A distance that was read at the signal must be a number above zero. */
function areDistancesKnown({ stopLoss, takeProfit, trailingStop }: RulePlan, values: Float64Array): boolean {
  const isKnown = (distance: RulePlan['stopLoss']): boolean => distance === undefined || distance.value < 0 || gapOf(distance, values) > 0;
  return isKnown(stopLoss) && isKnown(takeProfit) && isKnown(trailingStop);
}

function refuse(book: Book, reason: keyof Book['refusals']): void {
  book.refusals[reason]++;
}
