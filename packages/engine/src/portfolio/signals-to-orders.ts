import { type Bits, countBits, type Signals, wordCount } from '@wick/core';
import type { PortfolioState } from './portfolio-state.ts';

/** Flags of {@link PortfolioState.pending}: a signal of the last bar that the next bar has to fill. */
export const PENDING_LONG_ENTRY = 1;
export const PENDING_LONG_EXIT = 2;
export const PENDING_SHORT_ENTRY = 4;
export const PENDING_SHORT_EXIT = 8;

/** What is due at each bar of a block: bit `i` acts at the fill price of bar `i`. */
export interface Orders {
  /** Open a position on either side, when flat. */
  readonly entry: Bits;
  /** Those of `entry` that are long. */
  readonly longEntry: Bits;
  /** Close a long: its exit, or an entry on the other side, which then also opens. */
  readonly leaveLong: Bits;
  readonly leaveShort: Bits;
}

/** Turns the signals of one block after another into orders; the orders are overwritten by the next call. */
export type OrderStage = (state: PortfolioState, signals: Signals) => Orders;

/**
 * Signals → orders, 32 bars at a time.
 *
 * A bar that asks for entry and exit of one side, or for both entries, contradicts itself: none of its signals is
 * acted on, whatever the position is, and it counts as one in `conflictingSignals`. (In every position one of the two
 * would have had an effect.) An exit together with the entry of the other side is no conflict: it reverses.
 *
 * @param delayed true: the signal of a bar is due at the next bar, and the last bar's at the first of the next block
 */
export function createOrderStage(delayed: boolean): OrderStage {
  let orders = createOrders(0);
  return (state, signals) => {
    if (orders.entry.length !== signals.length) orders = createOrders(signals.length);
    clearConflicts(state, signals, orders);
    if (delayed) delayByOneBar(state, orders);
    combine(orders);
    return orders;
  };
}

/** Bits under their final names; while signals are worked on, `entry` holds the short entries. */
const createOrders = (length: number): Orders => {
  const words = (): Bits => ({ length, words: new Uint32Array(wordCount(length)) });
  return { entry: words(), longEntry: words(), leaveLong: words(), leaveShort: words() };
};

function clearConflicts(state: PortfolioState, signals: Signals, orders: Orders): void {
  const longEntry = signals.longEntry.words;
  const longExit = signals.longExit.words;
  const shortEntry = signals.shortEntry.words;
  const shortExit = signals.shortExit.words;
  const count = wordCount(signals.length);
  for (let word = 0; word < count; word++) {
    const enterLong = longEntry[word]!;
    const exitLong = longExit[word]!;
    const enterShort = shortEntry[word]!;
    const exitShort = shortExit[word]!;
    const conflict = (enterLong & exitLong) | (enterShort & exitShort) | (enterLong & enterShort);
    if (conflict !== 0) state.conflictingSignals += countBits({ length: 32, words: Uint32Array.of(conflict) });
    orders.longEntry.words[word] = enterLong & ~conflict;
    orders.leaveLong.words[word] = exitLong & ~conflict;
    orders.entry.words[word] = enterShort & ~conflict;
    orders.leaveShort.words[word] = exitShort & ~conflict;
  }
}

function delayByOneBar(state: PortfolioState, orders: Orders): void {
  const due = state.pending;
  state.pending =
    shiftIn(orders.longEntry, due & PENDING_LONG_ENTRY) * PENDING_LONG_ENTRY +
    shiftIn(orders.leaveLong, due & PENDING_LONG_EXIT) * PENDING_LONG_EXIT +
    shiftIn(orders.entry, due & PENDING_SHORT_ENTRY) * PENDING_SHORT_ENTRY +
    shiftIn(orders.leaveShort, due & PENDING_SHORT_EXIT) * PENDING_SHORT_EXIT;
}

/** Moves every bit to the bar after it; `first` becomes bar 0. Returns the bit that falls out at the end, 0 or 1. */
function shiftIn(bits: Bits, first: number): number {
  const { words, length } = bits;
  const last = length - 1;
  const out = (words[last >>> 5]! >>> (last & 31)) & 1;
  let carry = first === 0 ? 0 : 1;
  for (let word = 0; word < words.length; word++) {
    const value = words[word]!;
    words[word] = (value << 1) | carry;
    carry = value >>> 31;
  }
  const used = length & 31;
  if (used !== 0) words[words.length - 1]! &= (1 << used) - 1;
  return out;
}

function combine(orders: Orders): void {
  const entry = orders.entry.words;
  const longEntry = orders.longEntry.words;
  const leaveLong = orders.leaveLong.words;
  const leaveShort = orders.leaveShort.words;
  for (let word = 0; word < entry.length; word++) {
    const shortEntry = entry[word]!;
    leaveLong[word]! |= shortEntry;
    leaveShort[word]! |= longEntry[word]!;
    entry[word] = shortEntry | longEntry[word]!;
  }
}
