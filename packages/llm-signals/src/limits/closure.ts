import type { Clock, LimitLedger } from '@wick/core';

const FIRST_BACKOFF_MS = 1_000;
/** By then, every limit of a minute has room again. */
const MAX_BACKOFF_MS = 64_000;
/** How old may be what is known of the ledger, in which other processes say that they were refused. */
const LEDGER_AGE_MS = 1_000;

/**
 * Whether a provider has asked us to wait, and until when. It is kept in a ledger, if there is one, so that a process that is started
 * again waits too.
 */
export class Closure {
  readonly #clock: Clock;
  readonly #ledger: LimitLedger | undefined;
  readonly #key: string;
  #untilMs = -Infinity;
  #backoffMs = FIRST_BACKOFF_MS;
  /** When the last refusal was heard. */
  #refusedAtMs = -Infinity;
  #ledgerReadAtMs = -Infinity;

  constructor(clock: Clock, provider: string, ledger: LimitLedger | undefined) {
    [this.#clock, this.#key, this.#ledger] = [clock, `llm:${provider}`, ledger];
  }

  /** Epoch milliseconds; -Infinity if nobody was ever asked to wait. */
  get untilMs(): number {
    return this.#untilMs;
  }

  /** Hears what other processes were told. */
  async refresh(): Promise<void> {
    if (!this.#ledger || this.#clock.nowMs() - this.#ledgerReadAtMs < LEDGER_AGE_MS) return;
    this.#ledgerReadAtMs = this.#clock.nowMs();
    const block = await this.#ledger.blocked(this.#key);
    this.#untilMs = Math.max(this.#untilMs, block?.untilMs ?? -Infinity);
  }

  /**
   * A request was refused because there were too many. Without a time to wait, the pauses double from one refusal to the next;
   * requests that were already under way when the last refusal came say nothing new.
   */
  async refused(sentAtMs: number, retryAfterMs: number | undefined): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const isTold = retryAfterMs !== undefined && retryAfterMs > 0;
    if (!isTold && sentAtMs <= this.#refusedAtMs) return;
    this.#refusedAtMs = nowMs;
    this.#untilMs = Math.max(this.#untilMs, nowMs + (isTold ? retryAfterMs : this.#backoffMs));
    if (!isTold) this.#backoffMs = Math.min(MAX_BACKOFF_MS, this.#backoffMs * 2);
    await this.#ledger?.block(this.#key, { untilMs: this.#untilMs, why: 'limited' });
  }

  /** A request was answered. */
  succeeded(sentAtMs: number): void {
    if (sentAtMs > this.#refusedAtMs) this.#backoffMs = FIRST_BACKOFF_MS;
  }
}
