import { createHash } from 'node:crypto';
import { DAY_MS, HOUR_MS } from '@wick/core';
import type { Exchange } from '../exchange.ts';
import { ChangeList } from './archive-changes.ts';
import { archiveStyle, candlesToArchiveCsv } from './archive-csv.ts';
import { type ArchiveKey, parseArchiveKey } from './archive-key.ts';
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

/** An object of the bucket: a zip, or its checksum. */
export interface ArchiveObject {
  readonly body: Buffer;
  readonly etag: string;
  readonly modifiedMs: number;
}

const CHECKSUM = '.CHECKSUM';
const KEPT_ZIPS = 400;

/** The bucket's objects, made when they are asked for. A zip holds what was closed when it was published. */
export class ArchiveFiles {
  readonly changes: ChangeList;
  readonly #exchange: Exchange;
  readonly #limits: ArchiveLimits;
  readonly #zips = new Map<string, ArchiveObject | undefined>();
  #revision = '';

  constructor(exchange: Exchange, limits: ArchiveLimits) {
    this.#exchange = exchange;
    this.#limits = limits;
    this.changes = new ChangeList(() => exchange.clock.nowMs());
  }

  /** undefined where there is no such object, or not yet. */
  object(path: string): ArchiveObject | undefined {
    if (!path.endsWith(CHECKSUM)) return this.#zip(path);
    const key = path.slice(0, -CHECKSUM.length);
    const zip = this.hasChecksum(key) ? this.#zip(key) : undefined;
    if (!zip) return undefined;
    const line = `${createHash('sha256').update(zip.body).digest('hex')}  ${key.slice(key.lastIndexOf('/') + 1)}`;
    return objectOf(Buffer.from(line), zip.modifiedMs);
  }

  hasChecksum(key: string): boolean {
    return this.changes.of(key).every(({ omitChecksum }) => omitChecksum !== true);
  }

  /** When the file of that key comes, or came. */
  publishedMs(key: string, { period, range }: ArchiveKey): number {
    const lagMs = period === 'daily' ? this.#limits.dailyArchiveLagMs : this.#limits.monthlyArchiveLagMs;
    return this.changes.of(key).reduce((ms, { delayMs = 0 }) => ms + delayMs, range.toMs + lagMs);
  }

  isPublished(key: string, parsed: ArchiveKey): boolean {
    return this.publishedMs(key, parsed) <= this.#exchange.clock.nowMs();
  }

  #zip(key: string): ArchiveObject | undefined {
    const parsed = parseArchiveKey(key);
    if (!parsed || !this.#exchange.listing(parsed.series.market, parsed.series.symbol) || !this.isPublished(key, parsed)) return undefined;
    const revision = `${this.#exchange.revision}/${this.changes.revision}`;
    if (revision !== this.#revision || this.#zips.size > KEPT_ZIPS) this.#zips.clear();
    this.#revision = revision;
    if (!this.#zips.has(key)) this.#zips.set(key, this.#make(key, parsed));
    return this.#zips.get(key);
  }

  #make(key: string, parsed: ArchiveKey): ArchiveObject | undefined {
    const publishedMs = this.publishedMs(key, parsed);
    const candles = this.#exchange.closedCandles(parsed.series, parsed.range, publishedMs);
    if (candles.length === 0) return undefined;
    const changes = this.changes.of(key);
    const style = Object.assign(archiveStyle(parsed.series.market, parsed.range.fromMs), ...changes.map(({ style }) => style ?? {}));
    const csv = changes.reduce((text, { revise }) => revise?.(text) ?? text, candlesToArchiveCsv(candles, style));
    const modifiedMs = Math.max(publishedMs, ...changes.map(({ revisedAtMs = 0 }) => revisedAtMs));
    return objectOf(zipOf(`${parsed.name}.csv`, Buffer.from(csv)), modifiedMs);
  }
}

const objectOf = (body: Buffer, modifiedMs: number): ArchiveObject => ({ body, etag: createHash('md5').update(body).digest('hex'), modifiedMs });
