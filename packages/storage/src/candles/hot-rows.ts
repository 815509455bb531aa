import { type CandleBatch, COLUMNS, type Series, type TimeRange } from '@wick/core';
import type { Kysely, Selectable } from 'kysely';
import type { HotCandleTable, Tables } from '../postgres/tables.ts';
import { unnest } from '../postgres/unnest.ts';
import { byColumn, emptyBatch } from './empty-batch.ts';
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

/** Candles that become rows. */
export interface HotWrite {
  readonly stored: StoredSeries;
  readonly batch: CandleBatch;
  /** Which rows of the batch; all unless told. */
  readonly rows?: readonly number[];
  readonly sourceId: number;
}

/** Writes candles, of any number of series, over the rows that are there; each series and open time comes once. */
export async function writeHotRows(db: Kysely<Tables>, writes: readonly HotWrite[]): Promise<void> {
  const columns = columnsOf(writes);
  if (columns.seriesId[1].length === 0) return;
  const names = ['seriesId', 'openTimeMs', ...VALUES, 'sourceId'] as const;
  await db
    .insertInto('hotCandle')
    .columns(names)
    .expression((eb) => eb.selectFrom(unnest(columns)).select(names.map((name) => `t.${name}` as const)))
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

/** The rows as columns of parameters. */
function columnsOf(writes: readonly HotWrite[]) {
  const seriesIds: number[] = [];
  const sourceIds: number[] = [];
  const openTimes: number[] = [];
  const closeTimes: (number | null)[] = [];
  const exact: (string | null)[] = [];
  const values = byColumn((): (number | string | null)[] => []);
  for (const { stored, batch, sourceId, rows = batch.openTimeMs.keys() } of writes) {
    const columnsWithTexts = COLUMNS.filter((name) => batch.exact[name]?.size);
    for (const row of rows) {
      seriesIds.push(stored.id);
      sourceIds.push(sourceId);
      openTimes.push(batch.openTimeMs[row]!);
      closeTimes.push(Number.isNaN(batch.closeTimeMs[row]) ? null : batch.closeTimeMs[row]!);
      for (const name of COLUMNS) values[name].push(parameter(batch.columns[name][row]!));
      const texts = columnsWithTexts.flatMap((name) => {
        const text = batch.exact[name]!.get(row);
        return text === undefined ? [] : [[name, text] as const];
      });
      exact.push(texts.length > 0 ? JSON.stringify(Object.fromEntries(texts)) : null);
    }
  }
  return {
    seriesId: ['integer', seriesIds],
    sourceId: ['integer', sourceIds],
    openTimeMs: ['bigint', openTimes],
    closeTimeMs: ['float8', closeTimes],
    ...byColumn((name) => ['float8', values[name]] as const),
    exact: ['jsonb', exact],
  } as const;
}

/** pg writes −0 as 0. */
function parameter(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return Object.is(value, -0) ? '-0' : value;
}
