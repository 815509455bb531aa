import type { Bucket, BucketOptions } from './bucket.ts';

/** The bucket of Binance's bulk files, or another one at `baseUrl`. */
export function createBucket(_options: BucketOptions = {}): Bucket {
  return {
    name: 'binance-archive',
    list: () => Promise.resolve([]),
    fetch: () => Promise.resolve({ kind: 'not-published' }),
  };
}
