import { type Absence, type AbsenceLedger, type Series, seriesKey, type TimeRange } from '@wick/core';
import type { Kysely } from 'kysely';
import { findSeries, internSeries, lockSeries, type StoredSeries } from '../candles/stored-series.ts';
import { wholeRange } from '../period/whole-range.ts';
import { asWickError } from '../postgres/database-error.ts';
import type { Tables } from '../postgres/tables.ts';
import { cutAbsences, overlayAbsences } from './overlay-absences.ts';
import { readAbsences } from './read-absences.ts';

/** What is known of absent candles, in PostgreSQL. */
export class PostgresAbsenceLedger implements AbsenceLedger {
  readonly #db: Kysely<Tables>;
  readonly #location: string;

  /** @param location of the data, for messages, without a password */
  constructor(db: Kysely<Tables>, location: string) {
    this.#db = db;
    this.#location = location;
  }

  absences(series: Series): Promise<Absence[]> {
    return this.#guard(async () => (await readAbsences(this.#db, series)).get(seriesKey(series)) ?? []);
  }

  noteAbsences(series: Series, absences: readonly Absence[]): Promise<void> {
    return this.#guard(async () => {
      const heard = absences.map((absence) => ({ ...absence, ...wholeRange(absence) }));
      if (heard.length > 0) await this.#change(await internSeries(this.#db, series), (known) => overlayAbsences(known, heard));
    });
  }

  forgetAbsences(series: Series, range: TimeRange): Promise<void> {
    return this.#guard(async () => {
      const stored = await findSeries(this.#db, series);
      if (stored) await this.#change(stored, (known) => cutAbsences(known, wholeRange(range)));
    });
  }

  /** Replaces those absences of a series that a change touches, while nobody else changes them. */
  #change(stored: StoredSeries, change: (known: readonly Absence[]) => Absence[]): Promise<void> {
    return this.#db.transaction().execute(async (db) => {
      await lockSeries(db, stored);
      const before = (await readAbsences(db, stored.series)).get(seriesKey(stored.series)) ?? [];
      const after = change(before);
      const same = (a: Absence) => (b: Absence): boolean => JSON.stringify(a) === JSON.stringify(b);
      const gone = before.filter((absence) => !after.some(same(absence)));
      const come = after.filter((absence) => !before.some(same(absence)));
      if (gone.length > 0) {
        const times = gone.map(({ fromMs }) => String(fromMs));
        await db.deleteFrom('absence').where('seriesId', '=', stored.id).where('fromMs', 'in', times).execute();
      }
      if (come.length > 0) await db.insertInto('absence').values(come.map((absence) => rowOf(stored, absence))).execute();
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

const rowOf = ({ id }: StoredSeries, { fromMs, toMs, kind, source, notedAtMs, detail }: Absence) => ({
  seriesId: id, fromMs, toMs, kind, source, notedAtMs, detail: detail ?? null,
});
