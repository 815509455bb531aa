/** A provider that takes so many requests in any minute, wherever it begins, and counts what it refuses as little as most do. */
export class SlidingProvider {
  readonly #limit: number;
  readonly arrivals: number[] = [];
  refused = 0;

  constructor(requestsPerMinute: number) {
    this.#limit = requestsPerMinute;
  }

  /** @returns whether there was room. Both ends of the minute count, as with the strictest of them */
  arrive(timeMs: number): boolean {
    const inMinute = this.arrivals.filter((arrival) => arrival >= timeMs - 60_000 && arrival <= timeMs).length;
    const hasRoom = inMinute < this.#limit;
    if (hasRoom) this.arrivals.push(timeMs);
    else this.refused++;
    return hasRoom;
  }
}
