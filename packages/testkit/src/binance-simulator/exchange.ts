import {
  type Candle,
  candleAt,
  type CandleBatch,
  candlesToBatch,
  type Clock,
  closeTimeOf,
  COLUMNS,
  followingOpenTime,
  type Market as MarketName,
  type Series,
  seriesKey,
  sliceBatch,
  slotOf,
  slotOpenTime,
  type TimeRange,
} from '@wick/core';
import { createMarket, type Market } from '../candles/market.ts';
import { selectRows } from '../candles/select-rows.ts';
import { candleSoFar } from './candle-so-far.ts';
import type { SymbolListing, SymbolStatus } from './symbol-listing.ts';

/** Candles that the exchange does not give out. Without a symbol or an interval: of all of them. */
export interface Withheld extends TimeRange {
  readonly symbol?: string;
  readonly interval?: string;
}

/** What the exchange knows: its symbols, their candles, and the time. Servers ask it; it has no idea of HTTP. */
export class Exchange {
  readonly clock: Clock;
  readonly #seed: string | number;
  readonly #listings = new Map<string, SymbolListing>();
  readonly #markets = new Map<string, Market>();
  readonly #replaced = new Map<string, CandleBatch>();
  readonly #withheld = new Set<Withheld>();
  /** Another number whenever the past may have become another one. */
  revision = 0;

  constructor(clock: Clock, symbols: readonly SymbolListing[], seed: string | number) {
    this.clock = clock;
    this.#seed = seed;
    for (const listing of symbols) this.list(listing);
  }

  /** Lists a symbol, or changes what is said of one, such as its status. */
  list(listing: SymbolListing): void {
    this.revision++;
    this.#listings.set(symbolKey(listing.market ?? 'spot', listing.symbol), listing);
  }

  setStatus(market: MarketName, symbol: string, status: SymbolStatus): void {
    const listing = this.listing(market, symbol);
    if (!listing) throw new RangeError(`${symbol} is not listed on ${market}`);
    this.list({ ...listing, status });
  }

  listing(market: MarketName, symbol: string): SymbolListing | undefined {
    return this.#listings.get(symbolKey(market, symbol));
  }

  /** Trading ends now: no candle opens any more, and the one that is open closes as it is. */
  delist(market: MarketName, symbol: string): void {
    const listing = this.listing(market, symbol);
    if (!listing) throw new RangeError(`${symbol} is not listed on ${market}`);
    this.list({ ...listing, status: market === 'spot' ? 'BREAK' : 'SETTLING', delistedMs: this.clock.nowMs() });
  }

  /** The symbol is unknown from now on, to `exchangeInfo` and to `klines`. */
  remove(market: MarketName, symbol: string): void {
    this.#listings.delete(symbolKey(market, symbol));
  }

