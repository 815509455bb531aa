import { arquero } from './arquero.ts';

/** Returns of one calendar year, shares. `null` where there are no candles or the return is not defined. */
export interface YearOfReturns {
  readonly year: number;
  /** January first, twelve values. */
  readonly months: readonly (number | null)[];
  readonly total: number | null;
}

interface MonthEnd {
  readonly year: number;
  /** 0 is January. */
  readonly month: number;
  readonly startEquity: number;
  readonly endEquity: number;
}

/**
 * Equity at the last bar of each UTC calendar month against the last bar of the month before, or the initial cash.
 * A bar belongs to the month it opens in and is marked at its close.
 */
export function monthlyReturns(openTimeMs: Float64Array, equity: Float64Array, initialCash: number): YearOfReturns[] {
  const ends = monthEnds(openTimeMs, equity, initialCash);
  if (ends.length === 0) return [];
  const { from, op } = arquero();
  const years = from(ends)
    .groupby('year')
    .rollup({
      months: (month: MonthEnd) => op.array_agg(month.month),
      starts: (month: MonthEnd) => op.array_agg(month.startEquity),
      ends: (month: MonthEnd) => op.array_agg(month.endEquity),
    })
    .orderby('year')
    .objects() as { year: number; months: number[]; starts: number[]; ends: number[] }[];
  return years.map((year) => {
    const months = Array.from({ length: 12 }, (): number | null => null);
    year.months.forEach((month, index) => {
      months[month] = returnOf(year.starts[index]!, year.ends[index]!);
    });
    return { year: year.year, months, total: returnOf(year.starts[0]!, year.ends.at(-1)!) };
  });
}

const returnOf = (start: number, end: number): number | null => (start > 0 && Number.isFinite(end) ? end / start - 1 : null);

/** One pass over the bars, so that only months reach the table. */
function monthEnds(openTimeMs: Float64Array, equity: Float64Array, initialCash: number): MonthEnd[] {
  const ends: MonthEnd[] = [];
  let startEquity = initialCash;
  let nextMonthMs = -Infinity;
  let date = new Date(0);
  for (let bar = 0; bar < openTimeMs.length; bar++) {
    if (openTimeMs[bar]! >= nextMonthMs) {
      date = new Date(openTimeMs[bar]!);
      nextMonthMs = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    }
    if (bar + 1 < openTimeMs.length && openTimeMs[bar + 1]! < nextMonthMs) continue;
    ends.push({ year: date.getUTCFullYear(), month: date.getUTCMonth(), startEquity, endEquity: equity[bar]! });
    startEquity = equity[bar]!;
  }
  return ends;
}
