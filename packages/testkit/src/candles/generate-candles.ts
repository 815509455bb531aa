import { type Candle, candleAt, type CandleBatch, nextOpenTime, openTimeOf, type Series, slotOf, slotOpenTime } from '@wick/core';
import { createMarket, FIRST_LISTING_MS, type MarketOptions } from './market.ts';

export interface GenerateOptions extends MarketOptions {
  readonly series?: Series;
  /** Half-open range of open times, epoch milliseconds UTC. Not before 2017-08-17 unless `listedMs` says so. */
  readonly fromMs?: number;
  /** Give this or `count`. */
  readonly toMs?: number;
  readonly count?: number;
}

export const SIMULATED_SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

/**
 * Candles of a simulated market, for example
 * `generateCandles({ series, seed: 7, fromMs: Date.UTC(2024, 0, 1), count: 8_760, startPrice: 60_000 })`.
 * A candle depends on the market's options and its open time only, never on the range asked for. Without `startPrice`
 * and the like, a market as large as Bitcoin's.
 *
 * @throws RangeError on a range that begins before the market does
 */
export function generateCandles(options: GenerateOptions = {}): CandleBatch {
  const { series = SIMULATED_SERIES, fromMs = Date.UTC(2024, 0, 1), listedMs = FIRST_LISTING_MS } = options;
  if (fromMs < listedMs) {
    throw new RangeError(`candles from ${new Date(fromMs).toISOString()}, but the market opens at ${new Date(listedMs).toISOString()}`);
  }
  const first = openTimeOf(fromMs, series.interval) === fromMs ? fromMs : nextOpenTime(fromMs, series.interval);
  const toMs = options.toMs ?? slotOpenTime(slotOf(first, series.interval) + (options.count ?? 1_000), series.interval);
  return createMarket(series.symbol, options).candles(series, { fromMs, toMs });
}

/** The same as rows. */
export function generateCandleRows(options: GenerateOptions = {}): Candle[] {
  const batch = generateCandles(options);
  return Array.from({ length: batch.length }, (_, row) => candleAt(batch, row));
}
