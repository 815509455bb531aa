import {
  type CandleBatch, type CandleStore, countMissing, countOffGrid, findGaps, followingOpenTime, type Gap, missingBetween,
} from '@wick/core';
import { basename } from 'node:path';
import { joinBatches } from '../candle/join-batches.ts';
import type { ArchiveFacts, ArchiveOptions } from './archive-file.ts';
import { checkFile, type CheckedHash } from './checksum.ts';
import { readArchive } from './read-archive.ts';

export interface ImportOptions extends ArchiveOptions {
  readonly path: string;
  readonly store: Pick<CandleStore, 'write'>;
  /** Rows that are kept and written as one; a leap year of minutes unless told. */
  readonly portionRows?: number;
}

/** What a file held and what storing it did. Gaps and off-grid candles are those of the file. */
export interface ImportReport extends ArchiveFacts, CheckedHash {
  readonly path: string;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
  readonly added: number;
  readonly unchanged: number;
  readonly revised: number;
  readonly gaps: readonly Gap[];
  /** Candles missing in all gaps. */
  readonly missing: number;
  readonly offGrid: number;
}

/** A leap year of minutes, and 47 MB of columns. */
const PORTION_ROWS = 527_040;

/**
 * Stores the candles of one archive file, or nothing of it: the file is compared with the `.CHECKSUM` beside it, if
 * there is one, and read to its end before the first write, because a zip's own checksum stands behind its data. Up to `portionRows` rows are kept and written as one. A longer
 * file is read again and written in portions of that size, so memory does not grow with the file; should the *store*
 * fail on its way, whole portions are in it, and importing again completes them.
 *
 * @throws WickError as {@link checkFile} and {@link readArchive}; whatever the store throws
 */
export async function importArchive({ path, store, portionRows = PORTION_ROWS, ...rest }: ImportOptions): Promise<ImportReport> {
  const checked = await checkFile(path);
  // One batch a portion, where the file fits: rows that are already together need not be joined.
  const options = { batchRows: portionRows, ...rest };
  const held: CandleBatch[] = [];
  let heldRows = 0;
  const found = new Findings();
  const facts = await eachBatch(readArchive(path, options), (batch) => {
    found.add(batch);
    heldRows += batch.length;
    if (heldRows <= portionRows) held.push(batch);
    else held.length = 0;
  });

  const counts = { added: 0, unchanged: 0, revised: 0 };
  const provenance = { source: `archive:${basename(path)}`, sha256: checked.sha256 };
  for await (const portion of inPortions(heldRows <= portionRows ? held : readArchive(path, options), portionRows)) {
    const report = await store.write(portion, provenance);
    counts.added += report.added;
    counts.unchanged += report.unchanged;
    counts.revised += report.revised;
  }
  return { path, ...checked, ...facts, ...counts, ...found.report() };
}

/** Larger batches: what lies in one period of the store is merged into it once. */
async function* inPortions(
  batches: Iterable<CandleBatch> | AsyncIterable<CandleBatch>,
  portionRows: number,
): AsyncGenerator<CandleBatch> {
  let portion: CandleBatch[] = [];
  let rows = 0;
  for await (const batch of batches) {
    if (rows > 0 && rows + batch.length > portionRows) {
      yield joinBatches(portion);
      portion = [];
      rows = 0;
    }
    portion.push(batch);
    rows += batch.length;
  }
  if (rows > 0) yield joinBatches(portion);
}

/** Consumes a generator for what it yields *and* for what it returns. */
async function eachBatch<R>(batches: AsyncGenerator<CandleBatch, R>, use: (batch: CandleBatch) => void): Promise<R> {
  for (;;) {
    const step = await batches.next();
    if (step.done) return step.value;
    use(step.value);
  }
}

/** Gaps and off-grid candles of a file that comes in batches. */
class Findings {
  #first = NaN;
  #last = NaN;
  #offGrid = 0;
  readonly #gaps: Gap[] = [];

  add({ openTimeMs, series: { interval } }: CandleBatch): void {
    const first = openTimeMs[0]!;
    if (Number.isNaN(this.#first)) this.#first = first;
    else {
      const missing = missingBetween(this.#last, first, interval);
      if (missing > 0) this.#gaps.push({ fromMs: followingOpenTime(this.#last, interval), toMs: first, missing });
    }
    this.#gaps.push(...findGaps(openTimeMs, interval));
    this.#offGrid += countOffGrid(openTimeMs, interval);
    this.#last = openTimeMs.at(-1)!;
  }

  report(): Pick<ImportReport, 'firstOpenTimeMs' | 'lastOpenTimeMs' | 'gaps' | 'missing' | 'offGrid'> {
    return {
      firstOpenTimeMs: this.#first,
      lastOpenTimeMs: this.#last,
      gaps: this.#gaps,
      missing: countMissing(this.#gaps),
      offGrid: this.#offGrid,
    };
  }
}
