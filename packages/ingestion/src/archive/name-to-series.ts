import { basename } from 'node:path';
import { type Interval, isInterval, type Market, type Series, WickError } from '@wick/core';

/** What the path of an archive file says about its candles. `market` only where a folder names it. */
export interface NamedSeries {
  readonly symbol?: string;
  readonly interval?: Interval;
  readonly market?: Market;
}

/** `SYMBOL-INTERVAL`, then anything: a date, a quarter, a note. The symbol may hold any letters but no dash. */
const NAME = /^(?<symbol>[^-]+)-(?<interval>\d+[A-Za-z]+)(?![A-Za-z0-9])/u;

/** Binance's archives write the calendar month `1mo`, because file systems may not tell `1m` from `1M`. */
const intervalOf = (text: string): Interval | undefined => {
  const interval = text === '1mo' ? '1M' : text;
  return isInterval(interval) ? interval : undefined;
};

/** Reads `BTCUSDT-1h-2024-11.zip`, `…/futures/um/…/BTCUSDT-1mo-2024.csv.gz` and the like. Never throws. */
export function nameToSeries(path: string): NamedSeries {
  const folders = path.split(/[\\/]/);
  const fileName = folders.pop() ?? '';
  const market = folders.findLast((folder): folder is Market => folder === 'um' || folder === 'cm' || folder === 'spot');
  const groups = NAME.exec(fileName)?.groups;
  const interval = groups?.['interval'] === undefined ? undefined : intervalOf(groups['interval']);
  return {
    ...(market && { market }),
    ...(groups?.['symbol'] !== undefined && interval && { symbol: groups['symbol'].toUpperCase(), interval }),
  };
}

/** Contracts against the dollar itself, perpetual or with a date: coin-margined ones only are called so. */
const COIN_M_SYMBOL = /USD_(PERP|\d{6})$/;

/**
 * The series of a file: what the caller says, else what the path says, else what the symbol or the header says, else Binance spot.
 * @throws WickError OPTION_INVALID where nothing names symbol and interval
 */
export function archiveSeries(path: string, override: Partial<Series>, headerMarket: Market | undefined): Series {
  const named = nameToSeries(path);
  const symbol = override.symbol ?? named.symbol;
  const interval = override.interval ?? named.interval;
  const market = override.market ?? named.market ?? (COIN_M_SYMBOL.test(symbol ?? '') ? 'cm' : headerMarket) ?? 'spot';
  if (symbol === undefined || interval === undefined) {
    throw new WickError('OPTION_INVALID', `The name of ${basename(path)} does not say which symbol and interval it holds.`, {
      remedy: 'Rename it like BTCUSDT-1h-2024-11.csv, or state the symbol and the interval.',
      details: { path },
    });
  }
  return { exchange: override.exchange ?? 'binance', market, symbol, interval };
}
