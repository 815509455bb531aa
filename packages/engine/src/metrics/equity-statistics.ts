import { DAY_MS, followingOpenTime, type Interval, intervalMs } from '@wick/core';

/**
 * What the ratios need of an equity curve, gathered in one pass over blocks: the drawdown on bars, and a return for each
 * UTC day.
 *
 * **Days.** A bar belongs to the UTC day of its close, its last millisecond (open time + interval − 1 ms), and a day's
 * equity is that of its last bar. The days run from the day on which the first bar opens to the day on which the last bar
 * closes, every calendar day among them: a day without a close, inside a gap or inside a bar longer than a day, carries
 * the equity over and returns 0. So T counts calendar days, days of an outage included, and a bar of a week is booked on the
 * day it closes (six zeros and one weekly return annualise, by √365, to what weekly returns do by √(365/7), but for the
 * square of the mean). The base of the first day is the initial cash.
 */
export interface EquityStatistics {
  /** The values of the next bars. */
  add(equity: Float64Array, openTimeMs: Float64Array): void;
  /** So far. Changes nothing. */
  read(): EquitySummary;
}

export interface EquitySummary {
  readonly bars: number;
  /** From the first bar's open to the last bar's close; 0 without bars. */
  readonly spanMs: number;
  /** Least equity / highest equity before − 1, the initial cash included: 0 or negative. */
  readonly maxDrawdown: number;
  /** Simple return of each UTC day. A day that starts without equity above zero has none: NaN. */
  readonly dailyReturns: Float64Array;
}

export function createEquityStatistics(initialCash: number, interval: Interval): EquityStatistics {
  const drawdown = createDrawdown(initialCash);
  const days = createDailyReturns(initialCash, interval);
  let bars = 0;
  let firstOpenMs = 0;
  let lastOpenMs = 0;
  return {
    add(equity, openTimeMs) {
      const { length } = equity;
      if (length === 0) return;
      drawdown.add(equity);
      days.add(equity, openTimeMs);
      if (bars === 0) firstOpenMs = openTimeMs[0]!;
      lastOpenMs = openTimeMs[length - 1]!;
      bars += length;
    },
    read: () => ({
      bars,
      spanMs: bars === 0 ? 0 : followingOpenTime(lastOpenMs, interval) - firstOpenMs,
      maxDrawdown: drawdown.read(),
      dailyReturns: days.read(),
    }),
  };
}

function createDrawdown(initialCash: number): { add(equity: Float64Array): void; read(): number } {
  let highest = initialCash;
  let leastShare = 1; // of the highest value before
  return {
    add(equity) {
      let peak = highest;
      let least = leastShare;
      for (let bar = 0; bar < equity.length; bar++) {
        const value = equity[bar]!;
        peak = Math.max(peak, value);
        least = Math.min(least, value / peak);
      }
      highest = peak;
      leastShare = least;
    },
    read: () => leastShare - 1,
  };
}

interface DailyReturns {
  add(equity: Float64Array, openTimeMs: Float64Array): void;
  read(): Float64Array;
}

function createDailyReturns(initialCash: number, interval: Interval): DailyReturns {
  const closingDay = (openMs: number): number => Math.floor((followingOpenTime(openMs, interval) - 1) / DAY_MS);
  /** No bar that opens before this closes after `day`: months are at most 31 days long. */
  const nextDayFrom = (day: number): number =>
    (day + 1) * DAY_MS + 1 - (interval === '1M' ? 31 * DAY_MS : intervalMs(interval));
  const returns: number[] = [];
  let day = Number.NaN; // of `last`
  let base = initialCash; // equity at the end of the day before
  let last = initialCash;
  return {
    add(equity, openTimeMs) {
      if (Number.isNaN(day)) day = Math.floor(openTimeMs[0]! / DAY_MS);
      let bar = firstAtOrAfter(openTimeMs, nextDayFrom(day), 0);
      while (bar < equity.length) {
        const closes = closingDay(openTimeMs[bar]!);
        for (; day < closes; day++) {
          const end = bar === 0 ? last : equity[bar - 1]!;
          returns.push(simpleReturn(base, end));
          base = end;
        }
        bar = firstAtOrAfter(openTimeMs, nextDayFrom(day), bar + 1);
      }
      last = equity[equity.length - 1]!;
    },
    read: () => (Number.isNaN(day) ? new Float64Array(0) : Float64Array.from([...returns, simpleReturn(base, last)])),
  };
}

const simpleReturn = (base: number, end: number): number => (base > 0 ? end / base - 1 : Number.NaN);

/** The first index from `from` on whose time is not before `timeMs`, or the length: steps that double, then halves. */
function firstAtOrAfter(ascendingMs: Float64Array, timeMs: number, from: number): number {
  let step = 1;
  while (from + step < ascendingMs.length && ascendingMs[from + step]! < timeMs) step *= 2;
  let low = from + (step >>> 1);
  let high = Math.min(from + step, ascendingMs.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascendingMs[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
