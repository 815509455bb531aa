import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type CandleBatch, type Clock, isWickError, type Series, WickError } from '@wick/core';
import { type ArchiveFacts, bytesProgress } from '../archive/archive-file.ts';
import { textToSha256 } from '../archive/checksum.ts';
import { readArchive } from '../archive/read-archive.ts';
import { keyToArchive } from './archive-key.ts';
import { batchesToFacts } from './batches-to-facts.ts';
import type { ArchiveFile, BucketOptions, FetchedArchive, FetchOptions, FetchOutcome } from './bucket.ts';
import type { BucketAnswer } from './bucket-http.ts';
import type { BucketClient } from './bucket-client.ts';
import { plainEtag } from './listing-to-page.ts';
import { quarantine } from './quarantine.ts';

export interface ArchiveFetchOptions {
  readonly client: BucketClient;
  /** Without a slash at its end. */
  readonly filesUrl: string;
  readonly clock: Clock;
  readonly maxFileBytes: number;
  readonly quarantineDir: string | undefined;
  readonly onTrouble: BucketOptions['onTrouble'];
}

/** A zip as it came, with what its checksum file says: undefined where there is none. */
interface Download {
  readonly file: ArchiveFile;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly expectedSha256: string | undefined;
}

/** Every file but a month of seconds is one batch. */
const BATCH_ROWS = 100_000;
const MAX_CHECKSUM_BYTES = 1 << 12;

/** From a key to candles that can be trusted: download, checksum, rows, facts. */
export class ArchiveFetch {
  readonly #options: ArchiveFetchOptions;

  constructor(options: ArchiveFetchOptions) {
    this.#options = options;
  }

  /** @throws RangeError for a file of another series */
  async fetch(series: Series, file: ArchiveFile, options: FetchOptions): Promise<FetchOutcome> {
    checkKey(series, file);
    const first = await this.#download(file, options, false);
    if ('kind' in first) return first;
    const fault = checksumFault(first);
    if (fault === undefined) {
      const outcome = await this.#read(series, first, options);
      if (!(outcome instanceof WickError)) return outcome;
      // With a checksum that fits, the file is as it was published: asking again would bring the same bytes.
      if (first.expectedSha256 !== undefined) throw await this.#condemn(first, outcome);
      this.#tell('download-again', file.key, withoutStop(outcome.message));
    } else {
      this.#tell('download-again', file.key, fault);
    }

    const second = await this.#download(file, options, true);
    if ('kind' in second) return second;
    const lasting = checksumFault(second);
    if (lasting !== undefined) throw await this.#condemn(second, lasting);
    const outcome = await this.#read(series, second, options);
    if (outcome instanceof WickError) throw await this.#condemn(second, outcome);
    return outcome;
  }

