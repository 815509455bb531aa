import { type CandleBatch, COLUMNS, type Column, type ExactDecimals, sliceBatch } from '@wick/core';

/** Fewer rows make a group that costs more than it holds. */
const MIN_ROWS = 40_000;
/** More rows take memory for nothing. */
const MAX_ROWS = 131_072;

/**
 * Batches as groups for a file of columns: those that are too small, such as a month of days, are put together, and those
 * that are too large cut. A month of minutes stays what it is.
 */
export async function* regroupBatches(batches: AsyncIterable<CandleBatch>, minRows = MIN_ROWS, maxRows = MAX_ROWS): AsyncGenerator<CandleBatch> {
  let waiting: CandleBatch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    waiting.push(batch);
    rows += batch.length;
    if (rows < minRows) continue;
    const group = joinBatches(waiting);
    [waiting, rows] = [[], 0];
    for (let start = 0; start < group.length; start += maxRows) yield group.length <= maxRows ? group : sliceBatch(group, start, Math.min(group.length, start + maxRows));
  }
  if (rows > 0) yield joinBatches(waiting);
}

function joinBatches(batches: readonly CandleBatch[]): CandleBatch {
  const [first] = batches as readonly [CandleBatch, ...CandleBatch[]];
  if (batches.length === 1) return first;
  const length = batches.reduce((sum, batch) => sum + batch.length, 0);
  const join = (valuesOf: (batch: CandleBatch) => Float64Array): Float64Array => {
    const joined = new Float64Array(length);
    let at = 0;
    for (const batch of batches) {
      joined.set(valuesOf(batch), at);
      at += batch.length;
    }
    return joined;
  };
  return {
    series: first.series, length, openTimeMs: join((batch) => batch.openTimeMs), closeTimeMs: join((batch) => batch.closeTimeMs),
    columns: Object.fromEntries(COLUMNS.map((name) => [name, join((batch) => batch.columns[name])])) as Record<Column, Float64Array>,
    exact: joinExact(batches),
  };
}

function joinExact(batches: readonly CandleBatch[]): Partial<Record<Column, ExactDecimals>> {
  const joined: Partial<Record<Column, Map<number, string>>> = {};
  let at = 0;
  for (const { exact, length } of batches) {
    for (const name of COLUMNS) for (const [row, text] of exact[name] ?? []) (joined[name] ??= new Map()).set(at + row, text);
    at += length;
  }
  return joined;
}
