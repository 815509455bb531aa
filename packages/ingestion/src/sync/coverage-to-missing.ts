import { type Coverage, followingOpenTime, type Gap, type TimeRange } from '@wick/core';

/**
 * What is not stored of a range, in ascending order: before the first candle, the gaps, after the last one. A gap that
 * is known to be the exchange's own is left out.
 *
 * @param confirmed gaps that the exchange was asked about and has nothing for
 */
export function coverageToMissing(coverage: Coverage, range: TimeRange, confirmed: readonly Gap[] = []): TimeRange[] {
  const { firstOpenTimeMs, lastOpenTimeMs, series } = coverage;
  if (firstOpenTimeMs === null || lastOpenTimeMs === null) return within(range, [range]);
  const open = coverage.gaps.filter(
    (gap) => !confirmed.some((known) => known.fromMs === gap.fromMs && known.toMs === gap.toMs),
  );
  return within(range, [
    { fromMs: range.fromMs, toMs: firstOpenTimeMs },
    ...open,
    { fromMs: followingOpenTime(lastOpenTimeMs, series.interval), toMs: range.toMs },
  ]);
}

/** The parts of `pieces` that lie in a range. */
function within({ fromMs, toMs }: TimeRange, pieces: readonly TimeRange[]): TimeRange[] {
  return pieces
    .map((piece) => ({ fromMs: Math.max(fromMs, piece.fromMs), toMs: Math.min(toMs, piece.toMs) }))
    .filter((piece) => piece.fromMs < piece.toMs);
}
