import {
  createBits, followingOpenTime, type Frame, type SellMeaning, setBit, type Signals, type SignalsOrigin, type SignalTimestamps,
} from '@wick/core';
import type { Action, SignalRow } from './signal-row.ts';

/** How many times of rows that fit nowhere are named. */
const NAMED = 5;

const MASK = { BUY: 1, SELL: 2, HOLD: 4 } as const satisfies Record<Action, number>;

/** What became of the rows. */
export type RowCounts = Omit<SignalsOrigin, 'source' | 'sha256' | 'timestamps' | 'sell' | 'minConfidence'>;

/** Rows in any order → one action a bar of a frame, with account of every row. */
export class SignalBoard {
  readonly #frame: Frame;
  readonly #timestamps: SignalTimestamps;
  readonly #minConfidence: number;
  /** What the rows of each bar say, as a sum of {@link MASK}. */
  readonly #said: Uint8Array;
  readonly #firstUnmatchedMs: number[] = [];
  readonly #counts = { rows: 0, belowConfidence: 0, outsideRange: 0, unmatched: 0, repeated: 0 };

  constructor(frame: Frame, timestamps: SignalTimestamps, minConfidence: number) {
    this.#frame = frame;
    this.#timestamps = timestamps;
    this.#minConfidence = minConfidence;
    this.#said = new Uint8Array(frame.length);
  }

  add({ timeMs, action, confidence }: SignalRow): void {
    const counts = this.#counts;
    counts.rows++;
    if (confidence < this.#minConfidence) {
      counts.belowConfidence++;
      return;
    }
    const bar = this.#barOf(timeMs);
    if (bar === -1) this.#count(timeMs);
    else if ((this.#said[bar]! & MASK[action]) !== 0) counts.repeated++;
    else this.#said[bar]! |= MASK[action];
  }

  /** A bar on which rows say different things asks for nothing. */
  finish(sell: SellMeaning): { signals: Signals; counts: RowCounts } {
    const { length, openTimeMs } = this.#frame;
    const [longEntry, longExit, shortEntry, shortExit] = [createBits(length), createBits(length), createBits(length), createBits(length)];
    const done = { buys: 0, sells: 0, holds: 0, conflicting: 0 };
    const firstConflictingMs: number[] = [];
    for (let bar = 0; bar < length; bar++) {
      const said = this.#said[bar]!;
      if (said === MASK.BUY) {
        done.buys++;
        setBit(longEntry, bar);
      } else if (said === MASK.SELL) {
        done.sells++;
        setBit(sell === 'short' ? shortEntry : longExit, bar);
      } else if (said === MASK.HOLD) {
        done.holds++;
      } else if (said !== 0) {
        done.conflicting += said === (MASK.BUY | MASK.SELL | MASK.HOLD) ? 3 : 2;
        if (firstConflictingMs.length < NAMED) firstConflictingMs.push(openTimeMs[bar]!);
      }
    }
    return {
      signals: { length, longEntry, longExit, shortEntry, shortExit },
      counts: { ...this.#counts, ...done, firstUnmatchedMs: this.#firstUnmatchedMs, firstConflictingMs },
    };
  }

  /** The bar that a timestamp names, exactly; −1 if there is none. */
  #barOf(timeMs: number): number {
    const { openTimeMs, series } = this.#frame;
    // A bar is not its own end: for closes, the bar that opens at the time itself is not looked at.
    const bar = lastAtOrBefore(openTimeMs, this.#timestamps === 'open' ? timeMs : timeMs - 1);
    if (bar === -1) return -1;
    const openMs = openTimeMs[bar]!;
    const endMs = followingOpenTime(openMs, series.interval);
    const exact = this.#timestamps === 'open' ? openMs : endMs;
    return timeMs === exact || timeMs === endMs - 1 ? bar : -1;
  }

  #count(timeMs: number): void {
    const { openTimeMs, length, series } = this.#frame;
    if (length === 0 || timeMs < openTimeMs[0]! || timeMs > followingOpenTime(openTimeMs[length - 1]!, series.interval)) {
      this.#counts.outsideRange++;
      return;
    }
    this.#counts.unmatched++;
    if (this.#firstUnmatchedMs.length < NAMED) this.#firstUnmatchedMs.push(timeMs);
  }
}

/** Index of the last value that is not above `limit`, in ascending values; −1 if there is none. */
function lastAtOrBefore(ascending: Float64Array, limit: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
