import {
  type CandleBatch, type CandleStore, type Clock, type Column, type Coverage, type Frame, type Provenance, type Series, seriesKey,
  sliceBatch, type TimeRange, type WriteOptions, type WriteReport,
} from '@wick/core';
import type { Kysely, Transaction } from 'kysely';
import type { ColumnCache } from '../cache/column-cache.ts';
import { firstRowFrom, periodOf } from '../period/period.ts';
import { wholeRange } from '../period/whole-range.ts';
import { asWickError } from '../postgres/database-error.ts';
import { snapshot } from '../postgres/snapshot.ts';
import type { Tables } from '../postgres/tables.ts';
import { checkBatches } from './check-batch.ts';
import { readPeriod, sealPeriod } from './period-candles.ts';
import { periodsOf } from './periods-of.ts';
import { readCoverage, readCoverages } from './read-coverage.ts';
import { emptyFrame, readFrame } from './read-frame.ts';
import { findSeries, internAllSeries, internSource, lockSeries, type StoredSeries } from './stored-series.ts';
import { allowSealing, isKeptAsRows, unsealPeriod } from './unseal-periods.ts';
import { writeBatches } from './write-batches.ts';

/** Candles in PostgreSQL: the {@link CandleStore} of wick. */
export class PostgresCandleStore implements CandleStore {
  readonly #db: Kysely<Tables>;
  readonly #location: string;
  readonly #clock: Clock;
  readonly #cache: ColumnCache | undefined;

  /**
   * @param location of the data, for messages, without a password
   * @param clock for the times at which revisions were written
   */
  constructor(db: Kysely<Tables>, location: string, clock: Clock, cache?: ColumnCache) {
    this.#db = db;
    this.#location = location;
    this.#clock = clock;
    this.#cache = cache;
  }

  async write(batch: CandleBatch, provenance: string | Provenance, { conflict }: WriteOptions = {}): Promise<WriteReport> {
    const reports = await this.#write([batch], provenance, conflict);
    return reports[0]!;
  }

  writeAll(batches: readonly CandleBatch[], provenance: string | Provenance): Promise<WriteReport[]> {
    return this.#write(batches, provenance, 'replace');
  }

