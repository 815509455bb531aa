import { type Clock, type LimitBlock, type LimitLedger, SECOND_MS } from '@wick/core';

/** A ledger that has failed is left alone for this long. */
const AWAY_MS = 30 * SECOND_MS;
/** In real time: it guards against a database that hangs. */
const DEADLINE_MS = 2 * SECOND_MS;

export interface SharedLimitsOptions {
  readonly ledger: LimitLedger;
  /** Which budget, and which address is blocked; several budgets may have the same address. */
  readonly key: string;
  readonly blockKey: string;
  readonly clock: Clock;
  /** Told once each time that the ledger fails. */
  readonly onTrouble?: ((trouble: { readonly why: string; readonly cause: unknown }) => void) | undefined;
}

/**
 * The ledger that processes share, made safe: fetching must not end because a database is away. What the ledger would have said is
 * then unknown (`undefined`), and everybody keeps to the budget alone, warned by what the exchange says is used.
 */
export class SharedLimits {
  readonly #options: SharedLimitsOptions;
  #awayUntilMs = 0;

  constructor(options: SharedLimitsOptions) {
    this.#options = options;
  }

  reserveWeight(minute: number, wanted: number, limit: number): Promise<number | undefined> {
    return this.#ask((ledger) => ledger.reserveWeight(this.#options.key, minute, wanted, limit));
  }

  async observeWeight(minute: number, used: number): Promise<void> {
    await this.#ask((ledger) => ledger.observeWeight(this.#options.key, minute, used));
  }

  async block(block: LimitBlock): Promise<void> {
    await this.#ask((ledger) => ledger.block(this.#options.blockKey, block));
  }

  blocked(): Promise<LimitBlock | null | undefined> {
    return this.#ask((ledger) => ledger.blocked(this.#options.blockKey));
  }

  async #ask<T>(ask: (ledger: LimitLedger) => Promise<T>): Promise<T | undefined> {
    const { clock, ledger, onTrouble } = this.#options;
    if (clock.nowMs() < this.#awayUntilMs) return undefined;
    try {
      return await withDeadline(ask(ledger));
    } catch (cause) {
      const toldAlready = clock.nowMs() < this.#awayUntilMs;
      this.#awayUntilMs = clock.nowMs() + AWAY_MS;
      if (!toldAlready) onTrouble?.({ why: 'the shared request budget cannot be reached; this process keeps to its own', cause });
      return undefined;
    }
  }
}

async function withDeadline<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
