import { type CandleBatch, type Column, COLUMNS, type Series } from '@wick/core';
import type { Insertable, Kysely, Selectable } from 'kysely';
import type { HotCandleTable, Tables } from '../postgres/tables.ts';
import { emptyBatch } from './empty-batch.ts';

const VALUES = ['openTimeMs', 'closeTimeMs', ...COLUMNS, 'exact'] as const;

type HotRow = Pick<Selectable<HotCandleTable>, (typeof VALUES)[number]>;

/** The rows of a series with open times from `fromMs` to `toMs` (exclusive), ascending. */
export async function readHotRows(db: Kysely<Tables>, series: Series, seriesId: number, fromMs: number, toMs: number): Promise<CandleBatch> {
  const rows = await db
    .selectFrom('hotCandle')
    .select(VALUES)
    .where('seriesId', '=', seriesId)
    .where('openTimeMs', '>=', String(fromMs))
    .where('openTimeMs', '<', String(toMs))
    .orderBy('openTimeMs')
    .execute();
  return rowsToBatch(series, rows);
}

/** Writes some rows of a batch over what is there. Fewer than 5,000: a statement has 65,535 parameters at most. */
export async function writeHotRows(db: Kysely<Tables>, seriesId: number, sourceId: number, batch: CandleBatch, rows: readonly number[]): Promise<void> {
  await db
    .insertInto('hotCandle')
    .values(rows.map((row) => ({ seriesId, sourceId, ...rowOf(batch, row) })))
    .onConflict((conflict) =>
      conflict.columns(['seriesId', 'openTimeMs']).doUpdateSet((eb) =>
        Object.fromEntries(['closeTimeMs' as const, ...COLUMNS, 'exact' as const, 'sourceId' as const].map((name) => [name, eb.ref(`excluded.${name}`)])),
      ),
    )
    .execute();
}

export const deleteHotRows = (db: Kysely<Tables>, seriesId: number, fromMs: number, toMs: number): Promise<unknown> =>
  db
    .deleteFrom('hotCandle')
    .where('seriesId', '=', seriesId)
    .where('openTimeMs', '>=', String(fromMs))
    .where('openTimeMs', '<', String(toMs))
    .execute();

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
