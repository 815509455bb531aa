import {
  type CandleBatch, type CandleSource, type Clock, closestName, MARKETS, MINUTE_MS, type Series, seriesKey, systemClock, type TimeRange,
  WickError,
} from '@wick/core';
import PQueue from 'p-queue';
import type { RestMarket } from './binance-http.ts';
import { type ExchangeInfo, type ExchangeSymbol, isTrading, readExchangeInfo } from './exchange-info.ts';
import { KlineReader, type Reading } from './kline-reader.ts';
import { slotsOfPage } from './page-shape.ts';
import { isOnePage, rangeToPages } from './range-to-pages.ts';
import { DEFAULT_CONCURRENCY, RestClient, type RestClientOptions, SymbolUnknown } from './rest-client.ts';

export type RestSourceOptions = RestClientOptions;

/**
 * Binance's REST interface: history, and what the exchange says of itself.
 *
 * Where {@link CandleSource.candles} ends without an error, the exchange itself has confirmed that what it did not give is not
 * there: candles of the range that had closed by {@link serverTimeMs}, asked before. What is missing before
 * {@link firstOpenTimeMs} was not listed, after {@link lastOpenTimeMs} delisted, and between them not traded.
 */
export interface RestSource extends CandleSource {
  readonly market: RestMarket;
  /**
   * Open time of the first candle of a series; null where the symbol is known and has none yet. One light request (COIN-M: about a
   * dozen), and none the second time.
   * @throws WickError SYMBOL_UNKNOWN
   */
  firstOpenTimeMs(series: Series, signal?: AbortSignal): Promise<number | null>;
  /**
   * Open time of the last candle there will be, of a symbol that no longer trades: delisted, settled, or suspended until further
   * notice. null while the symbol trades, and where it never had a candle. Asks what is listed at most every ten minutes.
   * @throws WickError SYMBOL_UNKNOWN where the exchange neither lists the symbol nor answers with its candles
   */
  lastOpenTimeMs(series: Series, signal?: AbortSignal): Promise<number | null>;
  /** The exchange's clock. */
  serverTimeMs(signal?: AbortSignal): Promise<number>;
  exchangeInfo(signal?: AbortSignal): Promise<ExchangeInfo>;
  symbols(signal?: AbortSignal): Promise<readonly ExchangeSymbol[]>;
  /** Request weight spent in this minute, by others behind the same address too, as far as answers have said. */
  usedWeight(): number;
  /** What may be spent in a minute; cautious until the exchange has said it. */
  weightLimit(): number;
}

const INFO_WEIGHT = { spot: 20, um: 1, cm: 1 } as const;
/** Who may trade what is most of the answer, and of no use here. */
const LEAN_INFO = { showPermissionSets: false } as const;
/** Limits and symbols change while programs run. */
const INFO_HOLDS_MS = 10 * MINUTE_MS;

/**
 * Candles from Binance's REST interface, in pages that are fetched concurrently and given in order. The request budget
 * belongs to the source: give all series of a market to one source.
 *
 * @throws WickError OPTION_INVALID for a market that it does not know
 */
export function createRestSource(options: RestSourceOptions): RestSource {
  if (!MARKETS.includes(options.market)) {
    throw new WickError('OPTION_INVALID', `The market ${String(options.market)} has no REST source.`, {
      remedy: `Use one of ${MARKETS.join(', ')}.`,
    });
  }
  return new BinanceRestSource(options);
}

class BinanceRestSource implements RestSource {
  readonly name = 'binance-rest';
  readonly market: RestMarket;
  readonly #client: RestClient;
  readonly #klines: KlineReader;
  readonly #queue: PQueue;
  readonly #ahead: number;
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #firstOpenTimesMs = new Map<string, number>();
  #info: { readonly read: Promise<ExchangeInfo>; readonly untilMs: number; readonly signal: AbortSignal | undefined } | undefined;

  constructor(options: RestSourceOptions) {
    const { market, concurrency = DEFAULT_CONCURRENCY } = options;
    this.market = market;
    this.#client = new RestClient(options);
    this.#client.onLimited = () => (this.#info = undefined);
    this.#klines = new KlineReader(this.#client);
    this.#clock = options.clock ?? systemClock;
    this.#queue = new PQueue({ concurrency });
    this.#ahead = 2 * concurrency;
  }

  serverTimeMs(signal?: AbortSignal): Promise<number> {
    return this.#client.serverTimeMs(signal);
  }

  async exchangeInfo(signal?: AbortSignal): Promise<ExchangeInfo> {
    const parameters = this.market === 'spot' ? LEAN_INFO : {};
    const body = await this.#client.get({ path: 'exchangeInfo', parameters, weight: INFO_WEIGHT[this.market], signal });
    const info = readExchangeInfo(body);
    this.#client.budget.limit = info.weightPerMinute;
    this.#client.budget.offsetMs = info.serverTimeMs - this.#clock.nowMs();
    return info;
  }

