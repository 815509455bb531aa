import type { OrderReason } from '@wick/core';
import type { Book } from './book.ts';
import { type Desk, isPrice } from './desk.ts';
import type { Liquidity } from './fee-model.ts';
import type { Instrument } from './instrument.ts';
import { sizeAllowed, sizeWanted, stopDistance } from './position-size.ts';
import { gapOf, type RulePlan } from './rule-plan.ts';
import type { Direction } from './slippage-model.ts';
import { setLevels } from './stop-levels.ts';
import type { Venue } from './venue.ts';

/** Rounding that is no reduction. */
const ABOUT = 1 - 1e-9;

/**
 * Opens a position, long (1) or short (−1), or adds to one of that side.
 *
 * Refused, and counted, if the price is no price, a number that it depends on is unknown, the account allows nothing, or the
 * venue takes no order so small. Made smaller, and counted, if the account or the venue allows less than was asked for.
 * Where the price depends on the size, what is asked for and allowed is computed at a price that is not below that of the fill.
 * A purchase: at the price of the size that the price without impact allows, for it will be no larger. A sale: at the price
 * without impact.
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
  const { venue, fees, slippage } = desk.models;
  let price = desk.priceOf(instrument, bar, market, side, liquidity, 0);
  if (!isPrice(price)) return refuse(book, 'noPrice');
  if (!areDistancesKnown(rules, book.signalValues)) return refuse(book, 'unknownSize');
  let wanted = sizeWanted(desk, instrument, price, liquidity);
  let allowed = sizeAllowed(desk, price, liquidity);
  if (slippage.dependsOnSize && side > 0 && Math.min(wanted, allowed) > 0) {
    price = desk.priceOf(instrument, bar, market, side, liquidity, Math.min(wanted, allowed));
    wanted = sizeWanted(desk, instrument, price, liquidity);
    allowed = sizeAllowed(desk, price, liquidity);
  }
  if (!Number.isFinite(wanted)) return refuse(book, 'unknownSize');
  const possible = Math.min(wanted, allowed, venue.maxSize);
  if (!(possible > 0)) return refuse(book, 'noCash');
  const size = venue.toSteps(possible, allowed);
  if (slippage.dependsOnSize) price = desk.priceOf(instrument, bar, market, side, liquidity, size);
  if (!isPrice(price)) return refuse(book, 'noPrice');
  if (!isTaken(venue, size, price)) return refuse(book, 'belowMinimum');
  if (possible < wanted * ABOUT) book.refusals.reduced++;
  const reason = book.position === 0 ? 'entry' : 'add';
  grow(desk, instrument, bar, side, size, price);
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
  book.callOff();
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
 * that opens or adds is held to what the account and the venue allow; what reduces a position does it in whole steps.
 */
export function tradeBy(desk: Desk, instrument: Instrument, bar: number, market: number, size: number, reason: OrderReason): void {
  if (size === 0) return;
  const { book } = instrument;
  const { venue, fees } = desk.models;
  const side: Direction = size > 0 ? 1 : -1;
  const asked = Math.abs(size);
  const worst = desk.priceOf(instrument, bar, market, side, 'taker', asked);
  if (!isPrice(worst)) return refuse(book, 'noPrice');
  const held = side * book.position < 0 ? Math.abs(book.position) : 0;
  const closing = asked < held ? venue.toSteps(asked) : held;
  if (asked <= held && closing === 0) return refuse(book, 'belowMinimum');
  const opening = asked > held ? sizeOpened(desk, instrument, bar, { side, market, worst, held, wanted: asked - held }) : 0;
  const total = closing + opening;
  if (total === 0) return;
  const price = desk.priceOf(instrument, bar, market, side, 'taker', total);
  // Whoever adds up the fills comes to the same position, to the bit.
  const after = book.position + side * total;
  const reverses = closing > 0 && opening > 0 && after !== 0;
  if (closing > 0) shrink(book, closing);
  if (reverses || closing === 0) grow(desk, instrument, bar, side, reverses ? Math.abs(after) : opening, price);
  desk.settle(instrument, bar, side * total, price, market, fees.feeOf(total * price, 'taker'), reverses ? 'reverse' : reason, false);
}

interface Opening {
  readonly side: Direction;
  readonly market: number;
  /** The price of all that the order asks for. */
  readonly worst: number;
  /** What the same order closes first. */
  readonly held: number;
  readonly wanted: number;
}

/** How much of what an order would open is opened; 0 if that is refused. */
function sizeOpened(desk: Desk, instrument: Instrument, bar: number, { side, market, worst, held, wanted }: Opening): number {
  const { book, rules } = instrument;
  const { venue, fees } = desk.models;
  const refuseIt = (reason: keyof Book['refusals']): 0 => (refuse(book, reason), 0);
  if (!areDistancesKnown(rules, book.signalValues)) return refuseIt('unknownSize');
  const closed = held * worst;
  const best = desk.priceOf(instrument, bar, market, side, 'taker', 0);
  const gone = held > 0 ? { book, cash: -side * closed - fees.shareOf(closed, 'taker') } : undefined;
  const allowed = sizeAllowed(desk, Math.max(best, worst), 'taker', gone);
  const possible = Math.min(wanted, allowed, venue.maxSize);
  if (!(possible > 0)) return refuseIt('noCash');
  const size = venue.toSteps(possible, allowed);
  if (!isTaken(venue, size, desk.priceOf(instrument, bar, market, side, 'taker', held + size))) return refuseIt('belowMinimum');
  if (possible < wanted * ABOUT) book.refusals.reduced++;
  return size;
}

const isTaken = ({ minSize, minNotional }: Venue, size: number, price: number): boolean =>
  size > 0 && size >= minSize && size * price >= minNotional;

function grow({ models }: Desk, instrument: Instrument, bar: number, side: Direction, size: number, price: number): void {
  const { book, rules } = instrument;
  const held = Math.abs(book.position);
  book.entryPrice = held === 0 ? price : (held * book.entryPrice + size * price) / (held + size);
  book.position += side * size;
  book.entries++;
  book.largest = Math.max(book.largest, Math.abs(book.position));
  if (held === 0) {
    instrument.startHolding(bar, models.fillAtClose);
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
