import { expect, test } from '@jest/globals';
import {
  type Absence, ABSENCE_KINDS, type AbsenceKind, DAY_MS, followingOpenTime, HOUR_MS, type Interval, intervalMs, type Series, slotOf,
} from '@wick/core';
import fc from 'fast-check';
import { classifyGaps, type SeriesGaps } from './classify-gaps.ts';
import { gapTuples } from './sum-periods.ts';

const START_MS = Date.UTC(2024, 0, 10);
const at = (hour: number): number => START_MS + hour * HOUR_MS;

/** Hourly candles in these hours of 2024-01-10 and after, as the ledger has them. */
const having = (symbol: string, hours: readonly number[], absences: readonly [number, number, AbsenceKind][] = []): SeriesGaps => {
  const series: Series = { exchange: 'simulated', market: 'spot', symbol, interval: '1h' };
  const times = Float64Array.from(hours, at);
  return {
    series,
    firstOpenTimeMs: times[0] ?? null,
    lastOpenTimeMs: times.at(-1) ?? null,
    gaps: gapTuples(times, '1h'),
    absences: absences.map(([from, to, kind]) => ({ fromMs: at(from), toMs: at(to), kind, source: 'test', notedAtMs: 0 })),
  };
};

/** `from-to kind`, in hours. */
const said = (all: readonly SeriesGaps[], of: 'gaps' | 'outside' = 'gaps'): string[][] =>
  classifyGaps(all).map((one) =>
    one[of].map(({ fromMs, toMs, missing, kind }) => `${(fromMs - START_MS) / HOUR_MS}-${(toMs - START_MS) / HOUR_MS} ${missing} ${kind}`),
  );

test('a gap that nobody asked about is unexplained; one that the exchange confirms is no-trade', () => {
  expect(said([having('A', [0, 1, 5, 6])])).toEqual([['2-5 3 unexplained']]);
  expect(said([having('A', [0, 1, 5, 6], [[2, 5, 'nothing-there']])])).toEqual([['2-5 3 no-trade']]);
});

test('a gap of two symbols at the same time is an outage, at whatever interval', () => {
  const minutes = { ...having('B', []), gaps: gapTuples(Float64Array.of(at(2), at(3)), '1m') };
  const b = { ...minutes, series: { ...minutes.series, interval: '1m' as Interval }, firstOpenTimeMs: at(2), lastOpenTimeMs: at(3) };
  expect(classifyGaps([having('A', [0, 1, 5, 6]), b]).map(({ gaps }) => gaps.map(({ kind }) => kind))).toEqual([['outage'], ['outage']]);
});

test('two series of one symbol, gaps that only touch, and symbols that have nothing then are no outage', () => {
  const a = having('A', [0, 1, 5, 6]);
  expect(said([a, a])).toEqual([['2-5 3 unexplained'], ['2-5 3 unexplained']]);
  expect(said([a, having('B', [0, 4, 5, 7, 8])])[0]).toEqual(['2-5 3 outage']);
  expect(said([a, having('B', [0, 1, 2, 3, 4, 6])])).toEqual([['2-5 3 unexplained'], ['5-6 1 unexplained']]);
  expect(said([a, having('B', [0, 1, 2, 3, 4, 5, 8])])).toEqual([['2-5 3 unexplained'], ['6-8 2 unexplained']]);
  expect(said([a, having('B', [5, 6]), having('C', [0, 1]), having('D', [])])[0]).toEqual(['2-5 3 unexplained']);
});

test('days that were never imported are no outage, however many symbols lack them, unless the exchange confirms it', () => {
  const hours = [22, 23, 48, 49];
  expect(said([having('A', hours), having('B', hours)])).toEqual([['24-48 24 unexplained'], ['24-48 24 unexplained']]);
  const asked = having('B', hours, [[24, 48, 'nothing-there']]);
  expect(said([having('A', hours, [[24, 48, 'nothing-there']]), asked])).toEqual([['24-48 24 outage'], ['24-48 24 outage']]);
});

test('what could not be fetched is no evidence of an outage', () => {
  const failed = (symbol: string) => having(symbol, [0, 1, 5, 6], [[0, 9, 'fetch-failed']]);
  expect(said([failed('A'), failed('B')])).toEqual([['2-5 3 fetch-failed'], ['2-5 3 fetch-failed']]);
});

test('a gap is cut where what is known of it changes', () => {
  const absences = [[3, 5, 'nothing-there'], [5, 6, 'nothing-there'], [8, 9, 'fetch-failed']] as [number, number, AbsenceKind][];
  expect(said([having('A', [0, 1, 10], absences)])).toEqual([
    ['2-3 1 unexplained', '3-6 3 no-trade', '6-8 2 unexplained', '8-9 1 fetch-failed', '9-10 1 unexplained'],
  ]);
});

