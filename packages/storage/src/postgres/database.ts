import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { APPLICATION_NAME } from './application-name.ts';
import type { Tables } from './tables.ts';

const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/** A pool of connections to wick's tables in `schema`. Nothing is connected before the first query. */
export function openDatabase(config: pg.ClientConfig, schema: string): Kysely<Tables> {
  const pool = new pg.Pool({
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    max: MAX_CONNECTIONS,
    ...config,
  });
  // A server that dies is noticed by the next query. Without a listener, the event would end the process: the pool's
  // is for idle connections, the client's own for those that are between two queries of a transaction.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema(schema);
}
