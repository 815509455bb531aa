import { type Clock, MINUTE_MS } from '@wick/core';
import { banned, type Refusal, tooManyRequests } from './refusal.ts';

const FIRST_BAN_MS = 2 * MINUTE_MS;
const LONGEST_BAN_MS = 3 * 24 * 60 * MINUTE_MS;

/**
 * The request weight that one IP address may spend in a minute of the clock. Over it: 429. Going on regardless: 418
 * and a ban that doubles from two minutes up to three days.
 */
export class WeightBudget {
  readonly #clock: Clock;
  readonly #toleratedRefusals: number;
  readonly #windowMs: number;
  #limit: number;
  #window = -1;
  #used = 0;
  #refusals = 0;
  #bannedUntilMs = 0;
  #nextBanMs = FIRST_BAN_MS;

  /** @param toleratedRefusals how many requests after the first 429, within the same window, before the ban */
  constructor(clock: Clock, limit: number, toleratedRefusals: number, windowMs: number = MINUTE_MS) {
    this.#windowMs = windowMs;
    this.#clock = clock;
    this.#limit = limit;
    this.#toleratedRefusals = toleratedRefusals;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Binance has changed its limits while clients were running. */
  setLimit(limit: number): void {
    this.#limit = limit;
  }

  /** Weight spent in the current minute: what the header X-MBX-USED-WEIGHT-1M says. */
  get used(): number {
    this.#turn();
    return this.#used;
  }

  /** Takes the weight of a request, or says why it is refused. Also for the weight that others behind the IP spend. */
  spend(weight: number): Refusal | undefined {
    this.#turn();
    const nowMs = this.#clock.nowMs();
    if (nowMs < this.#bannedUntilMs) return banned(this.#bannedUntilMs, nowMs);
    this.#used += weight;
    if (this.#used <= this.#limit) return undefined;
    if (this.#refusals++ < this.#toleratedRefusals) {
      return tooManyRequests(Math.ceil(((this.#window + 1) * this.#windowMs - nowMs) / 1_000), this.#limit);
    }
    this.#bannedUntilMs = nowMs + this.#nextBanMs;
    this.#nextBanMs = Math.min(LONGEST_BAN_MS, this.#nextBanMs * 2);
    return banned(this.#bannedUntilMs, nowMs);
  }

  #turn(): void {
    const window = Math.floor(this.#clock.nowMs() / this.#windowMs);
    if (window === this.#window) return;
    this.#window = window;
    this.#used = 0;
    this.#refusals = 0;
  }
}
