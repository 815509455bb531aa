import type { TimeRange } from '@wick/core';

/** The parts of ascending ranges that lie in `within`. */
export function clipRanges(ranges: readonly TimeRange[], { fromMs, toMs }: TimeRange): TimeRange[] {
  return ranges
    .map((range) => ({ fromMs: Math.max(fromMs, range.fromMs), toMs: Math.min(toMs, range.toMs) }))
    .filter((range) => range.fromMs < range.toMs);
}

/** The parts of ascending ranges that no range of `taken` covers; those may come in any order and overlap. */
export function subtractRanges(ranges: readonly TimeRange[], taken: readonly TimeRange[]): TimeRange[] {
  let left = [...ranges];
  for (const { fromMs, toMs } of taken) {
    left = left.flatMap((range) => {
      if (toMs <= range.fromMs || fromMs >= range.toMs) return [range];
      const before = { fromMs: range.fromMs, toMs: fromMs };
      const after = { fromMs: toMs, toMs: range.toMs };
      return [before, after].filter((part) => part.fromMs < part.toMs);
    });
  }
  return left;
}

/** Ascending ranges of which neighbours are joined whose common hull is no longer than `longestMs`, or that touch. */
export function joinNearRanges(ranges: readonly TimeRange[], longestMs: number): TimeRange[] {
  const joined: TimeRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    const isNear = last !== undefined && (range.fromMs <= last.toMs || range.toMs - last.fromMs <= longestMs);
    if (isNear) joined[joined.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
    else joined.push({ fromMs: range.fromMs, toMs: range.toMs });
  }
  return joined;
}

/** From the beginning of the first range to the end of the last. */
export const hullOf = (ranges: readonly TimeRange[]): TimeRange => ({
  fromMs: Math.min(...ranges.map(({ fromMs }) => fromMs)),
  toMs: Math.max(...ranges.map(({ toMs }) => toMs)),
});
