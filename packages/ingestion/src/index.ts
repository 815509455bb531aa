/** Exchange → closed candles. */

// archive: Binance's bulk files, streamed.
export type { ArchiveFacts, ArchiveOptions } from './archive/archive-file.ts';
export { type ImportOptions, type ImportReport, importArchive } from './archive/import-archive.ts';
export { type NamedSeries, nameToSeries } from './archive/name-to-series.ts';
export { readArchive } from './archive/read-archive.ts';
