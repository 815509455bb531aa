import { CamelCasePlugin, Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import pg from 'pg';
import { APPLICATION_NAME } from './application-name.ts';
import type { Tables } from './tables.ts';

const MAX_CONNECTIONS = 8;
const CONNECT_TIMEOUT_MS = 10_000;

/** How to connect to the server at this moment: another object after it came back in another place. */
export type FindServer = () => Promise<pg.ClientConfig>;

/** Wick's tables in `schema`. Nothing is connected before the first query. */
export const openDatabase = (findServer: FindServer, schema: string): Kysely<Tables> =>
  new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: followingPool(findServer) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  }).withSchema(schema);

/** A pool of connections that asks where the server is before each use, so that one which died can be brought back. */
function followingPool(findServer: FindServer): PostgresPool {
  let pool: { config: pg.ClientConfig; connections: pg.Pool } | undefined;
  return {
    connect: async () => {
      const config = await findServer();
      if (pool?.config !== config) {
        pool?.connections.end().catch(() => undefined);
        pool = { config, connections: newPool(config) };
      }
      return pool.connections.connect();
    },
    end: async () => pool?.connections.end(),
    // What kysely would need to cancel queries, which is not done here.
    options: {},
  };
}

function newPool(config: pg.ClientConfig): pg.Pool {
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
  return pool;
}
