import type { LimitLedger } from '@wick/core';
import { memoryLimitLedger } from '@wick/testkit';

/** A ledger that says what it was asked, and fails when it is told to. */
export class WatchedLedger implements LimitLedger {
  readonly #ledger = memoryLimitLedger();
  readonly keys = new Set<string>();
  readonly minutes = new Set<number>();
  calls = 0;
  mostObserved = 0;
  /** Set: every call fails with it, or never ends. */
  trouble: Error | 'hangs' | undefined;

  reserveWeight: LimitLedger['reserveWeight'] = async (key, minute, wanted, limit) => {
    await this.#answer();
    this.keys.add(key);
    this.minutes.add(minute);
    return this.#ledger.reserveWeight(key, minute, wanted, limit);
  };

  observeWeight: LimitLedger['observeWeight'] = async (key, minute, used) => {
    await this.#answer();
    this.minutes.add(minute);
    this.mostObserved = Math.max(this.mostObserved, used);
    return this.#ledger.observeWeight(key, minute, used);
  };

  block: LimitLedger['block'] = async (key, block) => {
    await this.#answer();
    return this.#ledger.block(key, block);
  };

  blocked: LimitLedger['blocked'] = async (key) => {
    await this.#answer();
    return this.#ledger.blocked(key);
  };

  async #answer(): Promise<void> {
    this.calls++;
    await Promise.resolve();
    if (this.trouble === 'hangs') return new Promise(() => undefined);
    if (this.trouble) throw this.trouble;
  }
}
