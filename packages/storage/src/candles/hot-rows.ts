import { type CandleBatch, type Column, COLUMNS, type Series, type TimeRange } from '@wick/core';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { HotCandleTable, Tables } from '../postgres/tables.ts';
import { emptyBatch } from './empty-batch.ts';
import type { StoredSeries } from './stored-series.ts';

const VALUES = ['closeTimeMs', ...COLUMNS, 'exact'] as const;

type HotRow = Pick<Selectable<HotCandleTable>, 'openTimeMs' | (typeof VALUES)[number]>;

/** The rows of a series in a range, ascending. */
export async function readHotRows(db: Kysely<Tables>, { id, series }: StoredSeries, range: TimeRange): Promise<CandleBatch> {
  const rows = await db
    .selectFrom('hotCandle')
    .select(['openTimeMs', ...VALUES])
    .where('seriesId', '=', id)
    .where('openTimeMs', '>=', String(range.fromMs))
    .where('openTimeMs', '<', String(range.toMs))
    .orderBy('openTimeMs')
    .execute();
  return rowsToBatch(series, rows);
}

/** Writes some rows of a batch over what is there. Fewer than 4,000: a statement has 65,535 parameters at most. */
export async function writeHotRows(
  db: Kysely<Tables>,
  { id }: StoredSeries,
  batch: CandleBatch,
  rows: readonly number[],
  sourceId: number,
): Promise<void> {
  await db
    .insertInto('hotCandle')
    .values(rows.map((row) => ({ seriesId: id, sourceId, ...rowOf(batch, row) })))
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'openTimeMs']).doUpdateSet((eb) => {
        const replaced = [...VALUES, 'sourceId' as const];
        return Object.fromEntries(replaced.map((name) => [name, eb.ref(`excluded.${name}`)]));
      }),
    )
    .execute();
}

/** The open time of the last row in a range. */
export async function lastHotRow(db: Kysely<Tables>, { id }: StoredSeries, range: TimeRange): Promise<number | null> {
  const row = await db
    .selectFrom('hotCandle')
    .select((eb) => eb.fn.max<string | null>('openTimeMs').as('openTimeMs'))
    .where('seriesId', '=', id)
    .where('openTimeMs', '>=', String(range.fromMs))
    .where('openTimeMs', '<', String(range.toMs))
    .executeTakeFirst();
  return row?.openTimeMs == null ? null : Number(row.openTimeMs);
}

/** Removes the rows of a range. @returns the sources that they came from */
export async function deleteHotRows(db: Kysely<Tables>, { id }: StoredSeries, range: TimeRange): Promise<number[]> {
  const rows = await db
    .deleteFrom('hotCandle')
    .where('seriesId', '=', id)
    .where('openTimeMs', '>=', String(range.fromMs))
    .where('openTimeMs', '<', String(range.toMs))
    .returning('sourceId')
    .execute();
  return [...new Set(rows.map(({ sourceId }) => sourceId))];
}

function rowsToBatch(series: Series, rows: readonly HotRow[]): CandleBatch {
  const batch = emptyBatch(series, rows.length);
  rows.forEach((candle, row) => {
    batch.openTimeMs[row] = Number(candle.openTimeMs);
    batch.closeTimeMs[row] = candle.closeTimeMs ?? NaN;
    for (const name of COLUMNS) {
      batch.columns[name][row] = Number(candle[name] ?? NaN);
      const text = candle.exact?.[name];
      if (text !== undefined) batch.exact[name].set(row, text);
    }
  });
  return batch;
}

function rowOf(batch: CandleBatch, row: number): Omit<Insertable<HotCandleTable>, 'seriesId' | 'sourceId'> {
  const values = Object.fromEntries(COLUMNS.map((name) => [name, parameter(batch.columns[name][row]!)]));
  const texts = COLUMNS.flatMap((name) => {
    const text = batch.exact[name]?.get(row);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    openTimeMs: batch.openTimeMs[row]!,
    closeTimeMs: Number.isNaN(batch.closeTimeMs[row]) ? null : batch.closeTimeMs[row]!,
    ...(values as Record<Column, number | string | null>),
    exact: texts.length > 0 ? JSON.stringify(Object.fromEntries(texts)) : null,
  };
}

/** pg writes −0 as 0. */
function parameter(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return Object.is(value, -0) ? '-0' : value;
}
