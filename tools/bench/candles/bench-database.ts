import { join } from 'node:path';
import { openStorage, type Storage, type StorageOptions } from '@wick/storage';
import { connectSql, type SqlConnection } from './sql-connection.ts';

/** The role and the socket of the embedded server, as it makes them. */
const USER = 'wick';
const SOCKET = '.s.PGSQL.5432';

/** The embedded server of a benchmark's folder, which both sides use. */
export interface BenchDatabase {
  readonly storage: Storage;
  readonly sql: SqlConnection;
  readonly server: { readonly host: string; readonly user: string };
  close(): Promise<void>;
}

export async function openBenchDatabase(folder: string, options: StorageOptions = {}): Promise<BenchDatabase> {
  const storage = await openStorage({ dataDir: join(folder, 'database'), ...options });
  const host = join((await storage.status()).location, 'data');
  const sql = await connectSql(join(host, SOCKET), USER);
  return {
    storage,
    sql,
    server: { host, user: USER },
    close: async () => {
      sql.close();
      await storage.close();
    },
  };
}
