import { type Absence, type CandleStore, DAY_MS, followingOpenTime, isOnGrid, type Series, seriesKey, slotOf, slotOpenTime, type TimeRange } from '@wick/core';
import { batchToRecords, type BinanceSimulator } from '@wick/testkit';
import type { SyncOutcome } from '../sync-all.ts';
import { storedIn } from '../sync-world.test-support.ts';

export type Candles = ReadonlyMap<number, string>;
const EVER: TimeRange = { fromMs: 0, toMs: Date.UTC(2100, 0, 1) };

/** Days of which the exchange has contradicted itself, or that nobody could check: their rows are as was said. */
export class Doubts {
  readonly #days = new Set<string>();
  readonly #unchecked = new Set<string>();
  readonly #onceUnchecked = new Set<string>();

  hear(outcome: SyncOutcome): void {
    for (const { dayMs } of outcome.daysThatDiffer ?? []) this.#days.add(`${seriesKey(outcome.series)}@${dayMs}`);
    if ((outcome.uncheckedDays ?? 0) === 0) return;
    this.#unchecked.add(seriesKey(outcome.series));
    this.#onceUnchecked.add(seriesKey(outcome.series));
  }

  areAbout(series: Series, timeMs: number, isSurplus: boolean): boolean {
    const key = seriesKey(series);
    return this.#days.has(`${key}@${Math.floor(timeMs / DAY_MS) * DAY_MS}`) || this.#unchecked.has(key) || (isSurplus && this.#onceUnchecked.has(key));
  }

  /** All that could be checked has been; only what the exchange never had cannot be taken back. */
  settle(): void {
    this.#unchecked.clear();
  }
}

/** What was hidden, and when. */
export interface Hidden extends TimeRange {
  readonly symbol: string | undefined;
  readonly sinceMs: number;
  untilMs: number;
}

export function truthOf(simulator: BinanceSimulator, series: Series, range: TimeRange = EVER): Candles {
  return new Map(batchToRecords(simulator.truth(series, range)).map((record) => [record.openTimeMs, JSON.stringify(record)]));
}

export async function candlesOf(store: CandleStore, series: Series): Promise<Candles> {
  const text = await storedIn(store, series);
  return new Map(text.split('\n').filter(Boolean).map((line) => [(JSON.parse(line) as { openTimeMs: number }).openTimeMs, line]));
}

/** What is stored and not so: an open candle, or another one than the exchange's. Whatever happened, there is none. */
export function falseCandles(series: Series, stored: Candles, truth: Candles, wasHidden: (timeMs: number) => boolean, doubts: Doubts): string[] {
  return [...stored].flatMap(([timeMs, line]) => {
    const real = truth.get(timeMs);
    if (real === line || (real === undefined && wasHidden(timeMs)) || doubts.areAbout(series, timeMs, real === undefined)) return [];
    return [`${seriesKey(series)} stores ${line}, the exchange has ${real ?? 'nothing'}`];
  });
}

/** Candles of the range that the exchange has, and neither the store nor a settled absence knows. */
export function lostCandles(series: Series, stored: Candles, truth: Candles, range: TimeRange, absences: readonly Absence[]): string[] {
  const isSettled = (timeMs: number): boolean =>
    absences.some(({ kind, fromMs, toMs, notedAtMs }) => {
      if (timeMs < fromMs || timeMs >= toMs) return false;
      return kind === 'not-listed' || ((kind === 'nothing-there' || kind === 'delisted') && timeMs < notedAtMs - 2 * DAY_MS);
    });
  return [...truth.keys()]
    .filter((timeMs) => timeMs >= range.fromMs && timeMs < range.toMs && !stored.has(timeMs) && !isSettled(timeMs))
    .map((timeMs) => `${seriesKey(series)} lacks ${new Date(timeMs).toISOString()}`);
}

/** Absences that are not so: of candles that are stored, or that the exchange would have given when it was asked; and wrong kinds. */
export function falseAbsences(
  series: Series, stored: Candles, ever: Candles, absences: readonly Absence[], wasHiddenAt: (timeMs: number, askedMs: number) => boolean,
): string[] {
  const told = (absence: Absence, why: string): string => `${seriesKey(series)} ${absence.kind} ${iso(absence)} noted ${new Date(absence.notedAtMs).toISOString()}: ${why}`;
  return absences.flatMap((absence) => {
    const { fromMs, toMs, kind, notedAtMs } = absence;
    if (kind === 'fetch-failed' || kind === 'not-published') return [told(absence, 'is not settled')];
    const here = [...ever.keys()].filter((timeMs) => timeMs >= fromMs && timeMs < toMs);
    const closed = here.find((timeMs) => followingOpenTime(timeMs, series.interval) <= notedAtMs - 10 * 60_000 && !wasHiddenAt(timeMs, notedAtMs));
    const kept = [...stored.keys()].find((timeMs) => timeMs >= fromMs && timeMs < toMs && isOnGrid(timeMs, series.interval));
    return [
      ...(closed === undefined ? [] : [told(absence, `the exchange has ${new Date(closed).toISOString()}`)]),
      ...(kept === undefined ? [] : [told(absence, `${new Date(kept).toISOString()} is stored`)]),
    ];
  });
}

const iso = ({ fromMs, toMs }: TimeRange): string => `${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}`;

/** Slots of the grid between two stored candles, the slow way. */
export function missingSlots(stored: Candles, { interval }: Series): number {
  const times = [...stored.keys()].toSorted((a, b) => a - b);
  let missing = 0;
  for (let row = 1; row < times.length; row++) {
    for (let at = followingOpenTime(times[row - 1]!, interval); followingOpenTime(at, interval) <= times[row]!; at = followingOpenTime(at, interval)) missing++;
  }
  return missing;
}

export const slotStart = (timeMs: number, { interval }: Series): number => slotOpenTime(slotOf(timeMs, interval), interval);
