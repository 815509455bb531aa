import { systemClock } from '@wick/core';
import PQueue from 'p-queue';
import { ArchiveFetch } from './archive-fetch.ts';
import type { Bucket, BucketOptions } from './bucket.ts';
import { BucketClient } from './bucket-client.ts';
import { bucketHttp } from './bucket-http.ts';
import { BucketListing } from './bucket-listing.ts';

const FILES_URL = 'https://data.binance.vision';
/** The page at {@link FILES_URL} lists this bucket, on which the files lie. */
const LISTING_URL = 'https://s3-ap-northeast-1.amazonaws.com/data.binance.vision';

/** The bucket of Binance's bulk files, or another one at `baseUrl`. Nothing is asked before the first call. */
export function createBucket(options: BucketOptions = {}): Bucket {
  const { clock = systemClock, concurrency = 6, maxAttempts = 6, maxFileBytes = 1 << 26, requestTimeoutMs = 30_000, quarantineDir, onTrouble } = options;
  const baseUrl = options.baseUrl?.replace(/\/$/, '');
  const queue = new PQueue({ concurrency });
  const client = new BucketClient({ get: bucketHttp(requestTimeoutMs), clock, maxAttempts, backoff: options.backoff, onTrouble });
  const listing = new BucketListing(client, baseUrl ?? LISTING_URL);
  const archives = new ArchiveFetch({ client, filesUrl: baseUrl ?? FILES_URL, clock, maxFileBytes, quarantineDir, onTrouble });
  return {
    name: 'binance-archive',
    list: (series, period, range, { signal } = {}) => queue.add(() => listing.files(series, period, range, signal)),
    fetch: (series, file, fetchOptions = {}) => queue.add(() => archives.fetch(series, file, fetchOptions)),
  };
}
