/** Candles ↔ PostgreSQL. */

// storage: opens a server, embedded by default, and the candles on it.
export { openStorage, type Storage, type StorageOptions, type StorageStatus } from './storage.ts';

// revisions: what writes have changed, and what was there before.
export type { CandleChange, CandleDifferences, CandleRun, Revision, RevisionLedger } from './revisions/revision.ts';

// where the embedded server lives, and how to stop it.
export { resolveDataDir } from './data-dir.ts';
export { stopEmbeddedServer } from './embedded/embedded-server.ts';
