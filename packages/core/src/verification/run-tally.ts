import type { Series } from '../candle/series.ts';
import { type CheckName, type Finding, type Place, PLACES_KEPT, type Severity } from './finding.ts';
import { amountOf } from './finding-text.ts';

export interface FindingText {
  readonly check: CheckName;
  readonly severity: Severity;
  readonly series: Series;
  /** What is true of each of the candles: `Opens off the grid of 1m`. */
  readonly predicate: string;
  /** Out of how many: ` of 13,026 compared`. */
  readonly outOf?: string;
}

/**
 * Counts the rows of which something is true, and the runs that they form. Only runs of at least `minLength` rows count.
 * Nothing is allocated for a row, little for a run.
 */
export class RunTally {
  count = 0;
  runs = 0;
  firstMs = Number.NaN;
  lastMs = Number.NaN;
  /** Of the first run that counts: what the example is made of. */
  example = '';
  readonly places: Place[] = [];
  readonly #minLength: number;
  #lastRow = -2;
  #rows = 0;
  #fromMs = Number.NaN;
  #toMs = Number.NaN;

  constructor(minLength = 1) {
    this.#minLength = minLength;
  }

  /** Rows come in ascending order. */
  hit(row: number, openTimeMs: number): void {
    if (row !== this.#lastRow + 1) {
      this.#endRun();
      this.#fromMs = openTimeMs;
    }
    this.#lastRow = row;
    this.#toMs = openTimeMs;
    this.#rows++;
  }

  /** Length of the run that the last hit belongs to. */
  get runLength(): number {
    return this.#rows;
  }

  /** The finding, or none if nothing was hit. */
  findings({ predicate, outOf = '', ...text }: FindingText): Finding[] {
    this.#endRun();
    if (this.runs === 0) return [];
    const inRuns = this.runs === this.count ? '' : `, in ${amountOf(this.runs, 'run')}`;
    return [{
      ...text,
      fromMs: this.firstMs, toMs: this.lastMs, count: this.count,
      message: `${predicate}: ${amountOf(this.count, 'candle')}${outOf}${inRuns}.`,
      example: this.example,
      places: this.places, runs: this.runs,
    }];
  }

  #endRun(): void {
    if (this.#rows >= this.#minLength) {
      if (this.runs === 0) this.firstMs = this.#fromMs;
      this.lastMs = this.#toMs;
      this.runs++;
      this.count += this.#rows;
      if (this.places.length < PLACES_KEPT) this.places.push({ fromMs: this.#fromMs, toMs: this.#toMs, candles: this.#rows });
    }
    this.#rows = 0;
    this.#lastRow = -2;
  }
}
