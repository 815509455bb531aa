/** How far a sync of many series is. */
export interface SyncProgress {
  readonly series: { readonly total: number; readonly done: number; readonly failed: number };
  /** In slots of the grid that are stored now, or known to be absent. */
  readonly candles: { readonly done: number; readonly total: number };
  /** Ranges that the exchange has nothing for, found by this sync. */
  readonly gaps: number;
}

/** Adds up what all series of a sync report. */
export class SyncBoard {
  readonly #tell: ((progress: SyncProgress) => void) | undefined;
  readonly #series: { total: number; done: number; failed: number };
  readonly #total: number;
  #done = 0;
  #gaps = 0;

  constructor(series: number, candles: number, tell: ((progress: SyncProgress) => void) | undefined) {
    this.#series = { total: series, done: 0, failed: 0 };
    this.#total = candles;
    this.#tell = tell;
    this.#changed();
  }

  fetched(slots: number): void {
    // Files that turn out to be useless are asked for a second time; the bar must not run past its end.
    this.#done = Math.min(this.#total, this.#done + slots);
    this.#changed();
  }

  foundGaps(count: number): void {
    if (count === 0) return;
    this.#gaps += count;
    this.#changed();
  }

  finished(failed: boolean): void {
    this.#series[failed ? 'failed' : 'done']++;
    this.#changed();
  }

  #changed(): void {
    this.#tell?.({ series: { ...this.#series }, candles: { done: this.#done, total: this.#total }, gaps: this.#gaps });
  }
}
