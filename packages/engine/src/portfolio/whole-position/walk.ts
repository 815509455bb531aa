import { wordCount } from '@wick/core';
import type { LaneFills } from './lane-fills.ts';
import { BARS_IN_POSITION, CONFLICTING_SIGNALS, LANE_FIELDS, PENDING, POSITION } from './lane-row.ts';
import type { LaneRules } from './lane-rules.ts';

/** Some bars of a frame: columns of `length` values, the first of them bar `firstBar` of the run. */
export interface LaneBars {
  readonly firstBar: number;
  readonly length: number;
  readonly openTimeMs: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/** What a strategy wants at each bar's close, 32 bars a word; the bits past the last bar are zero. */
export interface LaneSignals {
  readonly longEntry: Uint32Array;
  readonly longExit: Uint32Array;
  readonly shortEntry: Uint32Array;
  readonly shortExit: Uint32Array;
}

/** One run on its way through some bars. */
export interface Walk {
  readonly table: Float64Array;
  rules: LaneRules;
  bars: LaneBars;
  /** One value a bar, written in full: cash + position × close. Undefined where nobody asks. */
  equity: Float64Array | undefined;
  /** Undefined: the sums in the row are all that is kept. */
  fills: LaneFills | undefined;
  /** false: the sums over fills and trades are not asked for, but for the number of orders, and may stay 0. */
  sums: boolean;
  /** Bars before this one have their equity. */
  marked: number;
  /** Orders before this bar have had their say. */
  nextOrder: number;
  /** Ranges before this bar have been searched for stops. */
  nextRange: number;
}

/** What is due at the bars of one word: bit `i` acts at the fill price of bar `i`. */
export interface DueOrders {
  /** Open a position on either side, when flat. */
  entry: number;
  longEntry: number;
  /** Close a long: its exit, or an entry on the other side. */
  leaveLong: number;
  leaveShort: number;
}

/** How the orders of one word become fills. The bars of the word are `base` to `end` (exclusive) of the block. */
export type WalkWord = (walk: Walk, base: number, end: number, due: DueOrders) => void;

const NO_BARS = new Float64Array(0);
const EMPTY: LaneBars = { firstBar: 0, length: 0, openTimeMs: NO_BARS, open: NO_BARS, high: NO_BARS, low: NO_BARS, close: NO_BARS };

export const createWalk = (table: Float64Array, rules: LaneRules): Walk => ({
  table, rules, bars: EMPTY, equity: undefined, fills: undefined, sums: true, marked: 0, nextOrder: 0, nextRange: 0,
});

/** The row of the run that is being walked: in one place, so that the compiler knows its address. */
export const lane = new Float64Array(LANE_FIELDS);

/** The orders of the word that is being walked. */
export const due: DueOrders = { entry: 0, longEntry: 0, leaveLong: 0, leaveShort: 0 };

export function loadLane(table: Float64Array, run: number): void {
  const row = run * LANE_FIELDS;
  for (let field = 0; field < LANE_FIELDS; field++) lane[field] = table[row + field]!;
}

export function storeLane(table: Float64Array, run: number): void {
  const row = run * LANE_FIELDS;
  for (let field = 0; field < LANE_FIELDS; field++) table[row + field] = lane[field]!;
}

/**
 * The signals of one word into {@link due}, by the rules of `instrument.ts`: a bar that asks for entry and exit of one
 * side, or for both entries, is not acted on and counted; with `next-open` a signal is due one bar later, the last bar's in the
 * next block.
 *
 * @param rest bars from the word's first to the end of the block
 */
export function cleanWord(signals: LaneSignals, word: number, rest: number, ownRangeOver: number): void {
  let enterLong = signals.longEntry[word]!;
  let exitLong = signals.longExit[word]!;
  let enterShort = signals.shortEntry[word]!;
  let exitShort = signals.shortExit[word]!;
  const conflict = (enterLong & exitLong) | (enterShort & exitShort) | (enterLong & enterShort);
  if (conflict !== 0) {
    lane[CONFLICTING_SIGNALS]! += countOnes(conflict);
    enterLong &= ~conflict;
    exitLong &= ~conflict;
    enterShort &= ~conflict;
    exitShort &= ~conflict;
  }
  if (ownRangeOver === 0) {
    const last = rest > 32 ? 31 : rest - 1;
    const within = -1 >>> (31 - last);
    const pending = lane[PENDING]!;
    lane[PENDING] =
      ((enterLong >>> last) & 1) | (((exitLong >>> last) & 1) << 1) | (((enterShort >>> last) & 1) << 2) | (((exitShort >>> last) & 1) << 3);
    enterLong = ((enterLong << 1) | (pending & 1)) & within;
    exitLong = ((exitLong << 1) | ((pending >>> 1) & 1)) & within;
    enterShort = ((enterShort << 1) | ((pending >>> 2) & 1)) & within;
    exitShort = ((exitShort << 1) | ((pending >>> 3) & 1)) & within;
  }
  due.entry = enterLong | enterShort;
  due.longEntry = enterLong;
  due.leaveLong = exitLong | enterShort;
  due.leaveShort = exitShort | enterLong;
}

/**
 * Takes one run of the table over the bars of `walk.bars`, 32 at a time. A word in which nothing is due is left at once.
 *
 * @param walkWord what happens in a word: exact or tolerant arithmetic
 */
export function walkLane(walk: Walk, run: number, signals: LaneSignals, walkWord: WalkWord): void {
  const { bars, rules } = walk;
  const { length } = bars;
  const words = wordCount(length);
  loadLane(walk.table, run);
  walk.marked = 0;
  walk.nextOrder = 0;
  walk.nextRange = 0;
  for (let word = 0; word < words; word++) {
    const base = word << 5;
    cleanWord(signals, word, length - base, rules.ownRangeOver);
    const position = lane[POSITION]!;
    const wanted = position === 0 ? due.entry : position > 0 ? due.leaveLong : due.leaveShort;
    if (wanted !== 0 || (!rules.isPlain && position !== 0)) walkWord(walk, base, Math.min(base + 32, length), due);
  }
  mark(walk, length);
  storeLane(walk.table, run);
}

/** Equity of the bars up to `to` (exclusive), on which the position did not change. */
export function mark(walk: Walk, to: number): void {
  const { equity, marked } = walk;
  const position = lane[POSITION]!;
  if (position !== 0) lane[BARS_IN_POSITION]! += to - marked;
  if (equity !== undefined) markEquity(equity, walk.bars.close, lane[walk.rules.account]!, position, marked, to);
  walk.marked = to;
}

export function markEquity(equity: Float64Array, close: Float64Array, cash: number, position: number, from: number, to: number): void {
  if (position === 0) {
    if (to - from > 64) equity.fill(cash, from, to);
    else for (let bar = from; bar < to; bar++) equity[bar] = cash;
    return;
  }
  for (let bar = from; bar < to; bar++) equity[bar] = cash + position * close[bar]!;
}

/** The first set bit of `word` at or after bit `from`, or −1. @param from may be 32 or more */
export function firstBit(word: number, from: number): number {
  if (from > 31) return -1;
  const rest = from > 0 ? word & (-1 << from) : word;
  return rest === 0 ? -1 : 31 - Math.clz32(rest & -rest);
}

function countOnes(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555);
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
