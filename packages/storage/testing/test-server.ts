import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedServer, stopEmbeddedServer } from '../src/embedded/embedded-server.ts';
import { openStorageIn, type Storage, type StorageOptions } from '../src/storage.ts';

/** A PostgreSQL for one test file: the one of DATABASE_URL, or an embedded one of its own that is removed afterwards. */
export interface TestServer {
  /** A storage with empty tables, in a schema of its own. */
  open(schema?: string, options?: OpenOptions): Promise<Storage>;
  query(sql: string, parameters?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Whose time it is, where to cache columns, and of how few candles. */
export type OpenOptions = Pick<StorageOptions, 'cacheDir' | 'cacheBytes' | 'clock'> & { readonly leastCandles?: number };

/** A name that no other test uses. */
export const newSchema = (): string => `wick_test_${randomUUID().replaceAll('-', '')}`;

export async function startTestServer(databaseUrl = process.env['DATABASE_URL']): Promise<TestServer> {
  const dataDir = databaseUrl ? undefined : mkdtempSync(join(tmpdir(), 'wick-test-'));
  const embedded = dataDir === undefined ? undefined : await openEmbeddedServer(dataDir);
  const pool = new pg.Pool({ ...((await embedded?.clientConfig()) ?? { connectionString: databaseUrl }), max: 1 });
  // A connection that is being closed may still hear that the server stops.
  pool.on('error', () => undefined);
  // These tests are about contents; what is durable is tested elsewhere.
  if (embedded) await pool.query('alter system set fsync = off');
  if (embedded) await pool.query('select pg_reload_conf()');
  const schemas = new Set<string>();
  const storages: Storage[] = [];
  return {
    open: async (schema = newSchema(), options = {}) => {
      schemas.add(schema);
      const storage = await openStorageIn(schema, { databaseUrl, dataDir, ...options });
      storages.push(storage);
      return storage;
    },
    query: async (sql, parameters) => (await pool.query<Record<string, unknown>>(sql, parameters)).rows,
    close: async () => {
      await Promise.all(storages.map((storage) => storage.close()));
      for (const schema of schemas) await pool.query(`drop schema if exists ${schema} cascade`);
      await pool.end();
      await embedded?.close();
      if (dataDir === undefined) return;
      await stopEmbeddedServer(dataDir);
      rmSync(dataDir, { recursive: true });
    },
  };
}
