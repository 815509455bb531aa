import { type Clock, type LimitBlock, MINUTE_MS, WickError } from '@wick/core';
import { InFlightGate } from './in-flight-gate.ts';
import type { SharedLimits } from './shared-limits.ts';

/** Left to others behind the same address, whose requests show only in the next answer. */
const SPARE_SHARE = 0.02;
/**
 * Leased from the shared ledger at once: small enough that what two processes leave unused at a minute's end does not count, large
 * enough that a request in thirty asks the database.
 */
const LEASE_SHARE = 0.01;
/** The exchange's window is waited out by this much more. */
const MARGIN_MS = 50;
/** From here on the limit may turn out to have been lowered: fewer go at once, so that fewer are refused. */
const CAREFUL_FROM = 0.45;

export interface WeightBudgetOptions {
  readonly clock: Clock;
  /** Weight that may be spent in a window. */
  readonly limit: number;
  /** One minute unless told. */
  readonly windowMs?: number;
  /** Requests under way at the same time. */
  readonly concurrency: number;
  /** A ban that lasts longer than this is an error. */
  readonly maxBanWaitMs: number;
  readonly shared?: SharedLimits | undefined;
  /** Told when nobody may ask for a while. */
  readonly onBlock?: (block: LimitBlock, waitMs: number) => void;
}

/** Called once with how a request ended: was it answered well, and what the answer says is used in its window, if it does. */
export type Settle = (outcome: { readonly good: boolean; readonly usedWeight?: number | undefined }) => void;

/**
 * The request weight that may be spent in one window of the exchange's clock. A request that would go over it waits for the
 * next one, so a 429 does not come in the first place. With a shared ledger, all processes together keep to it.
 */
export class WeightBudget {
  readonly #options: WeightBudgetOptions;
  readonly #clock: Clock;
  readonly #windowMs: number;
  readonly #gate: InFlightGate;
  #limit: number;
  /** The exchange's time minus ours, at most: never ahead of the exchange. Unknown before its first answer. */
  #offsetMs: number | undefined;
  #window = -1;
  /** By everybody, as far as answers have said, and by this process. */
  #used = 0;
  #own = 0;
  #underWay = 0;
  /** Granted by the ledger, and what of it is not taken. */
  #granted = 0;
  #leased = 0;
  #sharedIsSpent = false;
  #leasing: Promise<void> | undefined;
  #block: LimitBlock | undefined;

  constructor(options: WeightBudgetOptions) {
    this.#options = options;
    this.#clock = options.clock;
    this.#limit = options.limit;
    this.#windowMs = options.windowMs ?? MINUTE_MS;
    this.#gate = new InFlightGate(options.concurrency);
  }

  get limit(): number {
    return this.#limit;
  }

  set limit(limit: number) {
    this.#limit = limit;
  }

  set offsetMs(offsetMs: number) {
    this.#offsetMs = offsetMs;
    // A local clock that was ahead must not keep a window of the future; what was spent may belong to this one.
    this.#window = Math.min(this.#window, this.#windowNow());
  }

  /** Spent in this window of the exchange, by others behind the same address too, as far as its answers have said. */
  usedWeight(): number {
    this.#turn();
    return this.#used + this.#underWay;
  }

  /** The exchange's time, as far as it is known. */
  exchangeTimeMs(): number {
    return this.#clock.nowMs() + (this.#offsetMs ?? 0);
  }

