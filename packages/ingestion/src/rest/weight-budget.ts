import { type Clock, MINUTE_MS } from '@wick/core';

/** Left to others behind the same address, whose requests show only in the next answer. */
const SPARE_SHARE = 0.02;
/** The exchange's minute is waited out by this much more. */
const MARGIN_MS = 50;

/**
 * The request weight that may be spent in one minute of the exchange's clock. A request that would go over it waits for the
 * next minute, so a 429 does not come in the first place.
 */
export class WeightBudget {
  readonly #clock: Clock;
  #limit: number;
  /** The exchange's time minus ours, at most: never ahead of the exchange. */
  #offsetMs = 0;
  #minute = -1;
  #used = 0;
  #underWay = 0;
  #blockedUntilMs = 0;

  constructor(clock: Clock, limit: number) {
    this.#clock = clock;
    this.#limit = limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
  }

  set offsetMs(offsetMs: number) {
    this.#offsetMs = offsetMs;
  }

  /** Spent in this minute of the exchange, by others behind the same address too, as far as its answers have said. */
  usedWeight(): number {
    this.#turn();
    return this.#used + this.#underWay;
  }

  /** The exchange's time, as far as it is known. */
  exchangeTimeMs(): number {
    return this.#clock.nowMs() + this.#offsetMs;
  }

  /** Waits until `weight` may be spent and reserves it. @returns what to call with the answer's own count, if any */
  async take(weight: number, signal?: AbortSignal): Promise<(usedWeight: number | undefined) => void> {
    for (;;) {
      signal?.throwIfAborted();
      const waitMs = this.#waitMs(weight);
      if (waitMs <= 0) break;
      await this.#clock.sleep(waitMs, signal);
    }
    const minute = this.#minute;
    this.#underWay += weight;
    return (usedWeight) => {
      this.#underWay -= weight;
      this.#turn();
      this.#used += weight;
      // A count given for an earlier minute says nothing about this one.
      if (usedWeight !== undefined && minute === this.#minute) this.#used = Math.max(this.#used, usedWeight);
    };
  }

  /** Nobody asks anything for this long: the exchange said so. */
  block(durationMs: number): void {
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, this.exchangeTimeMs() + durationMs);
  }

  #waitMs(weight: number): number {
    this.#turn();
    const nowMs = this.exchangeTimeMs();
    if (nowMs < this.#blockedUntilMs) return this.#blockedUntilMs - nowMs;
    const usable = this.#limit * (1 - SPARE_SHARE);
    const fits = this.#used + this.#underWay + weight <= usable || this.#used + this.#underWay === 0;
    return fits ? 0 : (this.#minute + 1) * MINUTE_MS + MARGIN_MS - nowMs;
  }

  #turn(): void {
    const minute = Math.floor(this.exchangeTimeMs() / MINUTE_MS);
    if (minute <= this.#minute) return;
    this.#minute = minute;
    this.#used = 0;
  }
}
