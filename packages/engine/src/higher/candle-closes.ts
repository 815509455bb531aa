import { type Interval, intervalMs, nextOpenTime, openTimeOf, slotOf, slotOpenTime } from '@wick/core';

/**
 * Which bars make up the candles of a higher interval, and at which bar's close each of them is known, from nothing but
 * the times of bars that are there already.
 *
 * - A higher candle closes at the close of the bar that reaches its end. Where that bar is missing, it closes when a bar
 *   has come that opens at its end or later: until then another part could have come. So it is never known early.
 * - A gap leaves bars out of a higher candle, and the candle is made of the others, as the exchange's own is of what was
 *   traded. Where every bar is missing, there is no candle.
 * - The candles before the first bar are unknown: a higher candle that began before it is left out, not taken for whole.
 * - A closed candle never changes: a bar that overlaps the one that closed it belongs to no candle.
 */
export class CandleCloses {
  /** Candles that closed within the last rows. */
  count = 0;
  readonly openTimeMs: Float64Array;
  /** Rows `from` up to `to` (exclusive) belong to a candle; the first candle may have begun before them. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** The row at whose close a candle is known. */
  readonly knownAt: Int32Array;
  /** Had a candle begun before these rows? It is then the first that closes, or the one that is still open. */
  continued = false;
  /** Is a candle open after these rows? Its rows are those from `openFrom` on. */
  open = false;
  openFrom = 0;
  /** End of the candle that is open or closed last; −∞ before the first bar. */
  endMs = -Infinity;
  #beganMs = Number.NaN;
  readonly #interval: Interval;
  readonly #barMs: number;

  /** @param longest rows that will be given at once */
  constructor(interval: Interval, lower: Interval, longest: number) {
    this.#interval = interval;
    this.#barMs = intervalMs(lower);
    // Every candle that closes has a row of its own, apart from the one that was open before.
    this.openTimeMs = new Float64Array(longest + 1);
    this.from = new Int32Array(longest + 1);
    this.to = new Int32Array(longest + 1);
    this.knownAt = new Int32Array(longest + 1);
  }

  /** Takes the opening times `start` to `end` (exclusive); rows count from `start`. */
  advance(times: Float64Array, start: number, end: number): void {
    const barMs = this.#barMs;
    this.count = 0;
    this.continued = this.open;
    this.openFrom = 0;
    for (let i = start; i < end; i++) {
      const time = times[i]!;
      if (time >= this.endMs) this.#begin(time, i - start);
      if (this.open && time + barMs >= this.endMs) this.#close(i - start + 1, i - start);
    }
  }

  #begin(time: number, row: number): void {
    if (this.open) this.#close(row, row);
    const beganMs = openTimeOf(time, this.#interval);
    const isFirst = this.endMs === -Infinity;
    this.open = !isFirst || time - beganMs < this.#barMs;
    this.endMs = nextOpenTime(time, this.#interval);
    this.#beganMs = beganMs;
    this.openFrom = row;
  }

  #close(to: number, knownAt: number): void {
    const at = this.count++;
    this.openTimeMs[at] = this.#beganMs;
    this.from[at] = this.openFrom;
    this.to[at] = to;
    this.knownAt[at] = knownAt;
    this.open = false;
  }
}

/**
 * Bars before the first on which `candles` candles of a higher interval have closed, where every bar is there from the
 * opening of a higher candle on. Months differ: it is then the fewest bars that it can be.
 */
export function barsUntilClosed(candles: number, interval: Interval, lower: Interval): number {
  // Leap years come round in 48 months.
  const starts = interval === '1M' ? Array.from({ length: 48 }, (_, month) => month) : [0];
  const spans = starts.map((start) => endOfSlot(start + candles - 1, interval) - slotOpenTime(start, interval));
  return Math.min(...spans) / intervalMs(lower) - 1;
}

/** The same for bars with these opening times, followed by as many more as it takes. */
export function barsUntilClosedOver(times: Float64Array, candles: number, interval: Interval, lower: Interval): number {
  if (times.length === 0) return barsUntilClosed(candles, interval, lower);
  const longest = Math.min(times.length, 4096);
  const closes = new CandleCloses(interval, lower, longest);
  let missing = candles;
  for (let start = 0; start < times.length; start += longest) {
    closes.advance(times, start, Math.min(times.length, start + longest));
    if (closes.count >= missing) return start + closes.knownAt[missing - 1]!;
    missing -= closes.count;
  }
  const last = times.length - 1;
  const endMs = endOfSlot(slotOf(closes.endMs, interval) + missing - (closes.open ? 2 : 1), interval);
  return last + Math.ceil((endMs - times[last]!) / intervalMs(lower)) - 1;
}

/** ∞ beyond the months that a calendar has. */
function endOfSlot(slot: number, interval: Interval): number {
  const endMs = slotOpenTime(slot + 1, interval);
  return Number.isNaN(endMs) ? Infinity : endMs;
}
