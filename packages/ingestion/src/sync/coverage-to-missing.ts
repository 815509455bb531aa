import { type Coverage, followingOpenTime, type TimeRange } from '@wick/core';
import { clipRanges, subtractRanges } from './ranges.ts';

/**
 * What is not stored of a range, in ascending order: before the first candle, the gaps, after the last one. What is known
 * not to exist is left out.
 *
 * @param settled ranges that the exchange was asked about and has nothing for
 */
export function coverageToMissing(coverage: Coverage, range: TimeRange, settled: readonly TimeRange[] = []): TimeRange[] {
  const { firstOpenTimeMs, lastOpenTimeMs, series } = coverage;
  if (firstOpenTimeMs === null || lastOpenTimeMs === null) return subtractRanges(clipRanges([range], range), settled);
  const absent = [
    { fromMs: range.fromMs, toMs: firstOpenTimeMs },
    ...coverage.gaps.map(({ fromMs, toMs }) => ({ fromMs, toMs })),
    { fromMs: followingOpenTime(lastOpenTimeMs, series.interval), toMs: range.toMs },
  ];
  return subtractRanges(clipRanges(absent, range), settled);
}
