import {
  closestName, type Exchange, EXCHANGES, type Interval, type Market, MARKETS, parseInterval, type Series, WickError,
} from '@wick/core';

export interface SeriesOptions {
  readonly interval?: string;
  readonly market?: string;
  readonly exchange?: string;
}

/** @throws WickError OPTION_INVALID | INTERVAL_UNKNOWN */
export const readSeries = (symbol: string, options: SeriesOptions & { readonly interval: string }): Series => ({
  exchange: readExchange(options.exchange ?? 'binance'),
  market: readMarket(options.market ?? 'spot'),
  symbol: readSymbol(symbol),
  interval: parseInterval(options.interval),
});

/** What the options say about a series, as far as they say it. */
export const readPartialSeries = (symbol: string | undefined, options: SeriesOptions): Partial<Series> => ({
  ...(symbol !== undefined && { symbol: readSymbol(symbol) }),
  ...(options.interval !== undefined && { interval: parseInterval(options.interval) as Interval }),
  ...(options.market !== undefined && { market: readMarket(options.market) }),
  ...(options.exchange !== undefined && { exchange: readExchange(options.exchange) }),
});

/** A symbol in upper case, as exchanges write it: letters and digits of any script, and the _ and - of some contracts. */
export function readSymbol(text: string): string {
  const symbol = text.toUpperCase();
  if (/^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u.test(symbol)) return symbol;
  throw new WickError('OPTION_INVALID', `"${text}" cannot be a symbol.`, {
    remedy: 'Write it as the exchange does, without a slash or spaces, for example BTCUSDT.',
    details: { symbol: text },
  });
}

const readMarket = (text: string): Market => oneOf('--market', text, MARKETS);
const readExchange = (text: string): Exchange => oneOf('--exchange', text, EXCHANGES);

/** @throws WickError OPTION_INVALID that names the option and what it can be */
export function oneOf<Value extends string>(option: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === text.toLowerCase());
  if (found !== undefined) return found;
  const near = closestName(text, values);
  throw new WickError('OPTION_INVALID', `${option} cannot be "${text}".`, {
    remedy: `${near ? `Did you mean ${near}? ` : ''}It is one of: ${values.join(', ')}.`,
    details: { option, value: text },
  });
}
