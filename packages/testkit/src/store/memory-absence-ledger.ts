import { type Absence, type AbsenceLedger, type Series, seriesKey } from '@wick/core';

/** What is known of absent candles, in memory: a reference for tests, with every promise of {@link AbsenceLedger}. */
export function memoryAbsenceLedger(): AbsenceLedger {
  const known = new Map<string, readonly Absence[]>();
  const of = (series: Series): readonly Absence[] => known.get(seriesKey(series)) ?? [];
  const without = (absences: readonly Absence[], fromMs: number, toMs: number): Absence[] => [
    ...absences.filter((absence) => absence.fromMs < fromMs).map((absence) => ({ ...absence, toMs: Math.min(absence.toMs, fromMs) })),
    ...absences.filter((absence) => absence.toMs > toMs).map((absence) => ({ ...absence, fromMs: Math.max(absence.fromMs, toMs) })),
  ];
  return {
    absences: async (series) => of(series).toSorted((a, b) => a.fromMs - b.fromMs),
    async noteAbsences(series, absences) {
      for (const absence of absences.filter(({ fromMs, toMs }) => fromMs < toMs)) {
        known.set(seriesKey(series), [...without(of(series), absence.fromMs, absence.toMs), absence]);
      }
    },
    async forgetAbsences(series, { fromMs, toMs }) {
      known.set(seriesKey(series), without(of(series), fromMs, toMs));
    },
  };
}
