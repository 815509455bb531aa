import { COLUMNS, type Column, type FrameBlock, type Interval, intervalMs, nextOpenTime, openTimeOf } from '@wick/core';

/** Candles of a higher interval over a whole history, and for each bar how many of them have closed by its close. */
export interface NaiveHigher {
  readonly candles: FrameBlock;
  readonly closedBy: readonly number[];
}

/** Straight from the definition: every bar in the candle that holds its opening time, candles looked up by their end. */
export function naiveHigher(frame: FrameBlock, interval: Interval, lower: Interval): NaiveHigher {
  const times = [...frame.openTimeMs];
  const rowsByOpen = Map.groupBy(times.keys(), (row) => openTimeOf(times[row]!, interval));
  const [firstOpen] = rowsByOpen.keys();
  if (firstOpen !== undefined && times[0]! - firstOpen >= intervalMs(lower)) rowsByOpen.delete(firstOpen);
  const opens = [...rowsByOpen.keys()];
  const columns = Object.fromEntries(
    COLUMNS.filter((name) => frame.columns[name]).map((name) => [
      name,
      Float64Array.from(rowsByOpen.values(), (rows) => valueOf(name, rows.map((row) => frame.columns[name]![row]!))),
    ]),
  ) as unknown as FrameBlock['columns'];
  const ends = opens.map((open) => nextOpenTime(open, interval));
  return {
    candles: { length: opens.length, openTimeMs: Float64Array.from(opens), columns },
    closedBy: times.map((time) => ends.findLastIndex((end) => end <= time + intervalMs(lower)) + 1),
  };
}

function valueOf(column: Column, parts: readonly number[]): number {
  if (column === 'open') return parts[0]!;
  if (column === 'close') return parts.at(-1)!;
  if (column === 'high') return Math.max(...parts);
  if (column === 'low') return Math.min(...parts);
  return parts.reduce((sum, part) => sum + part);
}
