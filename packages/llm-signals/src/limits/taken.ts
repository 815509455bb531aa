/** What one request has taken of the limits, until it comes back. */
export interface Share {
  readonly backAtMs: number;
  requests: number;
  tokens: number;
}

/** What is taken of the limits of a minute. Shares come back in the order in which they were taken. */
export class Taken {
  readonly #shares: Share[] = [];

  /** @param tokens which were taken at `backAtMs` or later than all others */
  add(backAtMs: number, tokens: number): Share {
    const share: Share = { backAtMs: Math.max(backAtMs, this.#shares.at(-1)?.backAtMs ?? -Infinity), requests: 1, tokens };
    this.#shares.push(share);
    return share;
  }

  /** Those that were due by then come back. */
  giveBack(nowMs: number): void {
    const firstLeft = this.#shares.findIndex(({ backAtMs }) => backAtMs > nowMs);
    this.#shares.splice(0, firstLeft === -1 ? this.#shares.length : firstLeft);
  }

  /**
   * When no more than this is taken. A request that is larger than the limit asks for a negative rest, and gets an empty one.
   * @returns -Infinity if that is so now
   */
  atMost(what: 'requests' | 'tokens', rest: number): number {
    let left = this.#shares.reduce((sum, share) => sum + share[what], 0);
    let whenMs = -Infinity;
    for (const share of this.#shares) {
      if (left <= Math.max(0, rest)) return whenMs;
      left -= share[what];
      whenMs = share.backAtMs;
    }
    return whenMs;
  }
}
