import {
  AMBIGUOUS, ENTRY, EXIT, STOP_LOSS, TAKE_PROFIT, TIME, TRAILING_STOP,
} from './lane-fills.ts';
import {
  AMBIGUOUS_TRADES, BEST_PRICE, BEST_TRADE, CASH, ENTRY_FEE, ENTRY_PRICE, FEES_PAID, GAINED, LONG_TRADES, LOSSES, LOST, NO_CASH, NO_PRICE,
  ORDERS, POSITION, PROFIT, REDUCED, SHORT_TRADES, SLIPPAGE_PAID, TIME_EXIT, TRADED, WINS, WORST_TRADE,
} from './lane-row.ts';
import { type LaneRules, SHARE_OF_EQUITY, VALUE } from './lane-rules.ts';
import { firstBit, lane, mark, type Walk, type WalkWord } from './walk.ts';

/**
 * The rules and the arithmetic of `createSimulation`, to the bit, written for runs of the common class: what stands in
 * `bar-stages.ts` (order of things within a bar), `orders-to-fills.ts` (fills and cash), `position-size.ts`, `fee-model.ts`,
 * `slippage-model.ts` and `stop-levels.ts` (levels, gaps, ambiguous bars). Those files state the rules; a test compares every
 * fill, refusal and equity value over random markets.
 */
export const walkExact: WalkWord = (walk, base, end, due) => {
  const { rules, bars } = walk;
  const { ownRangeOver, watchesRange, exitAfter } = rules;
  const prices = ownRangeOver === 1 ? bars.close : bars.open;
  for (;;) {
    const position = lane[POSITION]!;
    const from = walk.nextOrder - base;
    if (position === 0) {
      const bit = firstBit(due.entry, from);
      if (bit < 0) return;
      const bar = base + bit;
      mark(walk, bar);
      open(walk, bar, prices[bar]!, (due.longEntry >>> bit) & 1 ? 1 : -1);
      walk.nextOrder = bar + 1;
      walk.nextRange = bar + ownRangeOver;
      continue;
    }
    const left = firstBit(position > 0 ? due.leaveLong : due.leaveShort, from);
    const bit = exitAfter === Infinity ? left : timeUp(walk, base, end, from, left);
    if (watchesRange) {
      const rangeEnd = bit < 0 ? end : base + bit + ownRangeOver;
      const touched = firstTouch(walk, walk.nextRange, rangeEnd);
      if (touched < rangeEnd) {
        mark(walk, touched);
        stop(walk, touched);
        walk.nextOrder = touched + 1 - ownRangeOver;
        walk.nextRange = touched + 1;
        continue;
      }
      if (rangeEnd > walk.nextRange) walk.nextRange = rangeEnd;
    }
    if (bit < 0) return;
    const bar = base + bit;
    mark(walk, bar);
    close(walk, bar, prices[bar]!, bit === left ? EXIT : TIME);
    // By time alone, an entry of its own side may stand there: it asks for nothing.
    if (lane[POSITION] === 0 && bit === left && (due.entry >>> bit) & 1) open(walk, bar, prices[bar]!, (due.longEntry >>> bit) & 1 ? 1 : -1);
    walk.nextOrder = bar + 1;
    walk.nextRange = bar + ownRangeOver;
  }
};

/** The bit of the word at which the position ends by its time, if no signal ends it before, at `left`; −1 for neither. */
function timeUp(walk: Walk, base: number, end: number, from: number, left: number): number {
  const first = base + walk.bars.firstBar;
  const bit = Math.max(from, lane[TIME_EXIT]! - first);
  return bit < end - base && (left < 0 || bit < left) ? bit : left;
}

/** @param side 1 long, −1 short */
function open(walk: Walk, bar: number, marketPrice: number, side: number): void {
  const { rules } = walk;
  const price = marketPrice * (1 + side * rules.slippage);
  if (!(price > 0 && price < Infinity)) {
    lane[NO_PRICE]! += 1;
    return;
  }
  const size = sizeFor(rules, lane[CASH]!, price);
  if (!(size > 0)) {
    lane[NO_CASH]! += 1;
    return;
  }
  const fee = size * price * rules.takerFeeRate;
  lane[POSITION] = side * size;
  lane[ENTRY_PRICE] = price;
  lane[BEST_PRICE] = price;
  lane[ENTRY_FEE] = fee;
  if (rules.exitAfter !== Infinity) lane[TIME_EXIT] = walk.bars.firstBar + bar + rules.exitAfter;
  settle(walk, bar, marketPrice, side * size, price, fee, ENTRY);
}

/** @param note reason of the fill, and AMBIGUOUS */
function close(walk: Walk, bar: number, marketPrice: number, note: number): void {
  const { rules } = walk;
  const size = -lane[POSITION]!;
  const isMaker = note === TAKE_PROFIT;
  const price = isMaker ? marketPrice : marketPrice * (1 + (size > 0 ? 1 : -1) * rules.slippage);
  if (!(price > 0 && price < Infinity)) {
    lane[NO_PRICE]! += 1;
    return;
  }
  const amount = Math.abs(size);
  const fee = amount * price * (isMaker ? rules.makerFeeRate : rules.takerFeeRate);
  const entryValue = amount * lane[ENTRY_PRICE]!;
  const exitValue = amount * price;
  const gross = size < 0 ? exitValue - entryValue : entryValue - exitValue;
  const profit = gross - lane[ENTRY_FEE]! - fee;
  countTrade(size < 0 ? LONG_TRADES : SHORT_TRADES, profit, entryValue);
  if (note >= AMBIGUOUS) lane[AMBIGUOUS_TRADES]! += 1;
  lane[POSITION] = 0;
  lane[ENTRY_PRICE] = 0;
  lane[BEST_PRICE] = 0;
  settle(walk, bar, marketPrice, size, price, fee, note);
}

