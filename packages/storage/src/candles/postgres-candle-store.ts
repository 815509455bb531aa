import {
  type CandleBatch, type CandleStore, type Column, type Coverage, createFrame, type Frame, type FrameColumns, PRICE_COLUMNS,
  type Series, seriesKey, sliceBatch, type TimeRange, type WriteReport,
} from '@wick/core';
import type { Kysely, Transaction } from 'kysely';
import { firstRowFrom, periodEnd, periodStart, periodUnit } from '../period/period.ts';
import { asWickError } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';
import { checkBatch } from './check-batch.ts';
import { readCoverage } from './read-coverage.ts';
import { readFrame } from './read-frame.ts';
import { findSeriesId, internSeries, internSource, lockSeries } from './series-rows.ts';
import { readPeriod, sealPeriod, writeCandles } from './write-candles.ts';

/** Candles in PostgreSQL: the {@link CandleStore} of wick. */
export class PostgresCandleStore implements CandleStore {
  readonly #db: Kysely<Tables>;
  readonly #location: string;

  /** @param location of the data, for messages, without a password */
  constructor(db: Kysely<Tables>, location: string) {
    this.#db = db;
    this.#location = location;
  }

  write(batch: CandleBatch, source: string): Promise<WriteReport> {
    return this.#guard(async () => {
      const checked = checkBatch(batch);
      if (checked.length === 0) return { received: 0, added: 0, unchanged: 0, revised: 0 };
      const target = {
        seriesId: await internSeries(this.#db, checked.series),
        sourceId: await internSource(this.#db, source),
      };
      return this.#db.transaction().execute(async (transaction) => {
        await lockSeries(transaction, target.seriesId);
        return writeCandles(transaction, target, checked);
      });
    });
  }

  frame(series: Series, range: Partial<TimeRange> = {}, columns: readonly Column[] = []): Promise<Frame> {
    return this.#guard(() =>
      this.#snapshot(async (db) => {
        const seriesId = await findSeriesId(db, series);
        return seriesId === undefined ? emptyFrame(series, columns) : readFrame(db, series, seriesId, wholeRange(range), columns);
      }),
    );
  }

  async *candles(series: Series, range: Partial<TimeRange> = {}): AsyncGenerator<CandleBatch> {
    const { fromMs, toMs } = wholeRange(range);
    for (const { seriesId, startMs, endMs } of await this.#guard(() => this.#periodsOf(series, { fromMs, toMs }))) {
      const batch = await this.#guard(() => this.#snapshot((db) => readPeriod(db, series, seriesId, startMs, endMs)));
      const wanted = sliceBatch(batch, firstRowFrom(batch.openTimeMs, fromMs), firstRowFrom(batch.openTimeMs, toMs));
      if (wanted.length > 0) yield wanted;
    }
  }

  coverage(series: Series): Promise<Coverage> {
    return this.#guard(async () => readCoverage(this.#db, series, (await findSeriesId(this.#db, series)) ?? -1));
  }

  series(): Promise<Series[]> {
    return this.#guard(async () => {
      const rows = await this.#db
        .selectFrom('series as s')
        .select(['s.exchange', 's.market', 's.symbol', 's.interval'])
        .where((eb) => eb.exists(eb.selectFrom('coverage as c').select('c.seriesId').whereRef('c.seriesId', '=', 's.id')))
        .execute();
      return rows.sort((a, b) => (seriesKey(a) < seriesKey(b) ? -1 : 1));
    });
  }

  /**
   * Turns the rows of periods that were over at `nowMs` into blocks, each in a transaction of its own.
   * Nothing that a reader sees changes; what is read often takes less space and time.
   *
   * @returns how many periods were sealed
   */
  seal(nowMs: number): Promise<number> {
    return this.#guard(async () => {
      const open = await this.#db
        .selectFrom('coverage as c')
        .innerJoin('series as s', 's.id', 'c.seriesId')
        .select(['s.id', 's.exchange', 's.market', 's.symbol', 's.interval', 'c.periodStartMs'])
        .where('c.hotCandles', '>', 0)
        .orderBy('s.id')
        .execute();
      let sealed = 0;
      for (const { id, periodStartMs, ...series } of open) {
        const startMs = Number(periodStartMs);
        const endMs = periodEnd(startMs, periodUnit(series.interval));
        if (endMs > nowMs) continue;
        await this.#db.transaction().execute(async (transaction) => {
          await lockSeries(transaction, id);
          await sealPeriod(transaction, series, id, startMs, endMs);
        });
        sealed++;
      }
      return sealed;
    });
  }

  async #periodsOf(series: Series, { fromMs, toMs }: TimeRange): Promise<{ seriesId: number; startMs: number; endMs: number }[]> {
    const seriesId = await findSeriesId(this.#db, series);
    if (seriesId === undefined) return [];
    const unit = periodUnit(series.interval);
    const rows = await this.#db
      .selectFrom('coverage')
      .select('periodStartMs')
      .where('seriesId', '=', seriesId)
      .where('lastOpenTimeMs', '>=', String(fromMs))
      .where('firstOpenTimeMs', '<', String(toMs))
      .orderBy('periodStartMs')
      .execute();
    return rows.map(({ periodStartMs }) => {
      const startMs = periodStart(Number(periodStartMs), unit);
      return { seriesId, startMs, endMs: periodEnd(startMs, unit) };
    });
  }

  /** Several reads that see one state, whatever is written or sealed meanwhile. */
  #snapshot<T>(read: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(read);
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asWickError(error, this.#location);
    }
  }
}

/** As times of PostgreSQL's bigint. */
const wholeRange = ({ fromMs = -Infinity, toMs = Infinity }: Partial<TimeRange>): TimeRange => ({
  fromMs: Math.max(Number.MIN_SAFE_INTEGER, Math.ceil(fromMs)),
  toMs: Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(toMs)),
});

const emptyFrame = (series: Series, columns: readonly Column[]): Frame => {
  const names = [...new Set([...PRICE_COLUMNS, ...columns])];
  const empty = Object.fromEntries(names.map((name) => [name, new Float64Array(0)])) as unknown as FrameColumns;
  return createFrame(series, new Float64Array(0), empty);
};
