import type { Storage } from '@wick/storage';
import type { CliContext } from './context.ts';

/** Opens the database that the environment names, or the embedded one, for as long as the work lasts. */
export async function withStorage<Result>(context: CliContext, work: (storage: Storage) => Promise<Result>): Promise<Result> {
  const { openStorage, resolveCacheDir, resolveDataDir } = await import('@wick/storage');
  // An empty variable counts as not set.
  const databaseUrl = context.env['DATABASE_URL'] || undefined;
  const storage = await openStorage({ databaseUrl, dataDir: resolveDataDir(context.env), cacheDir: resolveCacheDir(context.env) });
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}
