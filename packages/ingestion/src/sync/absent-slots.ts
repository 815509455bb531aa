import { followingOpenTime, type Interval, missingBetween, type TimeRange } from '@wick/core';

/** Finds the grid slots of a range for which no candle came, from batches in ascending order. */
export class AbsentSlots {
  readonly #interval: Interval;
  readonly #found: TimeRange[] = [];
  #lastMs: number | undefined;
  #reachedMs: number;

  /** @param fromMs on the grid */
  constructor(fromMs: number, interval: Interval) {
    this.#reachedMs = fromMs;
    this.#interval = interval;
  }

  /** Where the next candle should open. */
  get reachedMs(): number {
    return this.#reachedMs;
  }

  saw(openTimeMs: Float64Array): void {
    for (let row = 0; row < openTimeMs.length; row++) {
      const timeMs = openTimeMs[row]!;
      if (timeMs !== this.#reachedMs && this.#isGap(timeMs)) this.#found.push({ fromMs: this.#reachedMs, toMs: timeMs });
      this.#lastMs = timeMs;
      this.#reachedMs = followingOpenTime(timeMs, this.#interval);
    }
  }

  /** No more will come. @returns all that is absent, ascending */
  end(toMs: number): readonly TimeRange[] {
    if (this.#isGap(toMs)) this.#found.push({ fromMs: this.#reachedMs, toMs });
    return this.#found;
  }

  /** Off the grid, the next candle may come early or late without a whole one being missing. */
  #isGap(timeMs: number): boolean {
    return this.#lastMs === undefined ? timeMs > this.#reachedMs : missingBetween(this.#lastMs, timeMs, this.#interval) > 0;
  }
}