  async #download(file: ArchiveFile, { signal, knownEtag, onProgress }: FetchOptions, fresh: boolean): Promise<Download | Exclude<FetchOutcome, FetchedArchive>> {
    const { key } = file;
    const { client, filesUrl, maxFileBytes } = this.#options;
    const url = `${filesUrl}/${key.split('/').map(encodeURIComponent).join('/')}`;
    const noCache: Record<string, string> = fresh ? { 'Cache-Control': 'no-cache' } : {};
    const zip = await client.get(
      {
        url, key, signal, maxBytes: maxFileBytes,
        headers: { ...noCache, ...(knownEtag !== undefined && { 'If-None-Match': `"${knownEtag}"` }) },
        onBytes: (done, total) => onProgress?.(bytesProgress(basename(key), done, total ?? file.sizeBytes)),
      },
      (answer) => wholeZip(answer, file),
    );
    if (zip.status === 404) return { kind: 'not-published' };
    if (zip.status === 304) return { kind: 'unchanged' };
    const found = describe(zip, file);
    if (found.etag !== file.etag) this.#tell('published-again', key, 'it was published again since it was listed');
    // Asked for after the zip: of a file that is being replaced, it is the newer one, and a mismatch is seen.
    const sum = await client.get({ url: `${url}.CHECKSUM`, key: `${key}.CHECKSUM`, signal, headers: noCache, maxBytes: MAX_CHECKSUM_BYTES }, (answer) => answer);
    const expectedSha256 = sum.status === 404 ? undefined : (textToSha256(sum.body.toString()) ?? '');
    return { file: found, bytes: zip.body, sha256: createHash('sha256').update(zip.body).digest('hex'), expectedSha256 };
  }

  /** The candles of a zip whose checksum has been compared, or why they cannot be read. */
  async #read(series: Series, { file, bytes, sha256, expectedSha256 }: Download, { signal }: FetchOptions): Promise<FetchedArchive | WickError> {
    let read: { readonly batches: CandleBatch[]; readonly facts: ArchiveFacts };
    try {
      read = await readWhole(series, file, bytes, signal);
    } catch (error) {
      if (isWickError(error) && (error.code === 'ARCHIVE_DAMAGED' || error.code === 'CANDLES_DAMAGED')) return error;
      throw error;
    }
    const verified = expectedSha256 !== undefined;
    if (!verified) this.#tell('unverified', file.key, 'there is no checksum file beside it');
    return {
      kind: 'fetched', file, etag: file.etag, sha256, verified,
      ...batchesToFacts(read.batches, read.facts, file.range, file.modifiedMs),
    };
  }

  /** Puts a zip into quarantine. @returns the error to throw */
  async #condemn({ file, bytes, sha256, expectedSha256 }: Download, fault: WickError | string): Promise<WickError> {
    const { quarantineDir, clock } = this.#options;
    const { key, etag } = file;
    const why = typeof fault === 'string' ? `${basename(key)} cannot be trusted: ${fault}.` : fault.message;
    const note = { key, etag, expectedSha256: expectedSha256 ?? null, actualSha256: sha256, why, at: new Date(clock.nowMs()).toISOString() };
    const quarantinePath = quarantineDir === undefined ? null : await quarantine(quarantineDir, bytes, note);
    this.#tell('quarantined', key, withoutStop(why));
    return new WickError('ARCHIVE_DAMAGED', why, {
      remedy: 'Fetch these days from the exchange instead; Binance may publish the file again.',
      details: { ...(fault instanceof WickError && fault.details), ...note, quarantinePath },
      ...(fault instanceof WickError && { cause: fault }),
    });
  }

  #tell(kind: 'download-again' | 'published-again' | 'unverified' | 'quarantined', key: string, why: string): void {
    this.#options.onTrouble?.({ kind, key, why, waitMs: 0 });
  }
}

function checkKey(series: Series, file: ArchiveFile): void {
  const named = keyToArchive(file.key);
  const isOfSeries = named?.series.market === series.market && named.series.symbol === series.symbol && named.series.interval === series.interval;
  if (!isOfSeries || named?.period !== file.period) throw new RangeError(`${file.key} holds no candles of ${series.symbol} ${series.interval}`);
}

/** A body of another length than that edition was listed with has been cut on its way, whatever its own header says. */
function wholeZip(answer: BucketAnswer, file: ArchiveFile): BucketAnswer {
  const sameEdition = etagOf(answer) === file.etag;
  if (answer.status === 200 && sameEdition && answer.body.length !== file.sizeBytes) {
    throw new Error(`${answer.body.length} of ${file.sizeBytes} bytes came`);
  }
  return answer;
}

const etagOf = ({ headers }: BucketAnswer): string | undefined => (headers.etag === undefined ? undefined : plainEtag(headers.etag));

/** The file as its answer describes it. */
function describe(answer: BucketAnswer, file: ArchiveFile): ArchiveFile {
  const modifiedMs = Date.parse(answer.headers['last-modified'] ?? '');
  const etag = etagOf(answer) ?? file.etag;
  return { ...file, etag, sizeBytes: answer.body.length, modifiedMs: Number.isNaN(modifiedMs) ? file.modifiedMs : modifiedMs };
}

function checksumFault({ sha256, expectedSha256 }: Download): string | undefined {
  if (expectedSha256 === undefined || expectedSha256 === sha256) return undefined;
  return expectedSha256 === '' ? 'its checksum file does not hold a checksum' : 'its checksum does not match its content';
}

async function readWhole(series: Series, { key }: ArchiveFile, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<{ batches: CandleBatch[]; facts: ArchiveFacts }> {
  const batches: CandleBatch[] = [];
  const reading = readArchive({ name: key, bytes }, { series, batchRows: BATCH_ROWS, ...(signal && { signal }) });
  for (;;) {
    const step = await reading.next();
    if (step.done) return { batches, facts: step.value };
    batches.push(step.value);
  }
}

const withoutStop = (sentence: string): string => sentence.replace(/\.$/, '');
