import type { TimeRange } from '@wick/core';

/** Windows of time in ascending order, without overlaps. */
export type Windows = readonly TimeRange[];

/** When at least two of several lists of windows have one, as windows. */
export function sharedWindows(lists: readonly Windows[]): Windows {
  const total = lists.reduce((sum, { length }) => sum + length, 0);
  const starts = new Float64Array(total);
  const ends = new Float64Array(total);
  let i = 0;
  for (const windows of lists) {
    for (const { fromMs, toMs } of windows) {
      starts[i] = fromMs;
      ends[i++] = toMs;
    }
  }
  // Within a list at most one window is open at a time, so how many lists are in one follows from starts and ends alone.
  starts.sort();
  ends.sort();
  const shared: TimeRange[] = [];
  let fromMs = NaN;
  for (let s = 0, e = 0; e < total; ) {
    if (s < total && starts[s]! < ends[e]!) {
      s++;
      if (s - e === 2) fromMs = starts[s - 1]!;
    } else {
      if (s - e === 2) shared.push({ fromMs, toMs: ends[e]! });
      e++;
    }
  }
  return shared;
}

/** Windows of any order and overlap as {@link Windows}. */
export function unionOf(windows: readonly TimeRange[]): Windows {
  const union: { fromMs: number; toMs: number }[] = [];
  for (const { fromMs, toMs } of windows.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = union.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else union.push({ fromMs, toMs });
  }
  return union;
}

/** Does any window overlap a range? */
export function overlaps(windows: Windows, fromMs: number, toMs: number): boolean {
  let low = 0;
  let high = windows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (windows[middle]!.toMs <= fromMs) low = middle + 1;
    else high = middle;
  }
  return low < windows.length && windows[low]!.fromMs < toMs;
}
