import { DAY_MS, type Interval, isInterval, type Market, nextOpenTime, openTimeOf, type Series, type TimeRange } from '@wick/core';

/** Binance publishes a file for each month, and one for each day until the month's has come. */
export type ArchivePeriod = 'monthly' | 'daily';

const FOLDERS: Readonly<Record<Market, string>> = { spot: 'spot', um: 'futures/um', cm: 'futures/cm' };
/** Candles longer than a day are published by the month only. */
const MONTHLY_ONLY: ReadonlySet<Interval> = new Set(['3d', '1w', '1M']);
/** A symbol may hold any letters, but must not lead out of a folder. */
const KEY = /^data\/(spot|futures\/um|futures\/cm)\/(daily|monthly)\/klines\/([^/\\.][^/\\]*)\/([^/]+)\/\3-\4-(\d{4}-\d{2}(?:-\d{2})?)\.zip$/u;

/** Which files exist of candles of this interval, the larger ones first. Futures have no seconds at all. */
export const periodsOf = (interval: Interval): readonly ArchivePeriod[] =>
  MONTHLY_ONLY.has(interval) ? ['monthly'] : ['monthly', 'daily'];

/** Archives write the month `1mo`, because `1M` and `1m` are the same to some file systems. */
const nameOf = (interval: Interval): string => (interval === '1M' ? '1mo' : interval);

/** Where the files of a series lie, such as `data/spot/monthly/klines/BTCUSDT/1m/`. */
export const archiveFolder = ({ market, symbol, interval }: Series, period: ArchivePeriod): string =>
  `data/${FOLDERS[market]}/${period}/klines/${symbol}/${nameOf(interval)}/`;

/** The date of the file that holds `timeMs`: `2024-11` or `2024-11-30`. */
export const archiveDate = (timeMs: number, period: ArchivePeriod): string =>
  new Date(timeMs).toISOString().slice(0, period === 'monthly' ? 7 : 10);

/** Keys of a series up to this date, and the date, are this text: the rest is `.zip`. */
export const archiveStem = (series: Series, period: ArchivePeriod, date: string): string =>
  `${archiveFolder(series, period)}${series.symbol}-${nameOf(series.interval)}-${date}`;

/** The key of the file that holds the candle that opens at `timeMs`. */
export const archiveKey = (series: Series, period: ArchivePeriod, timeMs: number): string =>
  `${archiveStem(series, period, archiveDate(timeMs, period))}.zip`;

/** The open times that the file around `timeMs` is about. */
export function archiveRange(timeMs: number, period: ArchivePeriod): TimeRange {
  const unit = period === 'monthly' ? '1M' : '1d';
  return { fromMs: openTimeOf(timeMs, unit), toMs: nextOpenTime(timeMs, unit) };
}

/** What a key says; undefined for one that no file of candles has. */
export function keyToArchive(key: string): { readonly series: Omit<Series, 'exchange'>; readonly period: ArchivePeriod; readonly range: TimeRange } | undefined {
  const [, folder, period, symbol, intervalName, date] = (KEY.exec(key) ?? []) as [string?, string?, ArchivePeriod?, string?, string?, string?];
  if (period === undefined || symbol === undefined || date === undefined) return undefined;
  const market = (Object.keys(FOLDERS) as Market[]).find((each) => FOLDERS[each] === folder)!;
  const interval = intervalName === '1mo' ? '1M' : intervalName!;
  const fromMs = Date.parse(date);
  if (!isInterval(interval) || intervalName === '1M' || Number.isNaN(fromMs) || archiveDate(fromMs, period) !== date) return undefined;
  const toMs = period === 'daily' ? fromMs + DAY_MS : nextOpenTime(fromMs, '1M');
  return { series: { market, symbol, interval }, period, range: { fromMs, toMs } };
}
