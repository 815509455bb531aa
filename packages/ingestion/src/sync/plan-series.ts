import { type ArchiveRecord, intervalMs, type Series, type TimeRange } from '@wick/core';
import type { ArchiveFile } from '../bucket/bucket.ts';
import { clipRanges, joinNearRanges, subtractRanges } from './ranges.ts';
import { fileCostMs, pagesOf, restCostMs, slotsIn, type SyncCosts } from './sync-costs.ts';
import { uncheckedEtag } from './unchecked-edition.ts';

/** What is known before a plan is made. */
export interface PlanFacts {
  readonly series: Series;
  /** Not stored, and not known to be absent; ascending, without overlaps. */
  readonly missing: readonly TimeRange[];
  /** What the archive lists of the range, ascending; empty where it was not asked. */
  readonly monthly: readonly ArchiveFile[];
  readonly daily: readonly ArchiveFile[];
  /** What became of files earlier. */
  readonly records: readonly ArchiveRecord[];
  readonly costs: SyncCosts;
}

export interface PlannedArchive {
  readonly file: ArchiveFile;
  /** It was read before in another edition, whose candles this one replaces. */
  readonly republished: boolean;
}

/** How the missing candles of one series are to be had. */
export interface SeriesPlan {
  readonly series: Series;
  /** Months before days, ascending each. */
  readonly archives: readonly PlannedArchive[];
  /** Asked of REST, ascending. */
  readonly rest: readonly TimeRange[];
  readonly restPages: number;
  readonly archiveBytes: number;
  /** Slots of the grid without a candle that this is about. */
  readonly missing: number;
}

/** A month of seconds is 2.6 million rows and a quarter of a gigabyte; its days are taken instead. */
const MOST_ROWS = 200_000;

/**
 * The cheapest way to what is missing. For each month its monthly file is compared with the best of its days, and each day's
 * file with REST, by {@link SyncCosts}; what no file is worth, or has, is left to REST. So a month of minutes comes from one
 * file if more than a third of it is missing, a spot day of minutes from REST, and of hours everything from REST.
 *
 * A file that was read is not read again for what it turned out to lack, unless it was published again, or could not be checked: then
 * it is always read, whatever is missing. A file in quarantine is left there until another edition comes.
 */
export function planSeries(facts: PlanFacts): SeriesPlan {
  const { series, costs } = facts;
  const { interval } = series;
  const recordOf = new Map(facts.records.map((record) => [record.key, record]));
  const isToBeReadAgain = ({ key, etag }: ArchiveFile): boolean => {
    const record = recordOf.get(key);
    return record?.state === 'imported' && record.etag !== etag;
  };
  const isRepublished = ({ key, etag }: ArchiveFile): boolean => recordOf.get(key)?.etag !== uncheckedEtag(etag);
  const isNew = ({ key, etag }: ArchiveFile): boolean => {
    const record = recordOf.get(key);
    return record === undefined || (record.state === 'quarantined' && record.etag !== etag);
  };

  const archives: PlannedArchive[] = [...facts.monthly, ...facts.daily].filter(isToBeReadAgain).map((file) => ({ file, republished: isRepublished(file) }));
  let left = subtractRanges(facts.missing, archives.map(({ file }) => file.range));
  const take = (file: ArchiveFile): void => {
    archives.push({ file, republished: false });
    left = subtractRanges(left, [file.range]);
  };

  const days = facts.daily.filter(isNew);
  const dayCostMs = (day: ArchiveFile): number => Math.min(fileCostMs(day, costs), restCostMs(clipRanges(left, day.range), interval, costs));
  for (const month of facts.monthly.filter(isNew)) {
    const wanted = clipRanges(left, month.range);
    if (wanted.length === 0 || rowsOf(month, series) > MOST_ROWS) continue;
    const within = days.filter(({ range }) => range.fromMs >= month.range.fromMs && range.toMs <= month.range.toMs);
    const outside = subtractRanges(wanted, within.map(({ range }) => range));
    const otherwiseMs = restCostMs(outside, interval, costs) + within.reduce((sum, day) => sum + dayCostMs(day), 0);
    if (fileCostMs(month, costs) < otherwiseMs) take(month);
  }
  for (const day of days) if (fileCostMs(day, costs) < restCostMs(clipRanges(left, day.range), interval, costs)) take(day);

  const rest = joinNearRanges(left, costs.pageRows * intervalMs(interval));
  return {
    series,
    archives,
    rest,
    restPages: pagesOf(rest, interval, costs),
    archiveBytes: archives.reduce((sum, { file }) => sum + file.sizeBytes, 0),
    missing: slotsIn(facts.missing, interval),
  };
}

const rowsOf = ({ range }: ArchiveFile, series: Series): number => slotsIn([range], series.interval);
