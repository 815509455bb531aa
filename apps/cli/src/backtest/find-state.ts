import { type CandleBatch, createFrame, datasetHash, type Frame, type FrameColumns, type TimeRange } from '@wick/core';
import type { Revision, RevisionLedger } from '@wick/storage';

/** How far back a state is looked for. */
const MOST_REVISIONS = 200;

/** Candles as they were once, and what was written since. */
export interface PastState {
  readonly frame: Frame;
  /** Newest first. */
  readonly since: readonly Revision[];
}

/**
 * The newest state of a range whose frame has a hash, looked for among the newest 200 revisions that changed the range.
 * Of each, only the period that it changed is read again.
 *
 * @param now the frame as it is stored now; the one that is found has the same columns
 * @param candles how many candles the frame had, so that states of another length need no hash
 * @returns null if there is none, with the revisions that were looked at
 */
export async function findState(
  revisions: RevisionLedger,
  now: Frame,
  range: TimeRange,
  wanted: { readonly datasetHash: string; readonly candles: number },
): Promise<{ readonly state: PastState | null; readonly looked: readonly Revision[] }> {
  const listed = await revisions.list(now.series, range, MOST_REVISIONS + 1);
  const looked = listed.slice(0, MOST_REVISIONS);
  let periods: CandleBatch[] = [];
  for (const [i, revision] of looked.entries()) {
    // Within the range, the state before a revision is the one after the next older revision that changed the range.
    const before = listed[i + 1]?.id ?? 0;
    const changed = i === 0 ? range : overlapOf(range, revision.period);
    const again: CandleBatch[] = [];
    for await (const batch of revisions.candlesAt(now.series, before, changed)) again.push(batch);
    const others = periods.filter(({ openTimeMs }) => openTimeMs[0]! < changed.fromMs || openTimeMs[0]! >= changed.toMs);
    periods = [...others, ...again].sort((a, b) => a.openTimeMs[0]! - b.openTimeMs[0]!);
    if (periods.reduce((sum, { length }) => sum + length, 0) !== wanted.candles) continue;
    const frame = joinToFrame(now, periods);
    if (datasetHash(frame) === wanted.datasetHash) return { state: { frame, since: looked.slice(0, i + 1) }, looked };
  }
  return { state: null, looked };
}

const overlapOf = (a: TimeRange, b: TimeRange): TimeRange => ({ fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) });

function joinToFrame({ series, columns }: Frame, batches: readonly CandleBatch[]): Frame {
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const join = (of: (batch: CandleBatch) => Float64Array): Float64Array => {
    const all = new Float64Array(length);
    let row = 0;
    for (const batch of batches) {
      all.set(of(batch), row);
      row += batch.length;
    }
    return all;
  };
  const names = Object.keys(columns) as (keyof CandleBatch['columns'])[];
  const joined = Object.fromEntries(names.map((name) => [name, join((batch) => batch.columns[name])]));
  return createFrame(series, join(({ openTimeMs }) => openTimeMs), joined as FrameColumns);
}
