import { intervalMs, type Interval, type Market, type TimeRange } from '@wick/core';
import type { ArchiveFile } from '../bucket/bucket.ts';
import { slotsOfPage } from '../rest/page-shape.ts';

/**
 * What the ways to a candle cost, in milliseconds of the thing that is scarce on each: for REST the exchange's weight budget,
 * for archives the line. So the sum of a plan is about the time that it takes when many symbols are fetched at once.
 */
export interface SyncCosts {
  /** Candles a REST page. */
  readonly pageRows: number;
  /** The share of a minute that one page's weight takes up: 2 of 6,000 are 20 ms. */
  readonly pageMs: number;
  /** Two answers, the file and its checksum, of which four pairs are under way at a time. */
  readonly fileMs: number;
  readonly bytesPerMs: number;
  /** Up to here REST simply does it, and nobody lists the archive: a listing takes longer than what it could save. */
  readonly fewPages: number;
}

const OF_FILES = { fileMs: 25, bytesPerMs: 10_000, fewPages: 20 } as const;

/** By the documented weights and limits of 2026. That the real ones may differ changes a plan's price, not its result. */
export const SYNC_COSTS: Readonly<Record<Market, SyncCosts>> = {
  spot: { pageRows: slotsOfPage('spot', '1m'), pageMs: (2 / 6_000) * 60_000, ...OF_FILES },
  um: { pageRows: slotsOfPage('um', '1m'), pageMs: (2 / 2_400) * 60_000, ...OF_FILES },
  cm: { pageRows: slotsOfPage('cm', '1m'), pageMs: (2 / 2_400) * 60_000, ...OF_FILES },
};

/** Slots of the grid in ranges: what has to be fetched, at most. */
export const slotsIn = (ranges: readonly TimeRange[], interval: Interval): number =>
  ranges.reduce((sum, { fromMs, toMs }) => sum + Math.ceil((toMs - fromMs) / intervalMs(interval)), 0);

/** Requests for ranges of REST: each is asked for by itself. */
export const pagesOf = (ranges: readonly TimeRange[], interval: Interval, { pageRows }: SyncCosts): number =>
  ranges.reduce((sum, range) => sum + Math.ceil(slotsIn([range], interval) / pageRows), 0);

/** A share of a page counts as such: what is asked for may go on beyond these ranges. */
export const restCostMs = (ranges: readonly TimeRange[], interval: Interval, { pageRows, pageMs }: SyncCosts): number =>
  (slotsIn(ranges, interval) / pageRows) * pageMs;

export const fileCostMs = ({ sizeBytes }: ArchiveFile, { fileMs, bytesPerMs }: SyncCosts): number => fileMs + sizeBytes / bytesPerMs;
