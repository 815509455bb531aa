import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What is known beside the candles: archive files, spent limits, funding, and which instruments a ticker stood for. */
export const ledgers = (schema: string): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('archive')
      .addColumn('series_id', 'integer', (column) => column.notNull().references('series.id').onDelete('cascade'))
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('etag', 'text', (column) => column.notNull())
      .addColumn('sha256', 'text')
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('detail', 'text')
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('archive_key', ['series_id', 'key'])
      .execute();

    await db.schema
      .createTable('spent_weight')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('minute', 'integer', (column) => column.notNull())
      .addColumn('used', 'integer', (column) => column.notNull())
      .addColumn('last_grant', 'integer', (column) => column.notNull())
      .execute();
    // Written with every request: room in its page lets each write stay there.
    await sql`alter table ${sql.id(schema, 'spent_weight')} set (fillfactor = 20)`.execute(db);

    await db.schema
      .createTable('limit_block')
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('until_ms', 'bigint', (column) => column.notNull())
      .addColumn('why', 'text', (column) => column.notNull())
      .execute();

    await db.schema
      .createTable('funding_contract')
      .addColumn('id', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      .addColumn('exchange', 'text', (column) => column.notNull())
      .addColumn('market', 'text', (column) => column.notNull())
      .addColumn('symbol', 'text', (column) => column.notNull())
      .addUniqueConstraint('funding_contract_key', ['exchange', 'market', 'symbol'])
      .execute();

    await db.schema
      .createTable('funding_rate')
      .addColumn('contract_id', 'integer', (column) => column.notNull().references('funding_contract.id').onDelete('cascade'))
      .addColumn('time_ms', 'bigint', (column) => column.notNull())
      .addColumn('rate', 'float8', (column) => column.notNull())
      .addColumn('mark_price', 'float8')
      .addColumn('source_id', 'integer', (column) => column.notNull().references('source.id'))
      .execute();
    // Live payments of many contracts come in turns. With the values in the key, one contract is still read from few pages.
    await sql`alter table ${sql.id(schema, 'funding_rate')} add constraint funding_rate_key
      primary key (contract_id, time_ms) include (rate, mark_price)`.execute(db);

    await db.schema
      .createTable('instrument_split')
      .addColumn('exchange', 'text', (column) => column.notNull())
      .addColumn('market', 'text', (column) => column.notNull())
      .addColumn('symbol', 'text', (column) => column.notNull())
      .addColumn('at_ms', 'bigint', (column) => column.notNull())
      .addColumn('reason', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('instrument_split_key', ['exchange', 'market', 'symbol', 'at_ms'])
      .execute();
  },
});
