import {
  type CandleBatch, type CandleSource, type Clock, closestName, type Series, seriesKey, sliceBatch, systemClock, type TimeRange,
  WickError,
} from '@wick/core';
import PQueue from 'p-queue';
import type { RestMarket } from './binance-http.ts';
import { type ExchangeInfo, type ExchangeSymbol, readExchangeInfo } from './exchange-info.ts';
import { klinesToBatch } from './klines-to-batch.ts';
import { isOnePage, rangeToPages } from './range-to-pages.ts';
import { RestClient, type RestClientOptions, SymbolUnknown } from './rest-client.ts';

export interface RestSourceOptions extends RestClientOptions {
  /** Pages asked for at the same time; 4 unless told. */
  readonly concurrency?: number;
}

/** Binance's REST interface: history, and what the exchange says of itself. */
export interface RestSource extends CandleSource {
  readonly market: RestMarket;
  /** The exchange's clock. */
  serverTimeMs(signal?: AbortSignal): Promise<number>;
  exchangeInfo(signal?: AbortSignal): Promise<ExchangeInfo>;
  symbols(signal?: AbortSignal): Promise<readonly ExchangeSymbol[]>;
  /** Request weight spent in this minute, by others behind the same address too, as far as answers have said. */
  usedWeight(): number;
}

/** Rows a page, and what a page weighs. Futures weigh by rows: below 500 is the cheapest a row. */
const PAGES = { spot: { limit: 1000, weight: 2 }, um: { limit: 499, weight: 2 } } as const;
const PROBE_WEIGHT = { spot: 2, um: 1 } as const;
const INFO_WEIGHT = { spot: 20, um: 1 } as const;

/**
 * Candles from Binance's REST interface, in pages that are fetched concurrently and given in order. The request budget
 * belongs to the source: give all series of a market to one source.
 *
 * @throws WickError OPTION_INVALID for a market that it does not know
 */
export function createRestSource(options: RestSourceOptions): RestSource {
  if (!(options.market in PAGES)) {
    throw new WickError('OPTION_INVALID', `The market ${String(options.market)} has no REST source.`, {
      remedy: 'Use spot or um.',
    });
  }
  return new BinanceRestSource(options);
}

class BinanceRestSource implements RestSource {
  readonly name = 'binance-rest';
  readonly market: RestMarket;
  readonly #client: RestClient;
  readonly #queue: PQueue;
  readonly #ahead: number;
  readonly #clock: Pick<Clock, 'nowMs'>;
  #limitKnown: Promise<unknown> | undefined;

  constructor(options: RestSourceOptions) {
    const { market, concurrency = 4 } = options;
    this.market = market;
    this.#client = new RestClient(options);
    this.#clock = options.clock ?? systemClock;
    this.#queue = new PQueue({ concurrency });
    this.#ahead = 2 * concurrency;
  }

