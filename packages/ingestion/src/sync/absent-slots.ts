import { followingOpenTime, type Interval, missingBetween, type TimeRange } from '@wick/core';

/** Finds the grid slots of a range for which no candle came, from batches in ascending order. */
export class AbsentSlots {
  readonly #interval: Interval;
  readonly #found: TimeRange[] = [];
  readonly #fromMs: number;
  #lastMs: number | undefined;

  /** @param fromMs on the grid */
  constructor(fromMs: number, interval: Interval) {
    this.#fromMs = fromMs;
    this.#interval = interval;
  }

  /** Where the next candle should open. */
  get reachedMs(): number {
    return this.#lastMs === undefined ? this.#fromMs : followingOpenTime(this.#lastMs, this.#interval);
  }

  get found(): readonly TimeRange[] {
    return this.#found;
  }

  saw(openTimeMs: Float64Array): void {
    for (const timeMs of openTimeMs) {
      const isGap = this.#lastMs === undefined ? timeMs > this.#fromMs : missingBetween(this.#lastMs, timeMs, this.#interval) > 0;
      if (isGap) this.#found.push({ fromMs: this.reachedMs, toMs: timeMs });
      this.#lastMs = timeMs;
    }
  }

  /** No more will come. @returns all that is absent, ascending */
  end(toMs: number): readonly TimeRange[] {
    if (this.reachedMs < toMs) this.#found.push({ fromMs: this.reachedMs, toMs });
    return this.#found;
  }
}