  usedWeight(): number {
    return this.#client.budget.usedWeight();
  }

  weightLimit(): number {
    return this.#client.budget.limit;
  }

  async symbols(signal?: AbortSignal): Promise<readonly ExchangeSymbol[]> {
    return (await this.exchangeInfo(signal)).symbols;
  }

  async firstOpenTimeMs(series: Series, signal?: AbortSignal): Promise<number | null> {
    const key = seriesKey(series);
    const known = this.#firstOpenTimesMs.get(key);
    if (known !== undefined) return known;
    const firstMs = await this.#read(series, signal, (reading) => this.#klines.firstOpenTimeMs(reading));
    if (firstMs !== null) this.#firstOpenTimesMs.set(key, firstMs);
    return firstMs;
  }

  async lastOpenTimeMs(series: Series, signal?: AbortSignal): Promise<number | null> {
    return this.#read(series, signal, async (reading) => (reading.trades ? null : this.#klines.lastOpenTimeMs(reading)));
  }

  async *candles(series: Series, range: TimeRange, { signal }: { signal?: AbortSignal } = {}): AsyncGenerator<CandleBatch> {
    const stop = new AbortController();
    try {
      const reading = await this.#begin(series, signal ? AbortSignal.any([signal, stop.signal]) : stop.signal);
      const wanted = { fromMs: Math.ceil(range.fromMs), toMs: Math.min(Math.ceil(range.toMs), reading.serverTimeMs) };
      if (wanted.fromMs >= wanted.toMs) return;
      const slots = slotsOfPage(this.market, series.interval);
      const there = isOnePage(wanted, series.interval, slots) ? wanted : await this.#klines.presentRange(reading, wanted);
      if (there) yield* this.#inOrder(reading, rangeToPages(there, series.interval, slots));
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof SymbolUnknown ? await this.#symbolUnknown(series, signal) : error;
    } finally {
      stop.abort();
    }
  }

  async #read<T>(series: Series, signal: AbortSignal | undefined, read: (reading: Reading) => Promise<T>): Promise<T> {
    try {
      return await read(await this.#begin(series, signal));
    } catch (error) {
      throw error instanceof SymbolUnknown ? await this.#symbolUnknown(series, signal) : error;
    }
  }

  async #begin(series: Series, signal: AbortSignal | undefined): Promise<Reading> {
    if (series.market !== this.market) throw new RangeError(`${seriesKey(series)} asked of a source for ${this.market}`);
    const asksNow = this.#infoIsOld();
    const info = await this.#knownInfo(signal);
    // Asked for before any row: what has closed by then is closed in every answer, whatever the local clock shows.
    const serverTimeMs = asksNow ? info.serverTimeMs : await this.serverTimeMs(signal);
    const listed = info.symbols.find(({ symbol }) => symbol === series.symbol);
    return { series, serverTimeMs, signal, trades: listed !== undefined && isTrading(listed, serverTimeMs) };
  }

  readonly #infoIsOld = (): boolean => !this.#info || this.#clock.nowMs() >= this.#info.untilMs;

  /** The real limit before anything is spent on candles, and again when it may have changed. */
  async #knownInfo(signal: AbortSignal | undefined): Promise<ExchangeInfo> {
    for (;;) {
      if (this.#infoIsOld()) this.#info = { read: this.exchangeInfo(signal), untilMs: this.#clock.nowMs() + INFO_HOLDS_MS, signal };
      const asked = this.#info!;
      try {
        return await asked.read;
      } catch (error) {
        if (this.#info === asked) this.#info = undefined;
        signal?.throwIfAborted();
        // Whoever asked has given up; that is no reason for others.
        if (!asked.signal?.aborted) throw error;
      }
    }
  }

  /** Keeps some pages under way ahead of the one that is wanted next. */
  async *#inOrder(reading: Reading, pages: Iterator<TimeRange>): AsyncGenerator<CandleBatch> {
    const underWay: Promise<CandleBatch[]>[] = [];
    const start = (): void => {
      const { value: page, done } = pages.next();
      if (done) return;
      const fetched = this.#queue.add(() => this.#klines.page(reading, page as TimeRange));
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

  async #symbolUnknown({ symbol }: Series, signal: AbortSignal | undefined): Promise<WickError> {
    const known = await this.symbols(signal).catch(() => []);
    if (known.some((other) => other.symbol === symbol)) {
      return new WickError('SYMBOL_UNKNOWN', `Binance ${this.market} lists ${symbol}, but does not answer for its candles.`, {
        remedy: 'It has been delisted or not begun to trade; candles of the past are in the archives.',
        details: { symbol, market: this.market },
      });
    }
    const near = closestName(symbol, known.map((other) => other.symbol));
    return new WickError('SYMBOL_UNKNOWN', `Binance ${this.market} has no symbol ${symbol}.`, {
      remedy: near ? `Did you mean ${near}?` : 'Write base and quote asset together, such as BTCUSDT.',
      details: { symbol, market: this.market },
    });
  }
}
