import type { Series, TimeRange } from '@wick/core';
import { archiveDate, archiveFolder, type ArchivePeriod, archiveStem, keyToArchive, periodsOf } from './archive-key.ts';
import type { ArchiveFile } from './bucket.ts';
import type { BucketClient } from './bucket-client.ts';
import { type ListedObject, listingToPage } from './listing-to-page.ts';

/** A page of 1,000 keys has 400 KB. */
const MAX_PAGE_BYTES = 1 << 24;
const CHECKSUM = '.CHECKSUM';

/** Asks for the pages of a bucket's listing. @param listingUrl without a slash at its end */
export class BucketListing {
  readonly #client: BucketClient;
  readonly #listingUrl: string;

  constructor(client: BucketClient, listingUrl: string) {
    this.#client = client;
    this.#listingUrl = listingUrl;
  }

  async files(series: Series, period: ArchivePeriod, range: TimeRange, signal?: AbortSignal): Promise<ArchiveFile[]> {
    if (range.fromMs >= range.toMs || !periodsOf(series.interval).includes(period)) return [];
    const first = archiveDate(range.fromMs, period);
    const last = archiveDate(range.toMs - 1, period);
    // What the dates have in common goes into the prefix, where they begin into the marker: a few months of nine years of days are one page.
    const prefix = archiveStem(series, period, commonStart(first, last));
    const lastKey = `${archiveStem(series, period, last)}.zip${CHECKSUM}`;
    const objects: ListedObject[] = [];
    let marker: string | undefined = archiveStem(series, period, first);
    while (marker !== undefined && marker < lastKey) {
      const page: { readonly objects: readonly ListedObject[]; readonly nextMarker: string | undefined } = await this.#page(prefix, marker, signal);
      objects.push(...page.objects);
      marker = page.nextMarker;
    }
    return objectsToFiles(objects, series, period, range);
  }

  #page(prefix: string, marker: string, signal: AbortSignal | undefined): Promise<ReturnType<typeof listingToPage>> {
    const query = Object.entries({ delimiter: '/', prefix, marker }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
    return this.#client.get(
      { url: `${this.#listingUrl}/?${query}`, key: prefix, maxBytes: MAX_PAGE_BYTES, signal },
      ({ status, body }) => {
        if (status !== 200) throw new Error(`status ${status}`);
        const page = listingToPage(new TextDecoder('utf-8', { fatal: true }).decode(body));
        if (page.nextMarker !== undefined && page.nextMarker <= marker) throw new Error('the listing does not go on');
        return page;
      },
    );
  }
}

function objectsToFiles(objects: readonly ListedObject[], series: Series, period: ArchivePeriod, range: TimeRange): ArchiveFile[] {
  const folder = archiveFolder(series, period);
  const keys = new Set(objects.map(({ key }) => key));
  return objects.flatMap((object): ArchiveFile[] => {
    const named = object.key.startsWith(folder) ? keyToArchive(object.key) : undefined;
    if (named === undefined || named.range.fromMs >= range.toMs || named.range.toMs <= range.fromMs) return [];
    return [{ ...object, period, range: named.range, hasChecksum: keys.has(`${object.key}${CHECKSUM}`) }];
  });
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
