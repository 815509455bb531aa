import { type CandleBatch, COLUMNS, type WriteReport } from '@wick/core';
import { type BatchDraft, emptyBatch } from './empty-batch.ts';

export interface Merge {
  readonly merged: CandleBatch;
  readonly report: WriteReport;
  /** Rows of `merged` that are new or have another value than before, ascending. */
  readonly changedRows: readonly number[];
}

/**
 * What is stored after `incoming` came, and what that changed. Both are of one series.
 *
 * A known value replaces another one; an unknown value replaces nothing. A number without an exact decimal says less
 * than the same number with one, so it does not replace that either.
 */
export function mergeBatches(stored: CandleBatch, incoming: CandleBatch): Merge {
  const merged = emptyBatch(incoming.series, countUnion(stored.openTimeMs, incoming.openTimeMs));
  const changedRows: number[] = [];
  let added = 0;
  let revised = 0;
  let s = 0;
  let i = 0;
  for (let row = 0; row < merged.length; row++) {
    const storedTime = s < stored.length ? stored.openTimeMs[s]! : Infinity;
    const incomingTime = i < incoming.length ? incoming.openTimeMs[i]! : Infinity;
    if (storedTime <= incomingTime) copyRow(stored, s, merged, row);
    else copyRow(incoming, i, merged, row);
    if (storedTime > incomingTime) {
      added++;
      changedRows.push(row);
    } else if (storedTime === incomingTime && reviseRow(merged, row, incoming, i)) {
      revised++;
      changedRows.push(row);
    }
    if (storedTime <= incomingTime) s++;
    if (incomingTime <= storedTime) i++;
  }
  const received = incoming.length;
  return { merged, changedRows, report: { received, added, revised, unchanged: received - added - revised } };
}

function countUnion(a: Float64Array, b: Float64Array): number {
  let common = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const left = a[i]!;
    const right = b[j]!;
    if (left === right) common++;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return a.length + b.length - common;
}

function copyRow(from: CandleBatch, fromRow: number, to: BatchDraft, row: number): void {
  to.openTimeMs[row] = from.openTimeMs[fromRow]!;
  to.closeTimeMs[row] = from.closeTimeMs[fromRow]!;
  for (const name of COLUMNS) {
    to.columns[name][row] = from.columns[name][fromRow]!;
    const text = from.exact[name]?.get(fromRow);
    if (text !== undefined) to.exact[name].set(row, text);
  }
}

/** @returns whether a value became another one */
function reviseRow(target: BatchDraft, row: number, incoming: CandleBatch, incomingRow: number): boolean {
  let isRevised = reviseValue(target.closeTimeMs, row, incoming.closeTimeMs[incomingRow]!);
  for (const name of COLUMNS) {
    const text = incoming.exact[name]?.get(incomingRow);
    if (reviseValue(target.columns[name], row, incoming.columns[name][incomingRow]!)) {
      target.exact[name].delete(row);
      isRevised = true;
    }
    if (text !== undefined && target.exact[name].get(row) !== text) {
      target.exact[name].set(row, text);
      isRevised = true;
    }
  }
  return isRevised;
}

function reviseValue(values: Float64Array, row: number, value: number): boolean {
  if (Number.isNaN(value) || Object.is(value, values[row])) return false;
  values[row] = value;
  return true;
}
