import type { IncomingMessage, ServerResponse } from 'node:http';
import { INTERVALS, type Market as MarketName, MARKETS, type Series } from '@wick/core';
import type { Exchange } from '../exchange.ts';
import type { FaultList } from '../fault-list.ts';
import { type Answer, sendAnswer } from '../http-answer.ts';
import { RequestLog } from '../request-log.ts';
import type { ArchiveChanges } from './archive-changes.ts';
import { ArchiveFiles, type ArchiveLimits } from './archive-files.ts';
import { archiveKeys, isOffered, parseArchiveKey, seriesFolder } from './archive-key.ts';
import { type ListedFile, listingPage, type ListingQuery } from './archive-listing.ts';

const PERIODS = ['daily', 'monthly'] as const;

/** The bucket of bulk files over HTTP: zips, their checksums, and its listing. */
export class ArchiveServer {
  readonly log = new RequestLog();
  readonly #exchange: Exchange;
  readonly #faults: FaultList;
  readonly #limits: ArchiveLimits;
  readonly #files: ArchiveFiles;

  constructor(exchange: Exchange, faults: FaultList, limits: ArchiveLimits) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#limits = limits;
    this.#files = new ArchiveFiles(exchange, limits);
  }

  get changes(): ArchiveChanges {
    return this.#files.changes;
  }

  /** Is this request for the bucket? */
  owns(url: URL): boolean {
    return url.pathname.startsWith('/data/') || (url.pathname === '/' && url.searchParams.has('prefix'));
  }

  async serve(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const isListing = url.pathname === '/';
    const path = decodeURIComponent(url.pathname);
    const parameters = Object.fromEntries(url.searchParams);
    const seen = { atMs: this.#exchange.clock.nowMs(), path, parameters, weight: 0, status: undefined as number | undefined };
    this.log.add(seen);
    const answer = isListing ? this.#list(url.searchParams) : this.#file(path.slice(1));
    const { ETag: etag } = answer.headers ?? {};
    const unchanged = etag !== undefined && request.headers['if-none-match'] === etag;
    const fault = this.#faults.strike('archive', decodeURIComponent(request.url ?? ''));
    if (fault === undefined) seen.status = unchanged ? 304 : answer.status;
    await sendAnswer(response, unchanged ? { status: 304, headers: { ETag: etag }, body: '' } : answer, fault, this.#exchange.clock);
  }

  #file(path: string): Answer {
    const object = this.#files.object(path);
    if (!object) return NO_SUCH_KEY;
    const headers = {
      ETag: `"${object.etag}"`,
      'Last-Modified': new Date(object.modifiedMs).toUTCString(),
      'Content-Type': path.endsWith('.zip') ? 'application/zip' : 'text/plain',
    };
    return { status: 200, headers, body: path.endsWith('.zip') ? object.body : object.body.toString() };
  }

  #list(parameters: URLSearchParams): Answer {
    const query: ListingQuery = {
      prefix: parameters.get('prefix') ?? '',
      delimiter: parameters.get('delimiter') ?? '',
      marker: parameters.get('marker') ?? '',
    };
    const body = listingPage(this.#keysBelow(query.prefix), query, this.#limits.archivePageSize, (key) => this.#describe(key));
    return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
  }

  #keysBelow(prefix: string): string[] {
    const nowMs = this.#exchange.clock.nowMs();
    const keys: string[] = [];
    for (const market of MARKETS) {
      for (const series of this.#allSeries(market)) {
        for (const period of PERIODS) {
          const folder = seriesFolder(series, period);
          const touches = folder.startsWith(prefix) || prefix.startsWith(folder);
          if (!touches || !isOffered(series.interval, period)) continue;
          const range = { fromMs: this.#exchange.firstOpenTimeMs(series), toMs: nowMs };
          const published = archiveKeys(series, period, range).filter((key) => this.#files.isPublished(key, parseArchiveKey(key)!));
          keys.push(...published.flatMap((key) => (this.#files.hasChecksum(key) ? [key, `${key}.CHECKSUM`] : [key])));
        }
      }
    }
    return keys;
  }

  #allSeries(market: MarketName): Series[] {
    const intervals = INTERVALS.filter((interval) => market === 'spot' || interval !== '1s');
    return this.#exchange.listings(market).flatMap(({ symbol }) =>
      intervals.map((interval): Series => ({ exchange: 'simulated', market, symbol, interval })),
    );
  }

  /** A month in which nothing traded has a key here, and no file. */
  #describe(key: string): ListedFile | undefined {
    const object = this.#files.object(key);
    return object && { key, size: object.body.length, etag: object.etag, modifiedMs: object.modifiedMs };
  }
}

const NO_SUCH_KEY: Answer = {
  status: 404,
  headers: { 'Content-Type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
};
