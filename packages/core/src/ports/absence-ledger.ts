import type { Series } from '../candle/series.ts';
import type { TimeRange } from './candle-source.ts';

/** What was found out about a range of which no candles are stored. */
export const ABSENCE_KINDS = [
  /** The exchange was asked and has nothing: an outage, or a suspended symbol. */
  'nothing-there',
  /** Before the symbol was listed. */
  'not-listed',
  /** After the symbol was delisted. */
  'delisted',
  /** It will come: an archive that is late, a candle that has not closed. */
  'not-published',
  /** It could not be fetched; `detail` says why. */
  'fetch-failed',
] as const;
export type AbsenceKind = (typeof ABSENCE_KINDS)[number];

export interface Absence extends TimeRange {
  readonly kind: AbsenceKind;
  /** Who says so, such as `binance-rest`. */
  readonly source: string;
  readonly notedAtMs: number;
  /** One sentence for people. */
  readonly detail?: string;
}

/** What is known of the candles that are not there, so that nobody has to ask twice. */
export interface AbsenceLedger {
  /** Ascending, without overlaps. */
  absences(series: Series): Promise<Absence[]>;
  /** Later knowledge wins: parts of older absences that a new one covers are replaced by it. All or nothing. */
  noteAbsences(series: Series, absences: readonly Absence[]): Promise<void>;
  /** Forgets what is noted of a range, because it is to be asked for again. Absences are cut at its ends. */
  forgetAbsences(series: Series, range: TimeRange): Promise<void>;
}
