import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import { slotOf } from '../interval/interval.ts';
import { type CandleWindow, COMPARED } from './candle-window.ts';
import { type Difference, DIFFERENCES } from './compare-window.ts';
import type { Finding, Severity } from './finding.ts';
import { timeText } from './finding-text.ts';
import type { ReAggregationReport } from './re-aggregation.ts';
import { RunTally } from './run-tally.ts';

const SEVERITY_OF: Readonly<Record<Difference, Severity>> = {
  quiet: 'note', 'off-grid': 'warning', incomplete: 'note', price: 'error', volume: 'warning',
};

/** The higher candles that differ, those that have no lower ones, and those that are missing themselves. */
export class DifferenceLog {
  /** Open times of all that differ. */
  readonly times: number[] = [];
  readonly #lower: Series;
  readonly #higher: Series;
  readonly #tallies = Object.fromEntries(DIFFERENCES.map((kind) => [kind, new RunTally()])) as Record<Difference, RunTally>;
  readonly #columnBits: Record<Difference, number> = { quiet: 0, 'off-grid': 0, incomplete: 0, price: 0, volume: 0 };
  readonly #alone = new RunTally();
  readonly #missing = new RunTally();
  alone = 0;
  missing = 0;
  readonly counts: Record<Difference, number> = { quiet: 0, 'off-grid': 0, incomplete: 0, price: 0, volume: 0 };

  constructor(lower: Series, higher: Series) {
    this.#lower = lower;
    this.#higher = higher;
  }

  add(kind: Difference, bits: number, window: CandleWindow, batch: CandleBatch, row: number, expected: number): void {
    this.times.push(window.fromMs);
    this.counts[kind]++;
    this.#columnBits[kind] |= bits;
    const tally = this.#tallies[kind];
    tally.hit(slotOf(window.fromMs, this.#higher.interval), window.fromMs);
    if (tally.example === '') tally.example = exampleText(bits, window, batch, row, expected);
  }

  /** A higher candle without any lower one. */
  addAlone(openTimeMs: number): void {
    this.alone++;
    this.#alone.hit(slotOf(openTimeMs, this.#higher.interval), openTimeMs);
    this.#alone.example ||= `${timeText(openTimeMs)}, the first`;
  }

  /** Lower candles without their higher one. */
  addMissing(openTimeMs: number): void {
    this.missing++;
    this.#missing.hit(slotOf(openTimeMs, this.#higher.interval), openTimeMs);
    this.#missing.example ||= `${timeText(openTimeMs)}, the first`;
  }

  findings({ compared }: ReAggregationReport): Finding[] {
    const lower = this.#lower.interval;
    const outOf = ` of ${compared.toLocaleString('en-US')} compared`;
    const predicates: Record<Difference, string> = {
      quiet: `Differs from its ${lower} candles only by those without volume`,
      'off-grid': `Differs from its ${lower} candles, which are off the grid and reach over the border`,
      incomplete: `Is more than its ${lower} candles, of which some are missing, so that nothing can be said`,
      price: `Differs from its ${lower} candles in ${this.#columnsOf('price')}`,
      volume: `Differs from its ${lower} candles in ${this.#columnsOf('volume')}, not in prices`,
    };
    const common = { check: 're-aggregation', series: this.#higher } as const;
    return [
      ...DIFFERENCES.flatMap((kind) => this.#tallies[kind].findings({ ...common, severity: SEVERITY_OF[kind], predicate: predicates[kind], outOf })),
      ...this.#missing.findings({ ...common, severity: 'warning', predicate: `Is missing although there are ${lower} candles` }),
      ...this.#alone.findings({ ...common, severity: 'note', predicate: `Has no ${lower} candles to compare with` }),
    ];
  }

  #columnsOf(kind: Difference): string {
    return COMPARED.filter((_, bit) => this.#columnBits[kind] & (1 << bit)).join(', ');
  }
}

/** `2018-03-04 14:00: 60 of 60 candles; low 11138.31 against 11117.01, volume 336.1 against 509.6`. */
function exampleText(bits: number, window: CandleWindow, { columns }: CandleBatch, row: number, expected: number): string {
  const added = [
    window.all.open, window.all.high, window.all.low, window.all.close, window.volume.total,
    window.quoteVolume.total, window.trades.total, window.takerBuyVolume.total, window.takerBuyQuoteVolume.total,
  ];
  const differing = COMPARED.flatMap((name, bit) => (bits & (1 << bit) ? [`${name} ${added[bit]} against ${columns[name][row]}`] : []));
  return `${timeText(window.fromMs)}: ${window.count} of ${expected} candles; ${differing.join(', ')}`;
}
