/**
 * How many requests are under way at once. Every one that is under way when a limit is reached is refused, and too many
 * refusals are a ban; so after a refusal one request goes alone, and with every good answer there may be one more.
 */
export class InFlightGate {
  readonly #most: number;
  #allowed: number;
  #underWay = 0;
  #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#most = most;
    this.#allowed = most;
  }

  /** @param share of the most that may be under way now, 0 to 1 */
  isFull(share: number): boolean {
    return this.#underWay >= Math.min(this.#allowed, Math.max(1, Math.floor(this.#most * share)));
  }

  enter(): void {
    this.#underWay++;
  }

  leave(good: boolean): void {
    this.#underWay--;
    if (good && this.#allowed < this.#most) this.#allowed++;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  narrow(): void {
    this.#allowed = 1;
  }

  /** Resolves when the next request has come back; rejects with the signal's reason. */
  async nextLeaves(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    signal?.throwIfAborted();
  }
}
