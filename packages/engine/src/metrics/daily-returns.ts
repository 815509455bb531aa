import { DAY_MS, type FrameColumns, followingOpenTime, type Interval, intervalMs } from '@wick/core';

/**
 * Simple returns of each UTC day, of the equity and of the close.
 *
 * A bar belongs to the UTC day of its close, its last millisecond (open time + interval − 1 ms), and a day's
 * value is that of its last bar. The days run from the day on which the first bar opens to the day on which the last bar
 * closes, every calendar day among them: a day without a close, inside a gap or inside a bar longer than a day, carries
 * the value over and returns 0. So T counts calendar days, days of an outage included, and a bar of a week is booked on the
 * day it closes (six zeros and one weekly return annualise, by √365, to what weekly returns do by √(365/7), but for the
 * square of the mean). The base of the first day is the initial cash, and the first bar's open.
 */
export interface DailyReturns {
  add(equity: Float64Array, columns: Pick<FrameColumns, 'open' | 'close'>, openTimeMs: Float64Array): void;
  read(): { readonly equity: Float64Array; readonly holding: Float64Array };
}

export function createDailyReturns(initialCash: number, interval: Interval): DailyReturns {
  const closingDay = (openMs: number): number => Math.floor((followingOpenTime(openMs, interval) - 1) / DAY_MS);
  /** No bar that opens before this closes after `day`: months are at most 31 days long. */
  const nextDayFrom = (day: number): number =>
    (day + 1) * DAY_MS + 1 - (interval === '1M' ? 31 * DAY_MS : intervalMs(interval));
  const equityLine = createLine(initialCash);
  let priceLine = createLine(Number.NaN);
  let day = Number.NaN; // of the last bar
  return {
    add(equity, { open, close }, openTimeMs) {
      if (Number.isNaN(day)) {
        day = Math.floor(openTimeMs[0]! / DAY_MS);
        priceLine = createLine(open[0]!);
      }
      let bar = firstAtOrAfter(openTimeMs, nextDayFrom(day), 0);
      while (bar < equity.length) {
        const closes = closingDay(openTimeMs[bar]!);
        if (closes > day && bar > 0) {
          equityLine.last = equity[bar - 1]!;
          priceLine.last = close[bar - 1]!;
        }
        for (; day < closes; day++) {
          endDay(equityLine);
          endDay(priceLine);
        }
        bar = firstAtOrAfter(openTimeMs, nextDayFrom(day), bar + 1);
      }
      equityLine.last = equity[equity.length - 1]!;
      priceLine.last = close[equity.length - 1]!;
    },
    read: () => ({ equity: returnsOf(equityLine), holding: returnsOf(priceLine) }),
  };

  function returnsOf({ returns, base, last }: Line): Float64Array {
    return Number.isNaN(day) ? new Float64Array(0) : Float64Array.from([...returns, simpleReturn(base, last)]);
  }
}

/** A value that is followed from day to day. */
interface Line {
  readonly returns: number[];
  /** At the end of the day before. */
  base: number;
  last: number;
}

const createLine = (base: number): Line => ({ returns: [], base, last: base });

function endDay(line: Line): void {
  line.returns.push(simpleReturn(line.base, line.last));
  line.base = line.last;
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
