import {
  type CandleBatch, countMissing, countOffGrid, findGaps, followingOpenTime, type Gap, type Interval, missingBetween, nextOpenTime,
  openTimeOf, sliceBatch, slotOf, slotOpenTime, type TimeRange,
} from '@wick/core';
import type { ArchiveFacts } from '../archive/archive-file.ts';
import { joinBatches } from '../candle/join-batches.ts';
import type { CandleRun, FileFacts } from './bucket.ts';

/**
 * The candles of a file that belong into it, and what they are against what its name promises.
 *
 * @param batches of the whole file, ascending; given back as one, because stores write a file as one
 * @param publishedMs when the file was: a candle that ends later was still open, and is refused
 */
export function batchesToFacts(
  batches: readonly CandleBatch[], read: ArchiveFacts, range: TimeRange, publishedMs: number,
): { readonly batches: readonly CandleBatch[]; readonly facts: FileFacts } {
  const { interval } = read.series;
  let unclosed = 0;
  let outside = 0;
  const kept = batches.flatMap((batch) => {
    const { openTimeMs, length } = batch;
    let start = 0;
    while (start < length && openTimeMs[start]! < range.fromMs) start++;
    let inside = length;
    while (inside > start && openTimeMs[inside - 1]! >= range.toMs) inside--;
    let end = inside;
    while (end > start && followingOpenTime(openTimeMs[end - 1]!, interval) > publishedMs) end--;
    outside += length - (inside - start);
    unclosed += inside - end;
    if (end === start) return [];
    return [start === 0 && end === length ? batch : sliceBatch(batch, start, end)];
  });
  const all = kept.length > 1 ? joinBatches(kept) : kept[0];
  const missing = missingIn(all?.openTimeMs ?? new Float64Array(0), interval, range);
  const facts: FileFacts = {
    ...read,
    candles: all?.length ?? 0,
    expectedCandles: slotOf(range.toMs - 1, interval) - slotOf(range.fromMs - 1, interval),
    missing,
    missingCandles: countMissing(missing),
    outside,
    unclosed,
    offGrid: all ? countOffGrid(all.openTimeMs, interval) : 0,
    untraded: all ? untradedRuns(all) : [],
  };
  return { batches: all ? [all] : [], facts };
}

/** Gaps between candles, before the first and after the last one; counted in whole candles, as {@link missingBetween} does. */
function missingIn(openTimeMs: Float64Array, interval: Interval, { fromMs, toMs }: TimeRange): Gap[] {
  const firstSlot = atOrAfter(fromMs, interval);
  const endSlot = atOrAfter(toMs, interval);
  const first = openTimeMs[0] ?? endSlot;
  const before = missingBetween(slotOpenTime(slotOf(firstSlot, interval) - 1, interval), first, interval);
  const gaps: Gap[] = before > 0 ? [{ fromMs: firstSlot, toMs: first, missing: before }] : [];
  gaps.push(...findGaps(openTimeMs, interval));
  const last = openTimeMs.at(-1);
  const after = last === undefined ? 0 : missingBetween(last, endSlot, interval);
  if (after > 0) gaps.push({ fromMs: followingOpenTime(last!, interval), toMs: endSlot, missing: after });
  return gaps;
}

const atOrAfter = (timeMs: number, interval: Interval): number =>
  openTimeOf(timeMs, interval) === timeMs ? timeMs : nextOpenTime(timeMs, interval);

function untradedRuns({ series: { interval }, openTimeMs, columns: { volume }, length }: CandleBatch): CandleRun[] {
  const runs: CandleRun[] = [];
  for (let row = 0; row < length; row++) {
    if (volume[row] !== 0) continue;
    const start = row;
    while (row + 1 < length && volume[row + 1] === 0 && missingBetween(openTimeMs[row]!, openTimeMs[row + 1]!, interval) === 0) row++;
    runs.push({ fromMs: openTimeMs[start]!, toMs: followingOpenTime(openTimeMs[row]!, interval), candles: row - start + 1 });
  }
  return runs;
}
