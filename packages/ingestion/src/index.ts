/** Exchange → closed candles. */

// archive: Binance's bulk files, streamed.
export type { ArchiveFacts, ArchiveOptions } from './archive/archive-file.ts';
export { type ImportOptions, type ImportReport, importArchive } from './archive/import-archive.ts';
export { type ImportAllOptions, importArchives, type ImportOutcome } from './archive/import-archives.ts';
export { type NamedSeries, nameToSeries } from './archive/name-to-series.ts';
export { readArchive } from './archive/read-archive.ts';

// bucket: the same files where Binance publishes them: listed, downloaded, checked.
export { archiveKey, type ArchivePeriod, archiveRange, periodsOf } from './bucket/archive-key.ts';
export type {
  ArchiveFile, Bucket, BucketOptions, BucketTrouble, CandleRun, FetchedArchive, FetchOptions, FetchOutcome, FileFacts, ListOptions,
} from './bucket/bucket.ts';
export { createBucket } from './bucket/create-bucket.ts';

// rest: history through Binance's REST interface, inside its limits.
export type { RestMarket } from './rest/binance-http.ts';
export type { ExchangeInfo, ExchangeSymbol } from './rest/exchange-info.ts';
export { probeBinance, type ProbeOptions } from './rest/probe-binance.ts';
export { createRestSource, type RestSource, type RestSourceOptions } from './rest/rest-source.ts';

// funding: what perpetual contracts have paid.
export { createFundingSource, type FundingSource, type FundingSourceOptions } from './funding/funding-source.ts';
export { type FundingSyncOptions, type FundingSyncReport, syncFunding } from './funding/sync-funding.ts';

// sync: what is missing in a store, fetched.
export { coverageToMissing } from './sync/coverage-to-missing.ts';
export type { DayFigure, DayThatDiffers } from './sync/compare-days.ts';
export type { DaySum } from './sync/day-sums.ts';
export type { PlannedArchive, SeriesPlan } from './sync/plan-series.ts';
export { type PlannedSeries, type PlanOptions, type PlanOutcome, planSync } from './sync/plan-sync.ts';
export { carryOut, type SeriesReport, syncAll, type SyncAllOptions, type SyncOutcome } from './sync/sync-all.ts';
export type { UselessArchive } from './sync/sync-one.ts';
export type { SyncProgress } from './sync/sync-progress.ts';
export { type SyncOptions, type SyncReport, syncSeries } from './sync/sync-series.ts';
export type { SyncSource } from './sync/sync-source.ts';

// instruments: tickers that were given to something else.
export { noteReuse, type ReuseOptions } from './instruments/note-reuse.ts';

// live: candles as they close.
export { createLiveSource, type LiveSource, type LiveSourceOptions, type LiveStatus, sumOfStatus } from './live/live-source.ts';