  /**
   * Waits until `weight` may be spent and reserves it.
   * @returns what to call with the outcome
   * @throws WickError EXCHANGE_BANNED if that would take longer than one is willing to wait
   */
  async take(weight: number, signal?: AbortSignal): Promise<Settle> {
    for (;;) {
      signal?.throwIfAborted();
      const waitMs = this.#waitMs(weight);
      if (waitMs > 0) await this.#clock.sleep(waitMs, signal);
      else if (this.#gate.isFull(this.#shareAtOnce())) await this.#gate.nextLeaves(signal);
      else if (this.#options.shared && this.#leased < weight) await this.#lease(this.#options.shared, weight);
      else break;
    }
    const window = this.#window;
    this.#underWay += weight;
    this.#leased -= weight;
    this.#gate.enter();
    return ({ good, usedWeight }) => {
      this.#underWay -= weight;
      this.#turn();
      this.#used += weight;
      this.#own += weight;
      // A count given for an earlier window says nothing about this one.
      if (usedWeight !== undefined && window === this.#window) this.#used = Math.max(this.#used, usedWeight);
      this.#gate.leave(good);
    };
  }

  /** Nobody asks anything for a while: the exchange said so. All who share the budget are told. */
  async block(block: LimitBlock): Promise<void> {
    this.#obey(block);
    await this.#options.shared?.block(block);
  }

  #obey(block: LimitBlock): void {
    const nowMs = this.exchangeTimeMs();
    if (block.untilMs <= Math.max(nowMs, this.#block?.untilMs ?? 0)) return;
    this.#block = block;
    this.#gate.narrow();
    this.#options.onBlock?.(block, block.untilMs - nowMs);
  }

  #waitMs(weight: number): number {
    this.#turn();
    const nowMs = this.exchangeTimeMs();
    if (this.#block && nowMs < this.#block.untilMs) return this.#blockedFor(this.#block, nowMs);
    const spent = this.#used + this.#underWay;
    const fits = (spent + weight <= this.#usable() || spent === 0) && !(this.#sharedIsSpent && this.#leased < weight);
    return fits ? 0 : (this.#window + 1) * this.#windowMs + MARGIN_MS - nowMs;
  }

  #blockedFor({ untilMs, why }: LimitBlock, nowMs: number): number {
    if (why === 'banned' && untilMs - nowMs > this.#options.maxBanWaitMs) throw banned(untilMs);
    return untilMs - nowMs;
  }

  readonly #usable = (): number => this.#limit * (1 - SPARE_SHARE);

  /** Others that spend at the same time would be refused at the same time. */
  #shareAtOnce(): number {
    if (this.#used + this.#underWay < this.#limit * CAREFUL_FROM) return 1;
    const foreign = this.#used - this.#own;
    return foreign > this.#limit * 0.05 ? 0.25 : 0.5;
  }

  /** One at a time asks the ledger; who waits for it looks again. */
  #lease(shared: SharedLimits, weight: number): Promise<void> {
    this.#leasing ??= this.#askForLease(shared, weight).finally(() => (this.#leasing = undefined));
    return this.#leasing;
  }

  async #askForLease(shared: SharedLimits, weight: number): Promise<void> {
    const window = this.#window;
    const block = await shared.blocked();
    if (block && block.untilMs > this.exchangeTimeMs()) return this.#obey(block);
    // Before the exchange has told its time, a wrong clock would reserve minutes that others have not come to yet.
    const granted = this.#offsetMs === undefined ? weight : await this.#reserve(shared, weight);
    this.#turn();
    if (window !== this.#window) return;
    this.#leased += granted;
    if (this.#leased < weight) this.#sharedIsSpent = true;
  }

  async #reserve(shared: SharedLimits, weight: number): Promise<number> {
    const minute = (this.#window * this.#windowMs) / MINUTE_MS;
    const usable = Math.floor(this.#usable());
    // A single request that is heavier than the whole limit has to be let through once, or it would wait for ever.
    if (usable < weight && this.#used + this.#underWay === 0) return weight;
    if (this.#used > this.#granted) await shared.observeWeight(minute, this.#used);
    const wanted = Math.max(weight, Math.floor(usable * LEASE_SHARE));
    const granted = (await shared.reserveWeight(minute, wanted, usable)) ?? wanted;
    this.#granted += granted;
    return granted;
  }

  readonly #windowNow = (): number => Math.floor(this.exchangeTimeMs() / this.#windowMs);

  #turn(): void {
    const window = this.#windowNow();
    if (window <= this.#window) return;
    this.#window = window;
    this.#used = 0;
    this.#own = 0;
    this.#granted = 0;
    this.#leased = 0;
    this.#sharedIsSpent = false;
  }
}

const banned = (untilMs: number): WickError =>
  new WickError('EXCHANGE_BANNED', `Binance has banned this address until ${new Date(untilMs).toISOString()}.`, {
    remedy: 'Ask nothing until then: every request makes it longer. Look for other programs behind the same address.',
    details: { untilMs },
  });