  #write(
    batches: readonly CandleBatch[],
    provenance: string | Provenance,
    conflict: WriteOptions['conflict'] = 'replace',
  ): Promise<WriteReport[]> {
    const { source, sha256 } = typeof provenance === 'string' ? { source: provenance, sha256: undefined } : provenance;
    return this.#guard(async () => {
      const checked = checkBatches(batches);
      const some = checked.filter(({ length }) => length > 0);
      if (some.length === 0) return checked.map(() => nothingWritten(conflict));
      const stored = await internAllSeries(this.#db, some.map(({ series }) => series));
      const terms = {
        sourceId: await internSource(this.#db, source),
        fileSha256: sha256 === undefined ? null : Buffer.from(sha256, 'hex'),
        writtenAtMs: this.#clock.nowMs(),
        conflict,
      };
      const reports = await this.#db
        .transaction()
        .execute((db) => writeBatches(db, some.map((batch, i) => ({ batch, stored: stored[i]! })), terms));
      let next = 0;
      return checked.map(({ length }) => (length > 0 ? reports[next++]! : nothingWritten(conflict)));
    });
  }

  frame(series: Series, range: Partial<TimeRange> = {}, columns: readonly Column[] = []): Promise<Frame> {
    return this.#guard(() =>
      snapshot(this.#db, async (db) => {
        const stored = await findSeries(db, series);
        return stored ? readFrame(db, stored, wholeRange(range), columns, this.#cache) : emptyFrame(series, columns);
      }),
    );
  }

  /** One batch a period. Each is read when it is asked for, so a reader may take its time. */
  async *candles(series: Series, range: Partial<TimeRange> = {}): AsyncGenerator<CandleBatch> {
    const { fromMs, toMs } = wholeRange(range);
    const stored = await this.#guard(() => findSeries(this.#db, series));
    if (!stored) return;
    for (const period of await this.#guard(() => periodsOf(this.#db, stored, { fromMs, toMs }))) {
      const batch = await this.#guard(() => snapshot(this.#db, (db) => readPeriod(db, stored, period)));
      const wanted = sliceBatch(batch, firstRowFrom(batch.openTimeMs, fromMs), firstRowFrom(batch.openTimeMs, toMs));
      if (wanted.length > 0) yield wanted;
    }
  }

  coverage(series: Series): Promise<Coverage> {
    return this.#guard(() => snapshot(this.#db, (db) => readCoverage(db, series)));
  }

  coverages(): Promise<Coverage[]> {
    return this.#guard(() => snapshot(this.#db, (db) => readCoverages(db)));
  }

  series(): Promise<Series[]> {
    return this.#guard(async () => {
      const rows = await this.#db
        .selectFrom('series as s')
        .innerJoin('seriesCoverage as c', 'c.seriesId', 's.id')
        .select(['s.exchange', 's.market', 's.symbol', 's.interval'])
        .execute();
      return rows.sort((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1));
    });
  }

  /**
   * Turns the rows of periods that were over at `nowMs` into blocks, each in a transaction of its own.
   * Nothing that a reader sees changes; it takes less space, and less time to read.
   *
   * @returns how many periods were sealed
   */
  seal(nowMs: number): Promise<number> {
    return this.#guard(async () => {
      const rows = await this.#db
        .selectFrom('coverage as c')
        .innerJoin('series as s', 's.id', 'c.seriesId')
        .select(['s.id', 's.exchange', 's.market', 's.symbol', 's.interval', 'c.periodStartMs'])
        .where('c.hotCandles', '>', 0)
        .where('c.unsealedSourceIds', 'is', null)
        .execute();
      let sealed = 0;
      for (const { id, periodStartMs, ...series } of rows) {
        const period = periodOf(Number(periodStartMs), series.interval);
        if (period.toMs > nowMs) continue;
        const stored = { id, series };
        sealed += await this.#exclusively(stored, async (db) => {
          if (await isKeptAsRows(db, stored, period)) return 0;
          await sealPeriod(db, stored, period);
          return 1;
        });
      }
      return sealed;
    });
  }

  /**
   * Turns the blocks of periods that have candles in a range back to rows, each in a transaction of its own, and keeps them
   * rows whatever is sealed or written later.
   *
   * @returns how many candles became rows
   */
  unseal(series: Series, range: Partial<TimeRange> = {}): Promise<number> {
    return this.#eachPeriod(series, range, unsealPeriod);
  }

  /** Undoes {@link unseal}: the rows become blocks again, where their period is over. @returns how many periods were kept open */
  reseal(series: Series, range: Partial<TimeRange> = {}): Promise<number> {
    return this.#eachPeriod(series, range, async (db, stored, period) => {
      const sourceIds = await allowSealing(db, stored, period);
      if (sourceIds && period.toMs <= this.#clock.nowMs()) await sealPeriod(db, stored, period, sourceIds);
      return sourceIds ? 1 : 0;
    });
  }

  #eachPeriod(
    series: Series,
    range: Partial<TimeRange>,
    work: (db: Transaction<Tables>, stored: StoredSeries, period: TimeRange) => Promise<number>,
  ): Promise<number> {
    return this.#guard(async () => {
      const stored = await findSeries(this.#db, series);
      let sum = 0;
      for (const period of stored ? await periodsOf(this.#db, stored, wholeRange(range)) : []) {
        sum += await this.#exclusively(stored!, (db) => work(db, stored!, period));
      }
      return sum;
    });
  }

  /** A transaction in which nobody else writes to the series. */
  #exclusively<T>(stored: StoredSeries, write: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (transaction) => {
      await lockSeries(transaction, stored);
      return write(transaction);
    });
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asWickError(error, this.#location);
    }
  }
}

const nothingWritten = (conflict: WriteOptions['conflict']): WriteReport => ({
  received: 0, added: 0, unchanged: 0, revised: 0, ...(conflict === 'keep' && { kept: 0 }),
});
