import { DAY_MS, type Interval, isInterval, type Market as MarketName, nextOpenTime, openTimeOf, type Series, type TimeRange } from '@wick/core';

/** What an archive file is about, read from its key in the bucket. */
export interface ArchiveKey {
  readonly series: Series;
  readonly period: 'daily' | 'monthly';
  /** Open times of the candles in it. */
  readonly range: TimeRange;
  /** Without folders and `.zip`. */
  readonly name: string;
}

const FOLDERS: Readonly<Record<MarketName, string>> = { spot: 'spot', um: 'futures/um', cm: 'futures/cm' };
const KEY = /^data\/(spot|futures\/um|futures\/cm)\/(daily|monthly)\/klines\/([^/]+)\/([^/]+)\/(\3-\4-(\d{4}-\d{2}(?:-\d{2})?))\.zip$/u;

/** Archives write the month as `1mo`, because `1M` and `1m` are the same to some file systems. */
const folderOf = (interval: Interval): string => (interval === '1M' ? '1mo' : interval);

export const seriesFolder = ({ market, symbol, interval }: Series, period: ArchiveKey['period']): string =>
  `data/${FOLDERS[market]}/${period}/klines/${symbol}/${folderOf(interval)}/`;

/** Candles longer than a day are only in monthly files. */
export const isOffered = (interval: Interval, period: ArchiveKey['period']): boolean =>
  period === 'monthly' || !['3d', '1w', '1M'].includes(interval);

/** @returns undefined for a key that no archive file can have */
export function parseArchiveKey(key: string): ArchiveKey | undefined {
  const match = KEY.exec(key);
  if (!match) return undefined;
  const [, folder, period, symbol, intervalName, name, date] = match as unknown as [string, string, ArchiveKey['period'], string, string, string, string];
  const interval = intervalName === '1mo' ? '1M' : intervalName;
  const market = (Object.keys(FOLDERS) as MarketName[]).find((each) => FOLDERS[each] === folder)!;
  const fromMs = Date.parse(date);
  const isDaily = date.length === 'YYYY-MM-DD'.length;
  if (!isInterval(interval) || intervalName === '1M') return undefined;
  if (Number.isNaN(fromMs) || isDaily !== (period === 'daily') || !isOffered(interval, period)) return undefined;
  const toMs = isDaily ? fromMs + DAY_MS : nextOpenTime(fromMs, '1M');
  return { series: { exchange: 'simulated', market, symbol, interval }, period, range: { fromMs, toMs }, name };
}

/** Every key of a series whose period touches the range, oldest first. */
export function archiveKeys(series: Series, period: ArchiveKey['period'], range: TimeRange): string[] {
  const keys: string[] = [];
  const unit = period === 'daily' ? '1d' : '1M';
  const folder = seriesFolder(series, period);
  let startMs = openTimeOf(range.fromMs, unit);
  while (startMs < range.toMs) {
    const date = new Date(startMs).toISOString().slice(0, period === 'daily' ? 10 : 7);
    keys.push(`${folder}${series.symbol}-${folderOf(series.interval)}-${date}.zip`);
    startMs = nextOpenTime(startMs, unit);
  }
  return keys;
}