  listings(market: MarketName): SymbolListing[] {
    return [...this.#listings.values()].filter((listing) => (listing.market ?? 'spot') === market);
  }

  /**
   * From now on these are all candles of their series, the past ones and those to come; lists the symbol if need be.
   * @throws RangeError on unknown details: an exchange knows its own trades
   */
  setCandles(batch: CandleBatch): void {
    for (const name of COLUMNS) {
      if (batch.columns[name].some(Number.isNaN)) throw new RangeError(`${seriesKey(batch.series)}: unknown ${name}`);
    }
    this.revision++;
    const { market, symbol, interval } = batch.series;
    const closeTimeMs = batch.closeTimeMs.map((closeMs, row) =>
      Number.isNaN(closeMs) ? closeTimeOf(batch.openTimeMs[row]!, interval) : closeMs,
    );
    this.#replaced.set(exchangeKey(batch.series), { ...batch, closeTimeMs });
    if (!this.listing(market, symbol)) this.list({ symbol, market, listedMs: batch.openTimeMs[0] ?? 0 });
  }

  /**
   * Hides the candles that lie wholly in the range: trading was suspended, or they are not published yet.
   * @returns what gives them back
   */
  withhold(range: Withheld): () => void {
    this.revision++;
    this.#withheld.add(range);
    return () => {
      this.revision++;
      this.#withheld.delete(range);
    };
  }

  /** No candle of the series opens before. */
  firstOpenTimeMs(series: Series): number {
    const replaced = this.#replaced.get(exchangeKey(series));
    if (replaced) return replaced.openTimeMs[0] ?? Number.POSITIVE_INFINITY;
    return slotOpenTime(slotOf(this.#marketOf(series).listedMs, series.interval), series.interval);
  }

  /** The truth: every candle of the range that is closed by now, or by then, and not withheld. */
  closedCandles(series: Series, range: TimeRange, byMs: number = this.clock.nowMs()): CandleBatch {
    const all = this.#given(series, range);
    return selectRows(all, (row) => followingOpenTime(all.openTimeMs[row]!, series.interval) <= byMs);
  }

  /** The same and, at the end, the candle that is still open, as far as it has come. */
  candlesSoFar(series: Series, range: TimeRange): CandleBatch {
    const nowMs = this.clock.nowMs();
    const all = this.#given(series, { fromMs: range.fromMs, toMs: Math.min(range.toMs, nowMs + 1) });
    const last = all.length - 1;
    if (last < 0 || this.isClosed(series, all.openTimeMs[last]!)) return all;
    const closed = selectRows(all, (row) => row < last);
    return append(closed, this.#soFar(series, candleAt(all, last)));
  }

  isClosed(series: Series, openTimeMs: number): boolean {
    return followingOpenTime(openTimeMs, series.interval) <= this.clock.nowMs();
  }

  #soFar(series: Series, candle: Candle): Candle {
    const { openTimeMs } = candle;
    const share = (this.clock.nowMs() - openTimeMs) / (followingOpenTime(openTimeMs, series.interval) - openTimeMs);
    const listing = this.listing(series.market, series.symbol);
    return candleSoFar(candle, share, { price: listing?.priceDecimals ?? 2, volume: listing?.volumeDecimals ?? 5 });
  }

  #given(series: Series, { fromMs, toMs }: TimeRange): CandleBatch {
    const endMs = this.listing(series.market, series.symbol)?.delistedMs ?? Infinity;
    // A range after the end is empty, not backwards.
    const range = { fromMs, toMs: Math.max(fromMs, Math.min(toMs, endMs)) };
    const batch = this.#settled(series, range);
    const hidden = [...this.#withheld].filter(
      ({ symbol = series.symbol, interval = series.interval, fromMs, toMs }) =>
        symbol === series.symbol && interval === series.interval && fromMs < range.toMs && toMs > range.fromMs,
    );
    if (hidden.length === 0) return batch;
    return selectRows(batch, (row) => {
      const openMs = batch.openTimeMs[row]!;
      const endMs = followingOpenTime(openMs, series.interval);
      return !hidden.some(({ fromMs, toMs }) => openMs >= fromMs && endMs <= toMs);
    });
  }

  #settled(series: Series, { fromMs, toMs }: TimeRange): CandleBatch {
    const replaced = this.#replaced.get(exchangeKey(series));
    if (!replaced) return this.#marketOf(series).candles(series, { fromMs, toMs });
    return { ...sliceBatch(replaced, rowAt(replaced, fromMs), rowAt(replaced, toMs)), series };
  }

  #marketOf({ market, symbol }: Series): Market {
    const key = symbolKey(market, symbol);
    let found = this.#markets.get(key);
    if (!found) {
      found = createMarket(key, { ...this.listing(market, symbol), seed: this.#seed });
      this.#markets.set(key, found);
    }
    return found;
  }
}

/** Candles of one symbol, whatever name their exchange goes by on our side. */
const exchangeKey = ({ market, symbol, interval }: Series): string => `${symbolKey(market, symbol)}:${interval}`;
const symbolKey = (market: MarketName, symbol: string): string => `${market}:${symbol}`;

/** The first row that opens at a time or later. */
function rowAt({ openTimeMs, length }: CandleBatch, timeMs: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTimeMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(batch: CandleBatch, candle: Candle): CandleBatch {
  const rows = Array.from({ length: batch.length }, (_, row) => candleAt(batch, row));
  return { ...candlesToBatch(batch.series, [...rows, candle]), exact: batch.exact };
}
