import type { WriteReport } from '@wick/core';

/** What all writes of a piece of work did together, in candles. */
export class WrittenCounts {
  received = 0;
  added = 0;
  unchanged = 0;
  revised = 0;
  kept = 0;

  add({ received, added, unchanged, revised, kept = 0 }: WriteReport): void {
    this.received += received;
    this.added += added;
    this.unchanged += unchanged;
    this.revised += revised;
    this.kept += kept;
  }
}