  async serverTimeMs(signal?: AbortSignal): Promise<number> {
    const { serverTime } = (await this.#client.get({ path: 'time', weight: 1, signal })) as { serverTime?: unknown };
    if (typeof serverTime !== 'number') throw notBinance(`time is ${typeof serverTime}`);
    this.#client.budget.offsetMs = serverTime - this.#clock.nowMs();
    return serverTime;
  }

  async exchangeInfo(signal?: AbortSignal): Promise<ExchangeInfo> {
    const body = await this.#client.get({ path: 'exchangeInfo', weight: INFO_WEIGHT[this.market], signal });
    const info = readExchangeInfo(body);
    this.#client.budget.limit = info.weightPerMinute;
    this.#client.budget.offsetMs = info.serverTimeMs - this.#clock.nowMs();
    return info;
  }

  usedWeight(): number {
    return this.#client.budget.usedWeight();
  }

  async symbols(signal?: AbortSignal): Promise<readonly ExchangeSymbol[]> {
    return (await this.exchangeInfo(signal)).symbols;
  }

  async *candles(series: Series, range: TimeRange, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<CandleBatch> {
    if (series.market !== this.market) throw new RangeError(`${seriesKey(series)} asked of a source for ${this.market}`);
    await this.#learnLimit(signal);
    // Asked for before any row: what has closed by then is closed in every answer, whatever the local clock shows.
    const serverTimeMs = await this.serverTimeMs(signal);
    const wanted = { fromMs: range.fromMs, toMs: Math.min(range.toMs, serverTimeMs) };
    if (wanted.fromMs >= wanted.toMs) return;
    const stop = new AbortController();
    const asking = { series, serverTimeMs, signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal };
    try {
      const there = await this.#presentRange(asking, wanted);
      if (there) yield* this.#inOrder(asking, rangeToPages(there, series.interval, PAGES[this.market].limit - 1));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof SymbolUnknown ? await this.#symbolUnknown(series, signal) : error;
    } finally {
      stop.abort();
    }
  }

  /** Once: the real limit, before anything is spent on candles. */
  #learnLimit(signal: AbortSignal | undefined): Promise<unknown> {
    this.#limitKnown ??= this.exchangeInfo(signal).catch((error: unknown) => {
      this.#limitKnown = undefined;
      throw error;
    });
    return this.#limitKnown;
  }

  /** Cuts a long range to where there are candles at all, for two cheap requests: years before a listing are no pages. */
  async #presentRange(asking: Asking, range: TimeRange): Promise<TimeRange | undefined> {
    if (isOnePage(range, asking.series.interval, PAGES[this.market].limit - 1)) return range;
    const { fromMs, toMs } = range;
    const [first, last] = await Promise.all([
      this.#ask(asking, { startTime: fromMs, endTime: toMs - 1, limit: 1 }, PROBE_WEIGHT[this.market]),
      this.#ask(asking, { endTime: toMs - 1, limit: 1 }, PROBE_WEIGHT[this.market]),
    ]);
    const [firstMs, lastMs] = [openTimeIn(first), openTimeIn(last)];
    if (firstMs === undefined || lastMs === undefined || lastMs < firstMs) return undefined;
    return { fromMs: Math.max(fromMs, firstMs), toMs: Math.min(toMs, lastMs + 1) };
  }

  /** Keeps some pages under way ahead of the one that is wanted next. */
  async *#inOrder(asking: Asking, pages: Iterator<TimeRange>): AsyncGenerator<CandleBatch> {
    const underWay: Promise<CandleBatch[]>[] = [];
    const start = (): void => {
      const { value: page, done } = pages.next();
      if (done) return;
      const fetched = this.#queue.add(() => this.#page(asking, page as TimeRange));
      // An error belongs to whoever comes to this page; until then it must not count as unhandled.
      fetched.catch(() => undefined);
      underWay.push(fetched);
    };
    for (let count = 0; count < this.#ahead; count++) start();
    for (let next = underWay.shift(); next; next = underWay.shift()) {
      for (const batch of await next) yield batch;
      start();
    }
  }

  /** All closed candles of a page; more than one request only where candles are closer than their interval. */
  async #page(asking: Asking, { fromMs, toMs }: TimeRange): Promise<CandleBatch[]> {
    const { limit, weight } = PAGES[this.market];
    const batches: CandleBatch[] = [];
    for (let startTime = fromMs; startTime < toMs; ) {
      const rows = await this.#ask(asking, { startTime, endTime: toMs - 1, limit }, weight);
      const batch = closedWithin(klinesToBatch(asking.series, rows, asking.serverTimeMs), toMs);
      if (batch.length > 0) batches.push(batch);
      if ((rows as unknown[]).length < limit || batch.length === 0) break;
      startTime = batch.openTimeMs[batch.length - 1]! + 1;
    }
    return batches;
  }

  #ask({ series, signal }: Asking, parameters: Readonly<Record<string, number>>, weight: number): Promise<unknown> {
    const { symbol, interval } = series;
    return this.#client.get({ path: 'klines', parameters: { symbol, interval, ...parameters }, weight, signal });
  }

  async #symbolUnknown({ symbol }: Series, signal: AbortSignal | undefined): Promise<WickError> {
    const known = await this.symbols(signal).catch(() => []);
    const near = closestName(symbol, known.map((other) => other.symbol));
    return new WickError('SYMBOL_UNKNOWN', `Binance ${this.market} has no symbol ${symbol}.`, {
      remedy: near ? `Did you mean ${near}?` : 'Write base and quote asset together, such as BTCUSDT.',
      details: { symbol, market: this.market },
    });
  }
}

interface Asking {
  readonly series: Series;
  readonly serverTimeMs: number;
  readonly signal: AbortSignal;
}

/** The open time of the one row that was asked for; undefined where there is none. */
function openTimeIn(rows: unknown): number | undefined {
  if (!Array.isArray(rows)) throw notBinance(`klines are ${typeof rows}`);
  return (rows as readonly (readonly [number])[])[0]?.[0];
}

/** A source that gives rows beyond the end it was asked for must not give them twice. */
function closedWithin(batch: CandleBatch, toMs: number): CandleBatch {
  const end = batch.openTimeMs.findIndex((time) => time >= toMs);
  return end < 0 ? batch : sliceBatch(batch, 0, end);
}

const notBinance = (what: string): WickError =>
  new WickError('EXCHANGE_REFUSED', `The address answers, but not as Binance does: its ${what}.`, { remedy: 'Check the base URL.' });
