import { join } from 'node:path';
import type { AbsenceLedger, ArchiveLedger, CandleStore } from '@wick/core';
import type { Bucket, RestMarket, RestSource } from '@wick/ingestion';
import type { Storage } from '@wick/storage';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';

/** The two ways to Binance's candles, and where they are kept. */
export interface ConnectedBinance {
  readonly source: RestSource;
  readonly bucket?: Bucket;
  readonly store: CandleStore;
  readonly archives: ArchiveLedger;
  readonly absences: AbsenceLedger;
}

/**
 * REST, and the archive unless it is not wanted. Whoever names another address for REST has another exchange, so Binance's own archive
 * is left out then, unless its address is named too.
 */
export async function connectBinance(context: CliContext, storage: Storage, market: RestMarket, wantArchives: boolean): Promise<ConnectedBinance> {
  const [{ createBucket, createRestSource }, { resolveDataDir }] = await Promise.all([import('@wick/ingestion'), import('@wick/storage')]);
  const rest = binanceAddress(context);
  const archiveUrl = context.env['WICK_BINANCE_ARCHIVE_URL']?.replace(/\/+$/, '') || undefined;
  const hasArchive = wantArchives && (rest.baseUrl === undefined || archiveUrl !== undefined);
  return {
    source: createRestSource({ market, ...rest, limits: storage.limits }),
    ...(hasArchive && {
      bucket: createBucket({
        quarantineDir: join(resolveDataDir(context.env), 'quarantine'),
        ...(archiveUrl !== undefined && { baseUrl: archiveUrl }),
      }),
    }),
    store: storage.candles,
    archives: storage.archives,
    absences: storage.absences,
  };
}
