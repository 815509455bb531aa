import {
  type Absence, type AbsenceLedger, type ArchiveLedger, type ArchiveRecord, type CandleStore, type Clock, type Coverage, DAY_MS, intervalMs, isWickError,
  nextOpenTime, openTimeOf, type Series, systemClock, type TimeRange, type WickError,
} from '@wick/core';
import { keyToArchive } from '../bucket/archive-key.ts';
import type { ArchiveFile } from '../bucket/bucket.ts';
import { coverageToMissing } from './coverage-to-missing.ts';
import { inParallel } from './in-parallel.ts';
import { planSeries, type SeriesPlan } from './plan-series.ts';
import { clipRanges, hullOf, subtractRanges } from './ranges.ts';
import { isTheExchanges } from './rest-to-store.ts';
import { settledRanges } from './settled-ranges.ts';
import { nameAbsences, readLife, type SymbolLife, UNKNOWN_LIFE } from './symbol-life.ts';
import { pagesOf, restCostMs, SYNC_COSTS, type SyncCosts } from './sync-costs.ts';
import type { ArchiveBucket, SyncSource } from './sync-source.ts';

export interface PlanOptions {
  readonly source: SyncSource;
  readonly store: CandleStore;
  /** All of the source's market. */
  readonly series: readonly Series[];
  /** Open times wanted. The end may lie in the future: what has not closed yet is simply not there. */
  readonly range: TimeRange;
  /** Without it, everything comes from REST. */
  readonly bucket?: ArchiveBucket;
  readonly absences?: AbsenceLedger;
  readonly archives?: ArchiveLedger;
  /** Asks again for what is known to be absent. */
  readonly recheck?: boolean;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly costs?: Partial<SyncCosts>;
}

/** What will be done for one series, and what was found out on the way to it. */
export interface PlannedSeries extends SeriesPlan {
  /** On the grid, and with nothing of the future. */
  readonly range: TimeRange;
  readonly life: SymbolLife;
  /** What the symbol's life explains without asking. */
  readonly explained: readonly Absence[];
  /** The exchange does not know the symbol any more; only its archive does. */
  readonly archiveOnly: boolean;
  /** Sentences for people, such as that the archive cannot be reached. */
  readonly notes: readonly string[];
}

export type PlanOutcome = PlannedSeries | { readonly series: Series; readonly error: WickError };

/** Series whose plans are made at the same time. */
const PLANS_AT_ONCE = 16;

/**
 * How what is missing of a range is to be had, for each series. Nothing is written. A series that cannot be planned, because its
 * symbol is unknown for example, gets its error; the others get their plans.
 *
 * @throws whatever store and ledgers throw, or the signal's reason
 */
export function planSync(options: PlanOptions): Promise<PlanOutcome[]> {
  return inParallel(options.series, PLANS_AT_ONCE, async (series): Promise<PlanOutcome> => {
    options.signal?.throwIfAborted();
    try {
      return await planOne(options, series);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isWickError(error) && isTheExchanges(error)) return { series, error };
      throw error;
    }
  });
}

async function planOne(options: PlanOptions, series: Series): Promise<PlannedSeries> {
  const { store, absences: ledger, archives, clock = systemClock } = options;
  const nowMs = clock.nowMs();
  const costs = { ...SYNC_COSTS[series.market], ...options.costs };
  const range = closedRange(options.range, series, nowMs);
  const [coverage, known, records] = await Promise.all([
    store.coverage(series), ledger?.absences(series) ?? [], archives?.archives(series) ?? [],
  ]);
  const unsettled = coverageToMissing(coverage, range, options.recheck ? [] : settledRanges(known));
  const { life, unknown } = await lifeOf(options, series, coverage, unsettled);
  const missing = clipRanges(unsettled, life);
  const explained = nameAbsences(subtractRanges(unsettled, missing), life, options.source.name, nowMs);
  const facts = { series, missing, records, costs };
  const { monthly, daily, notes } = await listFiles(options, facts, range, unknown !== undefined);
  if (unknown === undefined) return { ...planSeries({ ...facts, monthly, daily }), range, life, explained, archiveOnly: false, notes };

  // The exchange has forgotten a symbol of which its archive has files.
  if (monthly.length + daily.length === 0) throw unknown;
  const atAnyPrice = { ...costs, fileMs: Number.MIN_VALUE, bytesPerMs: Infinity };
  const plan = planSeries({ ...facts, monthly, daily, costs: atAnyPrice });
  return { ...plan, rest: [], restPages: 0, range, life, explained: [], archiveOnly: true, notes: [...notes, 'Binance does not know this symbol any more: its archive cannot be checked.'] };
}

