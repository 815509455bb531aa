import { findGaps, type Interval } from '@wick/core';

/** A gap as the ledger keeps it. */
export type GapTuple = readonly [fromMs: number, toMs: number, missing: number];

/** What the ledger says of a period, times as PostgreSQL gives them. */
export interface PeriodCoverage {
  readonly candles: number;
  readonly firstOpenTimeMs: string;
  readonly lastOpenTimeMs: string;
  readonly offGrid: number;
  readonly gaps: readonly GapTuple[];
}

/** What is stored of a whole series. */
export interface SeriesSums {
  readonly candles: number;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  readonly offGrid: number;
  readonly gaps: readonly GapTuple[];
}

/** Periods of one series, at least one, ascending: the gaps inside them, and those between them. */
export function sumPeriods(periods: readonly PeriodCoverage[], interval: Interval): SeriesSums {
  const gaps: GapTuple[] = [];
  let candles = 0;
  let offGrid = 0;
  let lastOpenTimeMs: number | null = null;
  for (const period of periods) {
    if (lastOpenTimeMs !== null) gaps.push(...gapTuples(Float64Array.of(lastOpenTimeMs, Number(period.firstOpenTimeMs)), interval));
    gaps.push(...period.gaps);
    lastOpenTimeMs = Number(period.lastOpenTimeMs);
    candles += period.candles;
    offGrid += period.offGrid;
  }
  return { candles, firstOpenTimeMs: Number(periods[0]!.firstOpenTimeMs), lastOpenTimeMs: lastOpenTimeMs!, offGrid, gaps };
}

/** The gaps in ascending times, as the ledger keeps them. */
export const gapTuples = (openTimeMs: Float64Array, interval: Interval): GapTuple[] =>
  findGaps(openTimeMs, interval).map(({ fromMs, toMs, missing }) => [fromMs, toMs, missing]);
