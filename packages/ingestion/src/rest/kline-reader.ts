import { type CandleBatch, DAY_MS, type Interval, intervalMs, type Series, sliceBatch, type TimeRange } from '@wick/core';
import { klinesToBatch } from './klines-to-batch.ts';
import { COIN_M_LONGEST_MS, limitOfPage, weightOfLimit } from './page-shape.ts';
import { notBinance, type RestClient } from './rest-client.ts';

/** What the requests of one reading have in common. */
export interface Reading {
  readonly series: Series;
  /** What the exchange's clock showed before the first row was asked for. */
  readonly serverTimeMs: number;
  /** Does the exchange say that the symbol trades? */
  readonly trades: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** No coin-margined contract is older. */
const COIN_M_BEGAN_MS = Date.UTC(2020, 0, 1);

/**
 * The endpoint `klines`, whose rows of a range are the oldest ones from its start on spot and USD-M futures, and the newest
 * ones before its end on COIN-M futures.
 */
export class KlineReader {
  readonly #client: RestClient;

  constructor(client: RestClient) {
    this.#client = client;
  }

  /** All closed candles of a page; more than one request only where candles are closer than their interval. */
  async page(reading: Reading, page: TimeRange): Promise<CandleBatch[]> {
    const { series, serverTimeMs } = reading;
    const newestFirst = series.market === 'cm';
    const batches: CandleBatch[] = [];
    for (let { fromMs, toMs } = page; fromMs < toMs; ) {
      const limit = limitOfPage(series.market, series.interval, { fromMs, toMs });
      const rows = await this.#ask(reading, { startTime: fromMs, endTime: toMs - 1, limit });
      const all = klinesToBatch(series, rows, serverTimeMs);
      const batch = within(all, { fromMs, toMs });
      if (batch.length > 0) batches[newestFirst ? 'unshift' : 'push'](batch);
      if (rows.length < limit || batch.length === 0) break;
      if (newestFirst) toMs = batch.openTimeMs[0]!;
      else fromMs = batch.openTimeMs[batch.length - 1]! + 1;
    }
    return batches;
  }

  /**
   * The part of a range in which there are candles at all, for a few light requests: years before a listing are no pages.
   * The candles of a symbol that trades go on until now.
   */
  async presentRange(reading: Reading, range: TimeRange): Promise<TimeRange | undefined> {
    const { fromMs, toMs } = range;
    if (reading.series.market === 'cm') {
      const windows = await this.#presentWindows(reading, range);
      const [first, last] = [windows[0], windows.at(-1)];
      return first && last && { fromMs: first.fromMs, toMs: Math.min(toMs, last.lastOpenMs + 1) };
    }
    const [first, last] = await Promise.all([
      this.#one(reading, { startTime: fromMs, endTime: toMs - 1 }),
      reading.trades ? toMs - 1 : this.#one(reading, { endTime: toMs - 1 }),
    ]);
    if (first === undefined || last === undefined || last < first) return undefined;
    return { fromMs: Math.max(fromMs, first), toMs: Math.min(toMs, last + 1) };
  }

  /** Open time of the first candle that there is; null where there is none. */
  async firstOpenTimeMs(reading: Reading): Promise<number | null> {
    const { series, serverTimeMs } = reading;
    if (series.market !== 'cm') return (await this.#one(reading, { startTime: 0 })) ?? null;
    const [window] = await this.#presentWindows(reading, { fromMs: 0, toMs: serverTimeMs });
    if (!window) return null;
    if (intervalMs(series.interval) >= DAY_MS) return this.#oldest(reading, series.interval, window);
    const dayMs = await this.#oldest(reading, '1d', window);
    return dayMs === null ? null : this.#oldest(reading, series.interval, { fromMs: dayMs, toMs: dayMs + DAY_MS });
  }

  /** Open time of the last candle that there is, closed or not; null where there is none. */
  async lastOpenTimeMs(reading: Reading): Promise<number | null> {
    if (reading.series.market !== 'cm') return (await this.#one(reading, {})) ?? null;
    const windows = await this.#presentWindows(reading, { fromMs: 0, toMs: reading.serverTimeMs });
    return windows.at(-1)?.lastOpenMs ?? null;
  }

  /** The longest windows that COIN-M futures answer in which there are candles, ascending, each with its last open time. */
  async #presentWindows(reading: Reading, { fromMs, toMs }: TimeRange): Promise<(TimeRange & { readonly lastOpenMs: number })[]> {
    const windows: TimeRange[] = [];
    for (let at = Math.max(fromMs, COIN_M_BEGAN_MS); at < toMs; at += COIN_M_LONGEST_MS) {
      windows.push({ fromMs: at, toMs: Math.min(toMs, at + COIN_M_LONGEST_MS) });
    }
    const last = await Promise.all(windows.map((window) => this.#one(reading, { startTime: window.fromMs, endTime: window.toMs - 1 })));
    return windows.flatMap((window, index) => (last[index] === undefined || last[index] < window.fromMs ? [] : [{ ...window, lastOpenMs: last[index] }]));
  }

  /** The first open time of a window that COIN-M futures answer at once, such as 200 days of days or a day of minutes. */
  async #oldest({ series, ...reading }: Reading, interval: Interval, { fromMs, toMs }: TimeRange): Promise<number | null> {
    const rows = await this.#ask({ ...reading, series: { ...series, interval } }, { startTime: fromMs, endTime: toMs - 1, limit: 1_500 });
    const opened = rows.map((row) => (row as readonly [number])[0]).filter((openMs) => openMs >= fromMs);
    return opened.length > 0 ? Math.min(...opened) : null;
  }

  /** The open time of the one row that is asked for. */
  async #one(reading: Reading, range: { readonly startTime?: number; readonly endTime?: number }): Promise<number | undefined> {
    const [row] = await this.#ask(reading, { ...range, limit: 1 });
    return (row as readonly [number] | undefined)?.[0];
  }

  async #ask({ series, signal }: Reading, parameters: { readonly startTime?: number; readonly endTime?: number; readonly limit: number }): Promise<readonly unknown[]> {
    const { market, symbol, interval } = series;
    const weight = weightOfLimit(market, parameters.limit);
    const rows = await this.#client.get({ path: 'klines', parameters: { symbol, interval, ...parameters }, weight, signal });
    if (!Array.isArray(rows)) throw notBinance(`klines are ${typeof rows}`);
    return rows as readonly unknown[];
  }
}

/** A source that gives rows outside of the range it was asked for must not give them twice. */
function within(batch: CandleBatch, { fromMs, toMs }: TimeRange): CandleBatch {
  const times = batch.openTimeMs;
  let [start, end] = [0, batch.length];
  while (start < end && times[start]! < fromMs) start++;
  while (start < end && times[end - 1]! >= toMs) end--;
  return start === 0 && end === batch.length ? batch : sliceBatch(batch, start, end);
}
