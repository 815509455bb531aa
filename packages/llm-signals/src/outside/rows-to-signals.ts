import {
  createBits, followingOpenTime, type Frame, type SellMeaning, setBit, type Signals, type SignalsOrigin, type SignalTimestamps,
} from '@wick/core';
import type { NoSignalReason } from '../judgement/judgement.ts';
import type { SignalRow } from './signal-row.ts';

/** How many times of rows that fit nowhere are named. */
const NAMED = 5;

const MASK = { BUY: 1, SELL: 2, HOLD: 4, NONE: 8 } as const satisfies Record<SignalRow['action'], number>;

/** What became of the rows. */
export type RowCounts = Omit<SignalsOrigin, 'source' | 'sha256' | 'timestamps' | 'sell' | 'minConfidence' | 'model'>;

/** The decisions of a model on bars of the frame. */
export interface DecisionCounts {
  readonly decisions: number;
  /** Of them, those that the model may know the future of. */
  readonly inSample: number;
  /** The first and the last of these bars; null where there are none. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** Bars of the frame before the first and after the last of them. */
  readonly barsBeyond: number;
}

/** Rows in any order → one action a bar of a frame, with account of every row. */
export class SignalBoard {
  readonly #frame: Frame;
  readonly #timestamps: SignalTimestamps;
  readonly #minConfidence: number;
  /** What the rows of each bar say, as a sum of {@link MASK}. */
  readonly #said: Uint8Array;
  readonly #firstUnmatchedMs: number[] = [];
  /** Why there is no signal on a bar, where a row says so. */
  readonly #whyNone = new Map<number, NoSignalReason>();
  readonly #decided = { decisions: 0, inSample: 0, firstBar: Infinity, lastBar: -1 };
  readonly #counts = { rows: 0, belowConfidence: 0, outsideRange: 0, unmatched: 0, repeated: 0 };

  constructor(frame: Frame, timestamps: SignalTimestamps, minConfidence: number) {
    this.#frame = frame;
    this.#timestamps = timestamps;
    this.#minConfidence = minConfidence;
    this.#said = new Uint8Array(frame.length);
  }

  /** Decisions on bars of the frame, whatever became of them, for a file of a model's. */
  get decided(): DecisionCounts {
    const { decisions, inSample, firstBar, lastBar } = this.#decided;
    const { openTimeMs, length } = this.#frame;
    if (lastBar === -1) return { decisions, inSample, firstMs: null, lastMs: null, barsBeyond: length };
    return { decisions, inSample, firstMs: openTimeMs[firstBar]!, lastMs: openTimeMs[lastBar]!, barsBeyond: length - (lastBar - firstBar + 1) };
  }

  add({ timeMs, action, confidence, why, inSample }: SignalRow): void {
    const counts = this.#counts;
    counts.rows++;
    const bar = this.#barOf(timeMs);
    if (bar !== -1) {
      const decided = this.#decided;
      decided.decisions++;
      if (inSample === true) decided.inSample++;
      decided.firstBar = Math.min(decided.firstBar, bar);
      decided.lastBar = Math.max(decided.lastBar, bar);
    }
    if (confidence < this.#minConfidence) counts.belowConfidence++;
    else if (bar === -1) this.#count(timeMs);
    else if ((this.#said[bar]! & MASK[action]) !== 0) counts.repeated++;
    else {
      this.#said[bar]! |= MASK[action];
      if (why !== undefined) this.#whyNone.set(bar, why);
    }
  }

  /** A bar on which rows say different things asks for nothing. */
  finish(sell: SellMeaning): { signals: Signals; counts: RowCounts } {
    const { length, openTimeMs } = this.#frame;
    const [longEntry, longExit, shortEntry, shortExit] = [createBits(length), createBits(length), createBits(length), createBits(length)];
    const done = { buys: 0, sells: 0, holds: 0, conflicting: 0 };
    const firstConflictingMs: number[] = [];
    const noSignals: Partial<Record<NoSignalReason, number>> = {};
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
      } else if (said === MASK.NONE) {
        const why = this.#whyNone.get(bar)!;
        noSignals[why] = (noSignals[why] ?? 0) + 1;
      } else if (said !== 0) {
        done.conflicting += bitsIn(said);
        if (firstConflictingMs.length < NAMED) firstConflictingMs.push(openTimeMs[bar]!);
      }
    }
    return {
      signals: { length, longEntry, longExit, shortEntry, shortExit },
      counts: { ...this.#counts, ...done, firstUnmatchedMs: this.#firstUnmatchedMs, firstConflictingMs, ...(this.#whyNone.size > 0 && { noSignals }) },
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

const bitsIn = (said: number): number => (said & 1) + ((said >> 1) & 1) + ((said >> 2) & 1) + ((said >> 3) & 1);

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