/** Whole slots of the grid, of which the last one has closed. */
export function closedRange({ fromMs, toMs }: TimeRange, { interval }: Series, nowMs: number): TimeRange {
  const firstMs = openTimeOf(fromMs, interval);
  return { fromMs: firstMs < fromMs ? nextOpenTime(fromMs, interval) : firstMs, toMs: Math.min(toMs, openTimeOf(nowMs, interval)) };
}

/** Asked only where it matters: before the first stored candle, or long after the last one. */
async function lifeOf(
  { source, signal }: PlanOptions, series: Series, { firstOpenTimeMs, lastOpenTimeMs }: Coverage, missing: readonly TimeRange[],
): Promise<{ readonly life: SymbolLife; readonly unknown?: WickError }> {
  const isInside = missing.every(({ fromMs, toMs }) => toMs <= (lastOpenTimeMs ?? -Infinity) && fromMs >= (firstOpenTimeMs ?? Infinity));
  if (missing.length === 0 || isInside) return { life: UNKNOWN_LIFE };
  try {
    return { life: await readLife(source, series, signal) };
  } catch (error) {
    signal?.throwIfAborted();
    if (isWickError(error) && error.code === 'SYMBOL_UNKNOWN') return { life: UNKNOWN_LIFE, unknown: error };
    throw error;
  }
}

interface ListedFiles {
  readonly monthly: readonly ArchiveFile[];
  readonly daily: readonly ArchiveFile[];
  readonly notes: readonly string[];
}

interface ListingFacts {
  readonly series: Series;
  readonly missing: readonly TimeRange[];
  readonly records: readonly ArchiveRecord[];
  readonly costs: SyncCosts;
}

/** What the archive lists, as far as it can be worth asking: see {@link isWorthListing}. */
async function listFiles({ bucket, signal }: PlanOptions, facts: ListingFacts, range: TimeRange, always: boolean): Promise<ListedFiles> {
  const { series, missing, records, costs } = facts;
  if (!bucket) return { monthly: [], daily: [], notes: [] };
  const list = (period: ArchiveFile['period'], within: TimeRange): Promise<readonly ArchiveFile[]> => bucket.list(series, period, within, signal ? { signal } : {});
  try {
    // Files that were read may have been published again.
    const readBefore = (period: ArchiveFile['period']): TimeRange[] =>
      records.filter(({ state }) => state === 'imported').flatMap(({ key }) => rangeOf(period, key, range));
    const months = always || isWorthListing('monthly', missing, facts) ? [range] : readBefore('monthly');
    const monthly = months.length > 0 ? await list('monthly', hullOf(months)) : [];
    const { rest } = planSeries({ series, missing, monthly, daily: [], records, costs });
    const days = [...(always || isWorthListing('daily', rest, facts) ? rest : []), ...readBefore('daily')];
    const daily = days.length > 0 ? await list('daily', hullOf(days)) : [];
    return { monthly, daily, notes: [] };
  } catch (error) {
    signal?.throwIfAborted();
    if (!isWickError(error) || !isTheExchanges(error)) throw error;
    return { monthly: [], daily: [], notes: [`The archive is left out: ${error.message}`] };
  }
}

/**
 * No listing for what REST does in a few pages, or where a file costs more than its whole period by REST, as it does for hours; nor of
 * candles of a day or more, for which there is nothing to check a file by, and of which a page of REST holds years.
 */
function isWorthListing(period: ArchiveFile['period'], missing: readonly TimeRange[], { series, costs }: ListingFacts): boolean {
  const { interval } = series;
  if (intervalMs(interval) >= DAY_MS) return false;
  const wholePeriod = { fromMs: 0, toMs: (period === 'monthly' ? 31 : 1) * intervalMs('1d') };
  return pagesOf(missing, interval, costs) >= costs.fewPages && restCostMs([wholePeriod], interval, costs) > costs.fileMs;
}

/** The range of a file of that period which touches `range`. */
function rangeOf(period: ArchiveFile['period'], key: string, range: TimeRange): TimeRange[] {
  const archive = keyToArchive(key);
  return archive?.period === period && clipRanges([archive.range], range).length > 0 ? [archive.range] : [];
}
