import { addTolerantly as add } from '../../records/arithmetic.ts';
import { isCloseOrLess } from '../conventions/nearly-equal.ts';
import { ENTRY, EXIT } from './lane-fills.ts';
import {
  CASH, DEBT, ENTRY_FEE, ENTRY_PRICE, FEES_PAID, FREE_CASH, LONG_TRADES, NO_CASH, NO_PRICE, ORDERS, POSITION, PROFIT_CASH, SERIES_CASH,
  SHORT_TRADES, SLIPPAGE_PAID, TRADED,
} from './lane-row.ts';
import { AMOUNT, type LaneRules, VALUE } from './lane-rules.ts';
import { countTrade } from './walk-exact.ts';
import { firstBit, lane, mark, type Walk, type WalkWord } from './walk.ts';

/**
 * The arithmetic of vectorbt 1.1, to the bit, for runs without stops: what its README in `test-data/vectorbt` states.
 *
 * - All of the equity is an infinite size. A buy then spends all cash, size = cash / (1 + fee) / price, and leaves exactly 0; a
 *   short sells free cash / (price × (1 + fee)). A buy that is too large is cut to the cash.
 * - An entry against the position reverses it in one order, position and size together.
 * - Sums within rel. 1e-9 / abs. 1e-12 of zero are 0; "enough cash" is tested with the same tolerance. Sizes below 1e-8 are refused.
 * - A short of value v ties up 2v of the free cash.
 * - Three accounts are kept: the cash that orders are made from, the cash of the equity series (the initial cash and what each
 *   order moved), and the profit (the same from zero), from which the total return is.
 */
export const walkTolerant: WalkWord = (walk, base, end, due) => {
  const { rules, bars } = walk;
  const prices = rules.ownRangeOver === 1 ? bars.close : bars.open;
  for (;;) {
    const position = lane[POSITION]!;
    const from = walk.nextOrder - base;
    const bit = firstBit(position === 0 ? due.entry : position > 0 ? due.leaveLong : due.leaveShort, from);
    if (bit < 0 || base + bit >= end) return;
    const bar = base + bit;
    mark(walk, bar);
    walk.nextOrder = bar + 1;
    const entersLong = (due.longEntry >>> bit) & 1;
    const enters = (due.entry >>> bit) & 1;
    order(walk, bar, prices[bar]!, position > 0 ? -1 : position < 0 || entersLong ? 1 : -1, enters === 1);
  }
};

/** @param enters false: an exit, which takes off the position and nothing more */
function order(walk: Walk, bar: number, market: number, side: 1 | -1, enters: boolean): void {
  const { rules } = walk;
  const price = market * (1 + side * rules.slippage);
  if (!(price > 0 && price < Infinity)) {
    lane[NO_PRICE]! += 1;
    return;
  }
  const held = Math.abs(lane[POSITION]!);
  const wanted = enters ? held + sizeOf(rules, market) : held;
  const done = side > 0 ? buy(walk, bar, market, price, wanted) : sell(walk, bar, market, price, wanted, enters);
  if (!done) lane[NO_CASH]! += 1;
}

/** `value` divides by the price before slippage. */
function sizeOf({ sizeKind, size }: LaneRules, market: number): number {
  if (sizeKind === AMOUNT) return size;
  return sizeKind === VALUE ? size / market : Infinity;
}

function buy(walk: Walk, bar: number, market: number, price: number, wanted: number): boolean {
  const { takerFeeRate } = walk.rules;
  const cash = lane[CASH]!;
  if (cash <= 0) return false;
  const value = wanted * price;
  const needed = value + value * takerFeeRate;
  let [size, fee, paid] = [wanted, value * takerFeeRate, needed];
  if (!(wanted < Infinity) || !isCloseOrLess(needed, cash)) {
    const budget = cash / (1 + takerFeeRate);
    [size, fee, paid] = [budget / price, cash - budget, cash];
  }
  if (size < LEAST_SIZE) return false;
  const position = lane[POSITION]!;
  if (position < 0) {
    const covered = Math.min(size, -position);
    const released = covered * (lane[DEBT]! / -position);
    lane[DEBT] = add(lane[DEBT]!, -released);
    lane[FREE_CASH] = add(lane[FREE_CASH]! + 2 * released, -paid);
  } else {
    lane[FREE_CASH] = add(lane[FREE_CASH]!, -paid);
  }
  lane[CASH] = add(cash, -paid);
  settle(walk, bar, market, size, price, fee);
  return true;
}

function sell(walk: Walk, bar: number, market: number, price: number, wanted: number, enters: boolean): boolean {
  const { takerFeeRate } = walk.rules;
  const position = lane[POSITION]!;
  const long = Math.max(position, 0);
  let size = wanted;
  if (enters && wanted === Infinity) {
    const free = add(lane[FREE_CASH]!, long * price * (1 - takerFeeRate));
    if (free <= 0 && position <= 0) return false;
    size = free <= 0 ? long : add(long, free / (price * (1 + takerFeeRate)));
  }
  if (size < LEAST_SIZE) return false;
  const value = size * price;
  const fee = value * takerFeeRate;
  const got = add(value, -fee);
  const after = add(position, -size);
  if (after < 0) {
    const shortValue = (position < 0 ? size : -after) * price;
    lane[DEBT]! += shortValue;
    lane[FREE_CASH] = add(lane[FREE_CASH]!, add(got, -2 * shortValue));
  } else {
    lane[FREE_CASH]! += got;
  }
  lane[CASH]! += got;
  settle(walk, bar, market, -size, price, fee);
  return true;
}

/** @param size negative for a sale */
function settle(walk: Walk, bar: number, market: number, size: number, price: number, fee: number): void {
  const { fills, bars } = walk;
  const before = lane[POSITION]!;
  const amount = Math.abs(size);
  const closes = before * size < 0 ? Math.min(Math.abs(before), amount) : 0;
  const after = add(before, size);
  if (closes > 0) {
    const feeOfExit = after * before < 0 ? fee * (closes / amount) : fee;
    const entryValue = closes * lane[ENTRY_PRICE]!;
    const gross = before > 0 ? closes * price - entryValue : entryValue - closes * price;
    countTrade(before > 0 ? LONG_TRADES : SHORT_TRADES, gross - lane[ENTRY_FEE]! - feeOfExit, entryValue);
    lane[ENTRY_FEE] = fee - feeOfExit;
  } else {
    lane[ENTRY_FEE] = fee;
  }
  if (after === 0) lane[ENTRY_PRICE] = 0;
  else if (after * before <= 0) lane[ENTRY_PRICE] = price;
  lane[POSITION] = after;
  const moved = size > 0 ? -(size * price + fee) : amount * price - fee;
  lane[SERIES_CASH] = add(lane[SERIES_CASH]!, moved);
  lane[PROFIT_CASH] = add(lane[PROFIT_CASH]!, moved);
  const slippage = amount * Math.abs(price - market);
  lane[ORDERS]! += 1;
  lane[FEES_PAID]! += fee;
  lane[SLIPPAGE_PAID]! += slippage;
  lane[TRADED]! += amount * price;
  fills?.append(bars.firstBar + bar, bars.openTimeMs[bar]!, size, price, fee, slippage, closes > 0 ? EXIT : ENTRY);
}

const LEAST_SIZE = 1e-8;
