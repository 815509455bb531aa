import { wordCount } from '@wick/core';
import {
  BARS_IN_POSITION, BEST_PRICE, CASH, ENTRY_FEE, ENTRY_PRICE, FEES_PAID, LONG_TRADES, NO_CASH, NO_PRICE, ORDERS, PENDING,
  POSITION, SHORT_TRADES, SLIPPAGE_PAID, TRADED,
} from './lane-row.ts';
import { countTrade, sizeFor } from './walk-exact.ts';
import { cleanWord, due, lane, type LaneSignals, loadLane, markEquity, storeLane, type Walk } from './walk.ts';

/**
 * The exact walk of a run without stops, of which no fills are kept: the rules of `walk-exact.ts` with nothing to look at
 * between two orders, so that what an order reads and writes stays in registers. It goes back into the row at the end of the block.
 */
export function walkPlain(walk: Walk, run: number, signals: LaneSignals): void {
  const { bars, rules, equity, sums } = walk;
  const { takerFeeRate, slippage, ownRangeOver } = rules;
  const { close, length } = bars;
  const prices = ownRangeOver === 1 ? close : bars.open;
  loadLane(walk.table, run);
  let cash = lane[CASH]!;
  let position = lane[POSITION]!;
  let entryPrice = lane[ENTRY_PRICE]!;
  let entryFee = lane[ENTRY_FEE]!;
  let orders = lane[ORDERS]!;
  let barsInPosition = lane[BARS_IN_POSITION]!;
  let marked = 0;
  for (let word = 0, words = wordCount(length); word < words; word++) {
    if (wantsNothing(signals, word) && lane[PENDING] === 0) continue;
    const base = word << 5;
    cleanWord(signals, word, length - base, ownRangeOver);
    let ahead = -1;
    for (;;) {
      const left = (position === 0 ? due.entry : position > 0 ? due.leaveLong : due.leaveShort) & ahead;
      if (left === 0) break;
      const bit = 31 - Math.clz32(left & -left);
      const bar = base + bit;
      const market = prices[bar]!;
      ahead = -2 << bit;
      if (equity !== undefined) markEquity(equity, close, cash, position, marked, bar);
      if (position !== 0) {
        barsInPosition += bar - marked;
        const side = position > 0 ? -1 : 1;
        const price = market * (1 + side * slippage);
        if (price > 0 && price < Infinity) {
          const amount = Math.abs(position);
          const value = amount * price;
          const fee = value * takerFeeRate;
          if (sums) {
            const paid = amount * entryPrice;
            countTrade(side < 0 ? LONG_TRADES : SHORT_TRADES, (side < 0 ? value - paid : paid - value) - entryFee - fee, paid);
            count(market, -position, price, fee);
          }
          cash += -(-position * price) - fee;
          orders++;
          position = 0;
        } else lane[NO_PRICE]! += 1;
      }
      marked = bar;
      if (position === 0 && (due.entry >>> bit) & 1) {
        const side = (due.longEntry >>> bit) & 1 ? 1 : -1;
        const price = market * (1 + side * slippage);
        const amount = price > 0 && price < Infinity ? sizeFor(rules, cash, price) : Number.NaN;
        if (amount > 0) {
          position = side * amount;
          entryPrice = price;
          entryFee = amount * price * takerFeeRate;
          cash += -(position * price) - entryFee;
          orders++;
          if (sums) count(market, position, price, entryFee);
        } else lane[Number.isNaN(amount) ? NO_PRICE : NO_CASH]! += 1;
      }
    }
  }
  if (equity !== undefined) markEquity(equity, close, cash, position, marked, length);
  if (position !== 0) barsInPosition += length - marked;
  lane[ORDERS] = orders;
  lane[BARS_IN_POSITION] = barsInPosition;
  lane[CASH] = cash;
  lane[POSITION] = position;
  lane[ENTRY_PRICE] = lane[BEST_PRICE] = position === 0 ? 0 : entryPrice;
  lane[ENTRY_FEE] = entryFee;
  storeLane(walk.table, run);
}

const wantsNothing = ({ longEntry, longExit, shortEntry, shortExit }: LaneSignals, word: number): boolean =>
  (longEntry[word]! | longExit[word]! | shortEntry[word]! | shortExit[word]!) === 0;

/** Sums over fills. */
function count(market: number, size: number, price: number, fee: number): void {
  const amount = Math.abs(size);
  lane[FEES_PAID]! += fee;
  lane[SLIPPAGE_PAID]! += amount * Math.abs(price - market);
  lane[TRADED]! += amount * price;
}
