/** Candles ↔ PostgreSQL. */

// storage: opens a server, embedded by default, and the candles on it.
export { openStorage, type Storage, type StorageOptions, type StorageStatus } from './storage.ts';

// revisions: what writes have changed, and what was there before.
export type { CandleChange, CandleDifferences, CandleRun, Revision, RevisionLedger } from './revisions/revision.ts';

// cache: what lies in the folder of cached columns, and how to empty it.
export { type CacheStatus, clearCache, readCacheStatus } from './cache/column-cache.ts';

// where the embedded server and the cache live, and how to stop the server.
export { resolveCacheDir, resolveDataDir } from './data-dir.ts';
export { stopEmbeddedServer } from './embedded/embedded-server.ts';
