import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DAY_MS, HOUR_MS, INTERVALS, type Market as MarketName, MARKETS, type Series } from '@wick/core';
import type { Exchange } from '../exchange.ts';
import type { FaultList } from '../fault-list.ts';
import { type Answer, sendAnswer } from '../http-answer.ts';
import { candlesToArchiveCsv } from './archive-csv.ts';
import { archiveKeys, isOffered, parseArchiveKey, seriesFolder } from './archive-key.ts';
import { type ListedFile, listingPage, type ListingQuery } from './archive-listing.ts';
import { zipOf } from './zip.ts';

export interface ArchiveLimits {
  /** How long after its end a day or month is published. */
  readonly dailyArchiveLagMs: number;
  readonly monthlyArchiveLagMs: number;
  /** Keys a page of the listing. */
  readonly archivePageSize: number;
}

export const DOCUMENTED_ARCHIVE_LIMITS: ArchiveLimits = {
  dailyArchiveLagMs: 10 * HOUR_MS,
  monthlyArchiveLagMs: 3 * DAY_MS,
  archivePageSize: 1_000,
};

/** Another text than the truth for the files whose key contains `where`. */
interface Revision {
  readonly where: string;
  readonly revise: (csv: string) => string;
}

const PERIODS = ['daily', 'monthly'] as const;

/** The bucket of bulk files: zips, their checksums, and its listing. Files are made when they are asked for. */
export class ArchiveServer {
  readonly #exchange: Exchange;
  readonly #faults: FaultList;
  readonly #limits: ArchiveLimits;
  readonly #revisions: Revision[] = [];

  constructor(exchange: Exchange, faults: FaultList, limits: ArchiveLimits) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#limits = limits;
  }

  /** Is this request for the bucket? */
  owns(url: URL): boolean {
    return url.pathname.startsWith('/data/') || (url.pathname === '/' && url.searchParams.has('prefix'));
  }

  /** From now on these files have other content, with checksums that fit. @returns what undoes it */
  revise(where: string, revise: (csv: string) => string): () => void {
    const revision = { where, revise };
    this.#revisions.push(revision);
    return () => void this.#revisions.splice(this.#revisions.indexOf(revision), 1);
  }

  async serve(request: IncomingMessage, url: URL, response: ServerResponse): Promise<void> {
    const answer = url.pathname === '/' ? this.#list(url.searchParams) : this.#file(decodeURIComponent(url.pathname.slice(1)));
    const { ETag: etag } = answer.headers ?? {};
    const unchanged = etag !== undefined && request.headers['if-none-match'] === etag;
    const fault = this.#faults.strike('archive', request.url ?? '');
    await sendAnswer(response, unchanged ? { status: 304, headers: { ETag: etag }, body: '' } : answer, fault, this.#exchange.clock);
  }

  #file(path: string): Answer {
    const key = path.replace(/\.CHECKSUM$/, '');
    const zip = this.#zip(key);
    if (!zip) return NO_SUCH_KEY;
    if (key === path) return { status: 200, headers: { ETag: `"${md5(zip)}"`, 'Content-Type': 'application/zip' }, body: zip };
    const line = `${createHash('sha256').update(zip).digest('hex')}  ${key.slice(key.lastIndexOf('/') + 1)}`;
    return { status: 200, headers: { ETag: `"${md5(Buffer.from(line))}"`, 'Content-Type': 'text/plain' }, body: line };
  }

  /** undefined where there is no such file, or not yet. */
  #zip(key: string): Buffer | undefined {
    const parsed = parseArchiveKey(key);
    if (!parsed || !this.#exchange.listing(parsed.series.market, parsed.series.symbol)) return undefined;
    if (!this.#isPublished(parsed.range.toMs, parsed.period)) return undefined;
    const candles = this.#exchange.closedCandles(parsed.series, parsed.range);
    if (candles.length === 0) return undefined;
    const revisions = this.#revisions.filter(({ where }) => key.includes(where));
    const csv = revisions.reduce((text, { revise }) => revise(text), candlesToArchiveCsv(candles, parsed.range.fromMs));
    return zipOf(`${parsed.name}.csv`, Buffer.from(csv));
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
          const published = archiveKeys(series, period, range).filter((key) => this.#isPublished(parseArchiveKey(key)!.range.toMs, period));
          keys.push(...published.flatMap((key) => [key, `${key}.CHECKSUM`]));
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

  #isPublished(endMs: number, period: (typeof PERIODS)[number]): boolean {
    const lagMs = period === 'daily' ? this.#limits.dailyArchiveLagMs : this.#limits.monthlyArchiveLagMs;
    return endMs + lagMs <= this.#exchange.clock.nowMs();
  }

  #describe(key: string): ListedFile {
    const body = this.#file(key).body as Buffer | string;
    const bytes = Buffer.from(body);
    return { key, size: bytes.length, etag: md5(bytes), modifiedMs: parseArchiveKey(key.replace(/\.CHECKSUM$/, ''))!.range.toMs };
  }
}

const NO_SUCH_KEY: Answer = {
  status: 404,
  headers: { 'Content-Type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>',
};

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
