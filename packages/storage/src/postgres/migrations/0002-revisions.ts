import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type PeriodCoverage, sumPeriods } from '../../candles/sum-periods.ts';
import type { Interval } from '@wick/core';

const EXACT_COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'quote_volume', 'taker_buy_volume', 'taker_buy_quote_volume'];

/** One row of coverage a series, what is known of absent candles, the history of periods, and plain rows for those who want SQL. */
export const revisions = (schema: string): Migration => ({
  async up(db: Kysely<unknown>) {
    await createSeriesCoverage(db);
    await createAbsence(db);
    await createRevision(db, schema);
    // Not null where a user has turned the block back to rows: the sources of that block.
    await db.schema.alterTable('coverage').addColumn('unsealed_source_ids', sql`integer[]`).execute();
    await createCandleView(db, schema);
  },
});

async function createSeriesCoverage(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('series_coverage')
    .addColumn('series_id', 'integer', (column) => column.primaryKey().references('series.id').onDelete('cascade'))
    .addColumn('candles', 'integer', (column) => column.notNull())
    .addColumn('first_open_time_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_open_time_ms', 'bigint', (column) => column.notNull())
    .addColumn('off_grid', 'integer', (column) => column.notNull())
    .addColumn('gaps', 'jsonb', (column) => column.notNull())
    .execute();
  await fillSeriesCoverage(db as Kysely<FilledTables>);
}

interface FilledTables {
  series: { id: number; interval: Interval };
  coverage: PeriodCoverage & { seriesId: number; periodStartMs: string };
  seriesCoverage: Record<string, unknown>;
}

/** What releases before this one have stored. */
async function fillSeriesCoverage(db: Kysely<FilledTables>): Promise<void> {
  for (const { id, interval } of await db.selectFrom('series').select(['id', 'interval']).execute()) {
    const periods = await db.selectFrom('coverage').selectAll().where('seriesId', '=', id).orderBy('periodStartMs').execute();
    if (periods.length === 0) continue;
    const { gaps, ...sums } = sumPeriods(periods, interval);
    await db.insertInto('seriesCoverage').values({ seriesId: id, ...sums, gaps: JSON.stringify(gaps) }).execute();
  }
}

async function createAbsence(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('absence')
    .addColumn('series_id', 'integer', (column) => column.notNull().references('series.id').onDelete('cascade'))
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('to_ms', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('noted_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('detail', 'text')
    .addPrimaryKeyConstraint('absence_key', ['series_id', 'from_ms'])
    .execute();
}

async function createRevision(db: Kysely<unknown>, schema: string): Promise<void> {
  await db.schema
    .createTable('revision')
    .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('series_id', 'integer', (column) => column.notNull().references('series.id').onDelete('cascade'))
    .addColumn('period_start_ms', 'bigint', (column) => column.notNull())
    .addColumn('source_id', 'integer', (column) => column.notNull().references('source.id'))
    .addColumn('file_sha256', 'bytea')
    .addColumn('written_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('grows', 'boolean', (column) => column.notNull())
    .addColumn('added', 'integer', (column) => column.notNull())
    .addColumn('revised', 'integer', (column) => column.notNull())
    .addColumn('first_open_time_ms', 'bigint', (column) => column.notNull())
    .addColumn('last_open_time_ms', 'bigint', (column) => column.notNull())
    .addColumn('added_runs', 'jsonb', (column) => column.notNull())
    .addColumn('replaced', 'bytea')
    .execute();
  // It holds compressed blocks.
  await sql`alter table ${sql.id(schema, 'revision')} alter column replaced set storage external`.execute(db);
  await db.schema.createIndex('revision_of_series').on('revision').columns(['series_id', 'id']).execute();
}

/** A float8 as text is the shortest decimal that reads as the same number; as numeric it would lose digits after the 15th. */
async function createCandleView(db: Kysely<unknown>, schema: string): Promise<void> {
  const exact = EXACT_COLUMNS.map((name) => {
    const key = name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    return sql`coalesce(h.exact->>${sql.lit(key)}, h.${sql.ref(name)}::text)::numeric as ${sql.ref(name)}`;
  });
  await sql`create view ${sql.id(schema, 'candle')} as
    select s.exchange, s.market, s.symbol, s.interval,
           timestamptz 'epoch' + h.open_time_ms * interval '1 millisecond' as open_time,
           timestamptz 'epoch' + h.close_time_ms * interval '1 millisecond' as close_time,
           ${sql.join(exact)}, h.trades::bigint as trades, source.name as source
    from ${sql.id(schema, 'hot_candle')} h
    join ${sql.id(schema, 'series')} s on s.id = h.series_id
    join ${sql.id(schema, 'source')} source on source.id = h.source_id`.execute(db);
  const comment = `Candles that are kept as rows, with exact decimals. Months that are sealed into blocks are not in it: \
"wick candles unseal SYMBOL -i INTERVAL" turns them back to rows.`;
  await sql`comment on view ${sql.id(schema, 'candle')} is ${sql.lit(comment)}`.execute(db);
}
