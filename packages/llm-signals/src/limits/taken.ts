/** A part of a limit, until it comes back. */
export interface Share {
  readonly backAtMs: number;
  readonly amount: number;
}

/** What is taken of the limit of a minute. */
export class Taken {
  /** In the order in which they come back. */
  readonly #shares: Share[] = [];
  #amount = 0;

  /** @param backAtMs epoch milliseconds; Infinity as long as nobody knows */
  take(backAtMs: number, amount: number): Share {
    const share: Share = { backAtMs, amount };
    this.#shares.splice(this.#shares.findLastIndex((other) => other.backAtMs <= backAtMs) + 1, 0, share);
    this.#amount += amount;
    return share;
  }

  /** As if it had never been taken. */
  undo(share: Share): void {
    const index = this.#shares.indexOf(share);
    if (index === -1) return;
    this.#shares.splice(index, 1);
    this.#amount -= share.amount;
  }

  /** Those that are due come back. */
  giveBack(nowMs: number): void {
    while (this.#shares[0] && this.#shares[0].backAtMs <= nowMs) this.undo(this.#shares[0]);
  }

  /**
   * When no more than this is taken. Who asks for more than the whole limit leaves a negative rest, and waits until nothing is taken.
   *
   * @returns -Infinity if that is so now, Infinity if nobody knows when
   */
  atMost(rest: number): number {
    let left = this.#amount;
    let whenMs = -Infinity;
    for (const { amount, backAtMs } of this.#shares) {
      if (left <= Math.max(0, rest)) break;
      left -= amount;
      whenMs = backAtMs;
    }
    return whenMs;
  }
}
