import { WickError } from '../errors/wick-error.ts';
import { type Interval, parseInterval } from '../interval/interval.ts';

/** Where candles come from. Simulated candles are an exchange of their own, so they can never mix with real ones. */
export const EXCHANGES = ['binance', 'simulated'] as const;
export type Exchange = (typeof EXCHANGES)[number];

/** Spot, USD-margined futures, coin-margined futures: Binance's own short names. */
export const MARKETS = ['spot', 'um', 'cm'] as const;
export type Market = (typeof MARKETS)[number];

/** The identity of a run of candles. */
export interface Series {
  readonly exchange: Exchange;
  readonly market: Market;
  /** Upper case, as the exchange writes it. Not only ASCII since 2025-12. */
  readonly symbol: string;
  readonly interval: Interval;
}

/** One line for logs, keys and messages: `binance:spot:BTCUSDT:1h`. */
export const seriesKey = (series: Series): string =>
  `${series.exchange}:${series.market}:${series.symbol}:${series.interval}`;

/** The inverse of {@link seriesKey}. @throws WickError OPTION_INVALID */
export function parseSeriesKey(key: string): Series {
  const [exchange, market, symbol, interval, ...rest] = key.split(':');
  const known =
    (EXCHANGES as readonly string[]).includes(exchange ?? '') && (MARKETS as readonly string[]).includes(market ?? '');
  if (!known || !symbol || interval === undefined || rest.length > 0) {
    throw new WickError('OPTION_INVALID', `"${key}" does not name a series of candles.`, {
      remedy: 'Write exchange:market:SYMBOL:interval, for example binance:spot:BTCUSDT:1h.',
    });
  }
  return { exchange: exchange as Exchange, market: market as Market, symbol, interval: parseInterval(interval) };
}
