import type { CandleBatch } from '../candle/candle-batch.ts';
import type { Series } from '../candle/series.ts';
import { WickError } from '../errors/wick-error.ts';
import { intervalMs, isMultipleOf, nextOpenTime, openTimeOf } from '../interval/interval.ts';
import { CandleWindow } from './candle-window.ts';
import { type Difference, differingColumns, DIFFERENCES, whyDifferent } from './compare-window.ts';
import { DifferenceLog } from './difference-log.ts';
import type { Finding } from './finding.ts';

/** How the candles of a higher interval compare with the lower ones that they consist of. */
export interface ReAggregationReport {
  readonly lower: Series;
  readonly higher: Series;
  /** Higher candles inside of which there are lower ones. */
  readonly compared: number;
  readonly agree: number;
  /** Of those that agree: with lower candles missing, in which then nobody traded. */
  readonly agreeIncomplete: number;
  readonly differ: number;
  readonly differences: Readonly<Record<Difference, number>>;
  /** Higher candles, within the time that the lower ones cover, without any lower one. */
  readonly notComparable: number;
  /** Times within what both cover for which there are lower candles and no higher one. */
  readonly higherMissing: number;
  /** Open times of the higher candles that differ, ascending, all of them. */
  readonly differAtMs: readonly number[];
}

/**
 * Adds lower candles up to those of a higher interval and compares. A lower candle belongs to the higher one in which it
 * opens. Prices must be equal, sums as equal as float64 tells; columns that are unknown on either side are not compared.
 *
 * The lower candles are pushed in ascending batches, of which nothing is kept; the higher ones are given at once, since they
 * are few.
 *
 * @throws WickError OPTION_INVALID if candles of `higher` do not consist of whole candles of `lower`
 */
export function reAggregation(lower: Series, higher: Series, higherBatches: readonly CandleBatch[]): {
  push(batch: CandleBatch): void;
  report(): ReAggregationReport;
  findings(): Finding[];
} {
  if (lower.interval === higher.interval || !isMultipleOf(higher.interval, lower.interval)) {
    throw new WickError('OPTION_INVALID', `Candles of ${higher.interval} do not consist of candles of ${lower.interval}.`, {
      remedy: 'Compare an interval with one that divides it, such as 1h with 1m.',
    });
  }
  return new ReAggregation(lower, higher, higherBatches.filter(({ length }) => length > 0));
}

class ReAggregation {
  readonly #lower: Series;
  readonly #higher: Series;
  readonly #batches: readonly CandleBatch[];
  readonly #log: DifferenceLog;
  readonly #window = new CandleWindow();
  readonly #lowerMs: number;
  #at = 0;
  #row = 0;
  #lastEndMs = -Infinity;
  #compared = 0;
  #agree = 0;
  #agreeIncomplete = 0;
  #hasWindow = false;

  constructor(lower: Series, higher: Series, batches: readonly CandleBatch[]) {
    this.#lower = lower;
    this.#higher = higher;
    this.#batches = batches;
    this.#log = new DifferenceLog(lower, higher);
    this.#lowerMs = intervalMs(lower.interval);
  }

  push(batch: CandleBatch): void {
    const window = this.#window;
    const { openTimeMs, length } = batch;
    for (let row = 0; row < length; row++) {
      const time = openTimeMs[row]!;
      if (!(time < window.toMs)) this.#open(time);
      window.take(batch, row);
      this.#lastEndMs = time + this.#lowerMs;
    }
  }

  report(): ReAggregationReport {
    this.#close();
    const { counts, times, alone, missing } = this.#log;
    return {
      lower: this.#lower, higher: this.#higher, compared: this.#compared, agree: this.#agree, agreeIncomplete: this.#agreeIncomplete,
      differ: times.length, differences: Object.fromEntries(DIFFERENCES.map((kind) => [kind, counts[kind]])) as Record<Difference, number>,
      notComparable: alone, higherMissing: missing, differAtMs: times,
    };
  }

  findings(): Finding[] {
    return this.#log.findings(this.report());
  }

  /** Begins the window that holds `time`. */
  #open(time: number): void {
    this.#close();
    const { interval } = this.#higher;
    const fromMs = openTimeOf(time, interval);
    this.#window.reset(fromMs, nextOpenTime(time, interval), this.#lastEndMs > fromMs);
  }

  /** Compares the window that is open with the higher candle that opens with it. */
  #close(): void {
    const window = this.#window;
    if (window.count === 0) return;
    if (this.#lastEndMs > window.toMs) window.straddles = true;
    const batch = this.#seek(window.fromMs);
    if (batch !== undefined) this.#compare(batch, this.#row++);
    else if (this.#isInside(window.fromMs)) this.#log.addMissing(window.fromMs);
    window.count = 0;
    this.#hasWindow = true;
  }

  #compare(batch: CandleBatch, row: number): void {
    const window = this.#window;
    const expected = Math.round((window.toMs - window.fromMs) / this.#lowerMs);
    this.#compared++;
    const bits = differingColumns(window, batch, row);
    if (bits !== 0) {
      this.#log.add(whyDifferent(window, batch, row, bits, expected), bits, window, batch, row, expected);
    } else {
      this.#agree++;
      if (window.count < expected) this.#agreeIncomplete++;
    }
  }

  /** The batch that holds the higher candle of this open time, with `#row` at it; what is passed over had no lower candles. */
  #seek(fromMs: number): CandleBatch | undefined {
    for (let batch = this.#batches[this.#at]; batch !== undefined; batch = this.#batches[++this.#at]) {
      for (; this.#row < batch.length; this.#row++) {
        const time = batch.openTimeMs[this.#row]!;
        if (time === fromMs) return batch;
        if (time > fromMs) return undefined;
        // Before the first lower candle there is nothing to compare with.
        if (this.#hasWindow) this.#log.addAlone(time);
      }
      this.#row = 0;
    }
    return undefined;
  }

  /** Is there a higher candle before and after this time? */
  #isInside(timeMs: number): boolean {
    const last = this.#batches.at(-1);
    return last !== undefined && this.#batches[0]!.openTimeMs[0]! < timeMs && timeMs < last.openTimeMs[last.length - 1]!;
  }
}
