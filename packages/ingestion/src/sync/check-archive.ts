import { type CandleBatch, DAY_MS, intervalMs, isWickError, type Series, sliceBatch, type TimeRange } from '@wick/core';
import { compareDays, type DayThatDiffers } from './compare-days.ts';
import { dayOf, type DaySum, daySums } from './day-sums.ts';
import { joinNearRanges, subtractRanges } from './ranges.ts';
import { isTheExchanges } from './rest-to-store.ts';
import type { SyncSource } from './sync-source.ts';

/** A file's candles after they were held against the exchange's own candles of the days. */
export interface CheckedArchive {
  /** Of days that agree, or that nobody else has. */
  readonly trusted: readonly CandleBatch[];
  /** Of days that did not agree: the exchange's own, to be stored instead of the file's. */
  readonly refetched: readonly CandleBatch[];
  /**
   * Whole days of which `trusted` and `refetched` hold all that the exchange has, because it was asked or has no candle of the day
   * either: where they have nothing, there is nothing.
   */
  readonly complete: readonly TimeRange[];
  readonly refetchedDays: number;
  /** Days in which the exchange's own finer candles do not add up to its candle of the day either. */
  readonly daysThatDiffer: readonly DayThatDiffers[];
}

/**
 * Which of a file's candles can be trusted. A day whose candles add up to the exchange's candle of that day can; what is missing in it
 * may be candles without trades, which no sum shows. Any other day is asked of the exchange itself, whose answer is taken, and reported if it does
 * not add up either. A day that could not be asked for is left out: it stays missing, and is asked for again.
 *
 * This finds cut days under a right checksum, false rows without volume, missing rows, and months that are not their days. Rows
 * that no sum can show to be false are asked about as well: {@link oddDays}.
 */
export async function checkArchive(
  batches: readonly CandleBatch[],
  native: readonly DaySum[],
  range: TimeRange,
  { source, series, signal }: { readonly source: SyncSource; readonly series: Series; readonly signal: AbortSignal | undefined },
): Promise<CheckedArchive> {
  const sums = daySums(batches);
  const wrong = compareDays(sums, native, range).map(({ dayMs }) => dayMs);
  const suspicious = joinNearRanges([...new Set([...wrong, ...oddDays(batches, range)])].toSorted((a, b) => a - b).map(dayRange), 0);
  const replaced: TimeRange[] = [];
  const open: TimeRange[] = [];
  const refetched: CandleBatch[] = [];
  const daysThatDiffer: DayThatDiffers[] = [];
  for (const days of suspicious) {
    const answer = await ask(source, series, days, signal);
    if (answer === undefined) {
      open.push(days);
      continue;
    }
    const answered = new Set(daySums(answer).map(({ dayMs }) => dayMs));
    refetched.push(...answer);
    replaced.push(...[...answered].map(dayRange));
    daysThatDiffer.push(...compareDays(daySums([...answer, ...onlyIn(batches, days, answered)]), native, days));
  }
  const kept = subtractRanges([range], [...replaced, ...open]);
  const unasked = subtractRanges(sums.map(({ dayMs }) => dayRange(dayMs)), suspicious);
  return {
    trusted: kept.flatMap((part) => batches.map((batch) => rowsIn(batch, part))).filter(({ length }) => length > 0),
    refetched,
    complete: subtractRanges([range], [...unasked, ...open]),
    refetchedDays: replaced.length,
    daysThatDiffer,
  };
}

const dayRange = (dayMs: number): TimeRange => ({ fromMs: dayMs, toMs: dayMs + DAY_MS });

/** Of a month in which so few days have candles without trades, those days are asked about: the exchange was closed then, as a rule. */
const FEW_QUIET_DAYS = 3;

/**
 * Days that add up whether their rows are right or not: with candles off the grid, and with candles without trades in a month that
 * hardly has any, which archives have put where there are none. In a market where candles without trades are common, they are common.
 */
function oddDays(batches: readonly CandleBatch[], range: TimeRange): number[] {
  const offGrid = new Set<number>();
  const quiet = new Set<number>();
  for (const { series: { interval }, length, openTimeMs, columns: { volume } } of batches) {
    // Candles shorter than a day open at multiples of their length.
    const lengthMs = intervalMs(interval);
    for (let row = 0; row < length; row++) {
      if (openTimeMs[row]! % lengthMs !== 0) offGrid.add(dayOf(openTimeMs[row]!));
      if (volume[row] === 0) quiet.add(dayOf(openTimeMs[row]!));
    }
  }
  const areTelling = quiet.size <= FEW_QUIET_DAYS && range.toMs - range.fromMs > 2 * FEW_QUIET_DAYS * DAY_MS;
  return [...offGrid, ...(areTelling ? quiet : [])];
}

/** The file's rows of days for which the exchange gives no finer candles. */
function onlyIn(batches: readonly CandleBatch[], days: TimeRange, answered: ReadonlySet<number>): CandleBatch[] {
  const unanswered = subtractRanges([days], [...answered].map(dayRange));
  return unanswered.flatMap((part) => batches.map((batch) => rowsIn(batch, part))).filter(({ length }) => length > 0);
}

async function ask(source: SyncSource, series: Series, range: TimeRange, signal: AbortSignal | undefined): Promise<CandleBatch[] | undefined> {
  const batches: CandleBatch[] = [];
  try {
    for await (const batch of source.candles(series, range, signal ? { signal } : {})) if (batch.length > 0) batches.push(batch);
    return batches;
  } catch (error) {
    signal?.throwIfAborted();
    if (isWickError(error) && isTheExchanges(error)) return undefined;
    throw error;
  }
}

function rowsIn(batch: CandleBatch, { fromMs, toMs }: TimeRange): CandleBatch {
  return sliceBatch(batch, firstFrom(batch.openTimeMs, fromMs), firstFrom(batch.openTimeMs, toMs));
}

/** The first row that opens at `timeMs` or later. */
function firstFrom(openTimeMs: Float64Array, timeMs: number): number {
  let [low, high] = [0, openTimeMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (openTimeMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