/** A trade ends. */
export function countTrade(side: number, profit: number, entryValue: number): void {
  const returnRate = profit / entryValue;
  lane[side]! += 1;
  lane[PROFIT]! += profit;
  if (profit > 0) {
    lane[WINS]! += 1;
    lane[GAINED]! += profit;
  } else if (profit < 0) {
    lane[LOSSES]! += 1;
    lane[LOST]! -= profit;
  }
  if (returnRate > lane[BEST_TRADE]!) lane[BEST_TRADE] = returnRate;
  if (returnRate < lane[WORST_TRADE]!) lane[WORST_TRADE] = returnRate;
}

/** The only place where cash moves. */
function settle(walk: Walk, bar: number, marketPrice: number, size: number, price: number, fee: number, note: number): void {
  const { fills } = walk;
  lane[CASH]! += -(size * price) - fee;
  const amount = Math.abs(size);
  const slippage = amount * Math.abs(price - marketPrice);
  lane[ORDERS]! += 1;
  lane[FEES_PAID]! += fee;
  lane[SLIPPAGE_PAID]! += slippage;
  lane[TRADED]! += amount * price;
  if (fills !== undefined) {
    const { bars } = walk;
    fills.append(bars.firstBar + bar, bars.openTimeMs[bar]!, size, price, fee, slippage, note);
  }
}

/** @returns 0 or less where nothing can be bought */
export function sizeFor(rules: LaneRules, equity: number, price: number): number {
  const { sizeKind, size, takerFeeRate } = rules;
  if (sizeKind === SHARE_OF_EQUITY) return sizeWithin(equity * size, price, takerFeeRate);
  const wanted = sizeKind === VALUE ? size / price : size;
  const most = sizeWithin(equity, price, takerFeeRate);
  if (most > 0 && most < wanted * (1 - 1e-9)) lane[REDUCED]! += 1;
  return Math.min(wanted, most);
}

/** The largest size whose value and fee are within the budget, to the last bit. */
function sizeWithin(budget: number, price: number, feeRate: number): number {
  if (!(budget > 0)) return 0;
  let size = budget / (price * (1 + feeRate));
  while (size > 0 && size * price + size * price * feeRate > budget) {
    const step = size * Number.EPSILON;
    size = step > 0 ? size - step : 0;
  }
  return size;
}

/** The first bar of `[from, to)` on which a stop or the target is touched, or `to`; the best price moves along. */
function firstTouch(walk: Walk, from: number, to: number): number {
  const { rules, bars } = walk;
  const side = lane[POSITION]! > 0 ? 1 : -1;
  const entry = lane[ENTRY_PRICE]!;
  const stopLoss = entry * (1 - side * rules.stopLoss); // NaN, and never touched, where there is none
  const target = entry * (1 + side * rules.takeProfit);
  const { open: opens, high, low } = bars;
  const { trailing } = rules;
  const against = side > 0 ? low : high;
  const favour = side > 0 ? high : low;
  let bar = from;
  if (Number.isNaN(trailing)) {
    if (side > 0) while (bar < to && !(against[bar]! <= stopLoss || favour[bar]! >= target)) bar++;
    else while (bar < to && !(against[bar]! >= stopLoss || favour[bar]! <= target)) bar++;
    return bar;
  }
  let best = lane[BEST_PRICE]!;
  if (side > 0) {
    for (; bar < to; bar++) {
      if (opens[bar]! > best) best = opens[bar]!;
      if (against[bar]! <= best * (1 - trailing) || against[bar]! <= stopLoss || favour[bar]! >= target) break;
      if (favour[bar]! > best) best = favour[bar]!;
    }
  } else {
    for (; bar < to; bar++) {
      if (opens[bar]! < best) best = opens[bar]!;
      if (against[bar]! >= best * (1 + trailing) || against[bar]! >= stopLoss || favour[bar]! <= target) break;
      if (favour[bar]! < best) best = favour[bar]!;
    }
  }
  lane[BEST_PRICE] = best;
  return bar;
}

/** Ends the position on a bar that {@link firstTouch} returned. Prices times `side`, so that a short reads like a long. */
function stop(walk: Walk, bar: number): void {
  const { rules, bars } = walk;
  const side = lane[POSITION]! > 0 ? 1 : -1;
  const entry = lane[ENTRY_PRICE]!;
  const { stopLoss, takeProfit, trailing } = rules;
  const fixed = Number.isNaN(stopLoss) ? farAgainst(side) : entry * (1 - side * stopLoss);
  const following = Number.isNaN(trailing) ? farAgainst(side) : lane[BEST_PRICE]! * (1 - side * trailing);
  const target = Number.isNaN(takeProfit) ? farAgainst(-side) : entry * (1 + side * takeProfit);
  const trails = side * following > side * fixed;
  const level = trails ? following : fixed;
  const reason = trails ? TRAILING_STOP : STOP_LOSS;
  const opens = bars.open[bar]!;
  if (side * opens <= side * level) close(walk, bar, opens, reason);
  else if (side * opens >= side * target) close(walk, bar, opens, TAKE_PROFIT);
  else if (side * (side > 0 ? bars.low[bar]! : bars.high[bar]!) <= side * level) {
    const bestOfBar = side > 0 ? bars.high[bar]! : bars.low[bar]!;
    close(walk, bar, level, side * bestOfBar >= side * target ? reason | AMBIGUOUS : reason);
  } else close(walk, bar, target, TAKE_PROFIT);
}

/** A price that is never reached: 0 below a long, ∞ above a short. */
const farAgainst = (side: number): number => (side > 0 ? 0 : Infinity);
