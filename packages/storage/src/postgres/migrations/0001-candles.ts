import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

const AMOUNTS = ['volume', 'quote_volume', 'trades', 'taker_buy_volume', 'taker_buy_quote_volume'];
const VALUE_COLUMNS = ['open', 'high', 'low', 'close', ...AMOUNTS];
const BLOCK_PARTS = ['open_times', 'close_times', 'prices', ...AMOUNTS];

/** Series, their candles as rows and as blocks, and the coverage ledger. */
export const candles = (schema: string): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('series')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('exchange', 'text', (column) => column.notNull())
      .addColumn('market', 'text', (column) => column.notNull())
      .addColumn('symbol', 'text', (column) => column.notNull())
      .addColumn('interval', 'text', (column) => column.notNull())
      .addUniqueConstraint('series_key', ['exchange', 'market', 'symbol', 'interval'])
      .execute();

    await db.schema
      .createTable('source')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('name', 'text', (column) => column.notNull().unique())
      .execute();

    let hotCandle = ofSeries(db, 'hot_candle')
      .addColumn('open_time_ms', 'bigint', (column) => column.notNull())
      .addColumn('close_time_ms', 'float8');
    for (const name of VALUE_COLUMNS) hotCandle = hotCandle.addColumn(name, 'float8');
    await hotCandle
      .addColumn('exact', 'jsonb')
      .addColumn('source_id', 'integer', (column) => column.notNull().references('source.id'))
      .addPrimaryKeyConstraint('hot_candle_key', ['series_id', 'open_time_ms'])
      .execute();

    let candleBlock = ofSeries(db, 'candle_block')
      .addColumn('period_start_ms', 'bigint', (column) => column.notNull())
      .addColumn('candles', 'integer', (column) => column.notNull())
      .addColumn('first_open_time_ms', 'bigint', (column) => column.notNull())
      .addColumn('last_open_time_ms', 'bigint', (column) => column.notNull())
      .addColumn('content_sha256', 'bytea', (column) => column.notNull())
      .addColumn('source_ids', sql`integer[]`, (column) => column.notNull());
    for (const name of BLOCK_PARTS) candleBlock = candleBlock.addColumn(name, 'bytea', (column) => column.notNull());
    await candleBlock.addPrimaryKeyConstraint('candle_block_key', ['series_id', 'period_start_ms']).execute();
    // The parts are compressed already.
    for (const name of BLOCK_PARTS) {
      await sql`alter table ${sql.id(schema, 'candle_block')} alter column ${sql.ref(name)} set storage external`.execute(db);
    }

    await ofSeries(db, 'coverage')
      .addColumn('period_start_ms', 'bigint', (column) => column.notNull())
      .addColumn('candles', 'integer', (column) => column.notNull())
      .addColumn('hot_candles', 'integer', (column) => column.notNull())
      .addColumn('first_open_time_ms', 'bigint', (column) => column.notNull())
      .addColumn('last_open_time_ms', 'bigint', (column) => column.notNull())
      .addColumn('off_grid', 'integer', (column) => column.notNull())
      .addColumn('gaps', 'jsonb', (column) => column.notNull())
      .addPrimaryKeyConstraint('coverage_key', ['series_id', 'period_start_ms'])
      .execute();
  },
});

const ofSeries = (db: Kysely<unknown>, name: string) =>
  db.schema
    .createTable(name)
    .addColumn('series_id', 'integer', (column) => column.notNull().references('series.id').onDelete('cascade'));
