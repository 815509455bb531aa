import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Answers of language models, and the journal of the requests that were paid for. */
export const cassettes = (schema: string): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('cassette')
      .addColumn('key', 'bytea', (column) => column.primaryKey())
      // As text, which everybody can read. 10,000 answers of 600 bytes take 8 MB and are read in 40 ms;
      // deflated they would take 5 MB and 300 ms. Answers of more than 2 kB are compressed by the server.
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('answered_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('usd', 'float8')
      .execute();

    await db.schema
      .createTable('model_request')
      .addColumn('id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
      // Without a reference: the answer may never come.
      .addColumn('key', 'bytea', (column) => column.notNull())
      .addColumn('provider', 'text', (column) => column.notNull())
      .addColumn('sent_at_ms', 'bigint', (column) => column.notNull())
      .addColumn('tokens', 'integer', (column) => column.notNull())
      .addColumn('worst_usd', 'float8')
      .addColumn('is_settled', 'boolean', (column) => column.notNull().defaultTo(false))
      .addColumn('usd', 'float8')
      .execute();
    // Each row is written once more when it is settled: room in its page lets it stay there.
    await sql`alter table ${sql.id(schema, 'model_request')} set (fillfactor = 80)`.execute(db);
    await db.schema.createIndex('model_request_of_key').on('model_request').column('key').execute();
    await db.schema.createIndex('model_request_of_provider').on('model_request').columns(['provider', 'sent_at_ms']).execute();
  },
});