test('what is known of the time before the first candle and after the last one is told apart from the gaps', () => {
  const one = having('A', [10, 11], [[0, 10, 'not-listed'], [12, 14, 'nothing-there'], [14, 20, 'delisted']]);
  expect(said([one], 'outside')).toEqual([['0-10 10 not-listed', '12-14 2 no-trade', '14-20 6 delisted']]);
  expect(said([one])).toEqual([[]]);
  expect(said([having('A', [], [[0, 2, 'not-listed']])], 'outside')).toEqual([['0-2 2 not-listed']]);
  expect(said([having('A', [3, 4], [[0, 9, 'nothing-there']])], 'outside')).toEqual([['0-3 3 no-trade', '5-9 4 no-trade']]);
});

/** Candle by candle: what is known of it, and whether another symbol lacks candles during the same part of a gap. */
function naively(all: readonly SeriesGaps[], index: number): string[] {
  const partsOf = ({ series: { interval }, gaps, absences }: SeriesGaps) =>
    gaps.flatMap(([fromMs, toMs, missing]) => {
      const parts: { fromMs: number; toMs: number; missing: number; what: AbsenceKind | null; isEvidence: boolean }[] = [];
      for (let candle = 0, openMs = fromMs; candle < missing; candle++, openMs = followingOpenTime(openMs, interval)) {
        const what = absences.find((absence) => absence.fromMs <= openMs && openMs < absence.toMs)?.kind ?? null;
        const isFile = fromMs % DAY_MS === 0 && toMs % DAY_MS === 0;
        const last = parts.at(-1);
        if (last?.what === what) last.missing++;
        else {
          if (last) last.toMs = openMs;
          parts.push({ fromMs: openMs, toMs, missing: 1, what, isEvidence: what === 'nothing-there' || (what === null && !isFile) });
        }
      }
      return parts;
    });
  const { symbol } = all[index]!.series;
  const others = all.filter(({ series }) => series.symbol !== symbol).flatMap(partsOf).filter(({ isEvidence }) => isEvidence);
  return partsOf(all[index]!).map(({ fromMs, toMs, missing, what, isEvidence }) => {
    const isShared = isEvidence && others.some((other) => other.fromMs < toMs && fromMs < other.toMs);
    return `${fromMs} ${toMs} ${missing} ${isShared ? 'outage' : what === 'nothing-there' ? 'no-trade' : (what ?? 'unexplained')}`;
  });
}

test('any series and any absences: the same as candle by candle', () => {
  const series = fc.record({
    symbol: fc.constantFrom('A', 'B', 'C'),
    interval: fc.constantFrom<Interval>('30m', '1h', '4h', '1d', '1M'),
    slots: fc.uniqueArray(fc.nat(40), { maxLength: 12 }),
    shiftMs: fc.constantFrom(0, 0, 1_694_789),
    cuts: fc.uniqueArray(fc.nat(300), { maxLength: 6 }),
    kinds: fc.array(fc.constantFrom(...ABSENCE_KINDS), { minLength: 3, maxLength: 3 }),
  });
  const property = fc.property(fc.array(series, { minLength: 1, maxLength: 6 }), (specs) => {
    const all = specs.map(({ symbol, interval, slots, shiftMs, cuts, kinds }): SeriesGaps => {
      const openTime = (slot: number): number =>
        interval === '1M' ? Date.UTC(2024, slot) : (slotOf(START_MS, interval) + slot) * intervalMs(interval) + shiftMs;
      const times = Float64Array.from(slots.toSorted((a, b) => a - b), openTime);
      const sorted = cuts.toSorted((a, b) => a - b);
      const absences = kinds.flatMap((kind, i): Absence[] => {
        const [from, to] = [sorted[2 * i], sorted[2 * i + 1]];
        return to === undefined ? [] : [{ fromMs: at(from!), toMs: at(to), kind, source: 'test', notedAtMs: 0 }];
      });
      return {
        series: { exchange: 'simulated', market: 'spot', symbol, interval },
        firstOpenTimeMs: times[0] ?? null, lastOpenTimeMs: times.at(-1) ?? null, gaps: gapTuples(times, interval), absences,
      };
    });
    classifyGaps(all).forEach(({ gaps }, i) => {
      expect(gaps.map(({ fromMs, toMs, missing, kind }) => `${fromMs} ${toMs} ${missing} ${kind}`)).toEqual(naively(all, i));
      const missing = all[i]!.gaps.reduce((sum, [, , n]) => sum + n, 0);
      expect(gaps.reduce((sum, gap) => sum + gap.missing, 0)).toBe(missing);
    });
  });
  fc.assert(property, { numRuns: 500 });
});
