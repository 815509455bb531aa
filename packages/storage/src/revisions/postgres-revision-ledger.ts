import { type CandleBatch, type Series, seriesKey, sliceBatch, type TimeRange, WickError } from '@wick/core';
import type { Kysely, Transaction } from 'kysely';
import { readPeriod } from '../candles/period-candles.ts';
import { periodsOf } from '../candles/periods-of.ts';
import { findSeries, type StoredSeries } from '../candles/stored-series.ts';
import { firstRowFrom } from '../period/period.ts';
import { wholeRange } from '../period/whole-range.ts';
import { asWickError } from '../postgres/database-error.ts';
import { snapshot } from '../postgres/snapshot.ts';
import type { Tables } from '../postgres/tables.ts';
import { diffBatches } from './diff-batches.ts';
import { readRevisions, readUndos } from './read-revisions.ts';
import type { CandleChange, CandleDifferences, Revision, RevisionLedger } from './revision.ts';
import { undoRevisions } from './undo-revisions.ts';

/** The history of candles in PostgreSQL: the present, and what has to be undone to come back. */
export class PostgresRevisionLedger implements RevisionLedger {
  readonly #db: Kysely<Tables>;
  readonly #location: string;

  /** @param location of the data, for messages, without a password */
  constructor(db: Kysely<Tables>, location: string) {
    this.#db = db;
    this.#location = location;
  }

  list(series: Series, range: Partial<TimeRange> = {}, limit?: number): Promise<Revision[]> {
    return this.#guard(async () => {
      const stored = await findSeries(this.#db, series);
      return stored ? readRevisions(this.#db, stored, wholeRange(range), limit) : [];
    });
  }

  /** One batch a period. Each is read when it is asked for. */
  async *candlesAt(series: Series, revisionId: number, range: Partial<TimeRange> = {}): AsyncGenerator<CandleBatch> {
    const wanted = wholeRange(range);
    const { stored, periods } = await this.#guard(() => this.#open(series, [revisionId], wanted));
    for (const period of periods) {
      const batch = await this.#guard(() =>
        snapshot(this.#db, async (db) => {
          const undos = await readUndos(db, stored, period, revisionId);
          return inRange(undoRevisions(await readPeriod(db, stored, period), undos), wanted);
        }),
      );
      if (batch.length > 0) yield batch;
    }
  }

  async diff(series: Series, from: number, to: number | 'now', range: Partial<TimeRange> = {}): Promise<CandleDifferences> {
    const wanted = wholeRange(range);
    const toId = to === 'now' ? Infinity : to;
    return this.#guard(async () => {
      const { stored, periods } = await this.#open(series, to === 'now' ? [from] : [from, to], wanted);
      const all: { added: CandleDifferences['added'][number][]; removed: CandleDifferences['removed'][number][]; changed: CandleChange[] } = {
        added: [], removed: [], changed: [],
      };
      for (const period of periods) {
        const { added, removed, changed } = await snapshot(this.#db, (db) => diffPeriod(db, stored, period, [from, toId], wanted));
        all.added.push(...added);
        all.removed.push(...removed);
        all.changed.push(...changed);
      }
      return all;
    });
  }

  async #open(series: Series, revisionIds: readonly number[], range: TimeRange): Promise<{ stored: StoredSeries; periods: TimeRange[] }> {
    const stored = await findSeries(this.#db, series);
    const ids = revisionIds.filter((id) => id !== 0);
    const known = stored ? await this.#known(stored, ids) : new Set<number>();
    const unknown = ids.find((id) => !known.has(id));
    if (unknown !== undefined) throw revisionUnknown(series, unknown);
    return stored ? { stored, periods: await periodsOf(this.#db, stored, range) } : { stored: { id: -1, series }, periods: [] };
  }

  async #known({ id }: StoredSeries, revisionIds: readonly number[]): Promise<Set<number>> {
    const whole = revisionIds.filter((revisionId) => Number.isSafeInteger(revisionId)).map(String);
    if (whole.length === 0) return new Set();
    const rows = await this.#db.selectFrom('revision').select('id').where('seriesId', '=', id).where('id', 'in', whole).execute();
    return new Set(rows.map((row) => Number(row.id)));
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asWickError(error, this.#location);
    }
  }
}

/** The differences of one period between two revisions; a period that neither has to undo anything of is not read. */
async function diffPeriod(
  db: Transaction<Tables>,
  stored: StoredSeries,
  period: TimeRange,
  [from, to]: readonly [number, number],
  range: TimeRange,
): Promise<CandleDifferences> {
  const undos = await readUndos(db, stored, period, Math.min(from, to));
  if (!undos.some(({ id }) => id <= Math.max(from, to))) return { added: [], removed: [], changed: [] };
  const now = await readPeriod(db, stored, period);
  const stateAt = (revisionId: number): CandleBatch => inRange(undoRevisions(now, undos.filter(({ id }) => id > revisionId)), range);
  return diffBatches(stateAt(from), stateAt(to));
}

const inRange = (batch: CandleBatch, { fromMs, toMs }: TimeRange): CandleBatch =>
  sliceBatch(batch, firstRowFrom(batch.openTimeMs, fromMs), firstRowFrom(batch.openTimeMs, toMs));

const revisionUnknown = (series: Series, id: number): WickError =>
  new WickError('OPTION_INVALID', `${seriesKey(series)} has no revision ${id}.`, {
    remedy: `"wick candles history ${series.symbol} -i ${series.interval}" lists those that there are; 0 is before the first one.`,
    details: { series: seriesKey(series), revision: id },
  });
