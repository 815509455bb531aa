import { countMissing, type Frame, nextOpenTime, type TimeRange } from '@wick/core';
import { formatAmount, formatTime } from '../output/format.ts';

/** What a range that was asked for does not hold, one sentence each. Nothing is filled in, so it must be said. */
export function rangeToNotes(frame: Frame, wanted: Partial<TimeRange>): string[] {
  const { openTimeMs, gaps, length, series } = frame;
  if (length === 0) return [];
  const firstMs = openTimeMs[0]!;
  const lastMs = openTimeMs[length - 1]!;
  const notes: string[] = [];
  if (wanted.fromMs !== undefined && firstMs >= nextOpenTime(wanted.fromMs, series.interval)) {
    notes.push(`The candles begin at ${formatTime(firstMs)}, later than the ${formatTime(wanted.fromMs)} that was asked for.`);
  }
  if (wanted.toMs !== undefined && nextOpenTime(lastMs, series.interval) < wanted.toMs) {
    notes.push(`The candles end at ${formatTime(lastMs)}, before the ${formatTime(wanted.toMs)} that was asked for.`);
  }
  if (gaps.length > 0) {
    const largest = gaps.reduce((a, b) => (b.missing > a.missing ? b : a));
    notes.push(
      `${formatAmount(countMissing(gaps), 'candle')} missing in ${formatAmount(gaps.length, 'gap')}; the largest is ` +
        `${formatAmount(largest.missing, 'candle')} from ${formatTime(largest.fromMs)} to ${formatTime(largest.toMs)}. Nothing was filled in.`,
    );
  }
  return notes;
}
