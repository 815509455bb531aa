import { type FrameBlock, followingOpenTime, type Interval } from '@wick/core';
import { type BarReturns, createBarReturns } from './bar-returns.ts';
import { createDailyReturns } from './daily-returns.ts';
import { createDrawdownRecord, type DrawdownSummary } from './drawdown-record.ts';

/**
 * What the metrics need of an equity curve, gathered in one pass over blocks: sums over bars, drawdowns on bars, and a
 * return for each UTC day, of the equity and of the instrument itself.
 */
export interface EquityStatistics {
  /** The equity at the close of each of the next bars. */
  add(equity: Float64Array, block: FrameBlock): void;
  /** So far. Changes nothing. */
  read(): EquitySummary;
}

export interface EquitySummary {
  readonly bars: number;
  /** From the first bar's open to the last bar's close; 0 without bars. */
  readonly spanMs: number;
  readonly drawdown: DrawdownSummary;
  readonly barReturns: BarReturns;
  /** Simple return of each UTC day. A day that starts without equity above zero has none: NaN. */
  readonly dailyReturns: Float64Array;
  readonly holding: Holding;
}

/** One unit of the instrument bought at the first bar's open and held, without costs. */
export interface Holding {
  /** Last close / first open − 1; NaN without bars. */
  readonly totalReturn: number;
  /** Of the same days as those of the equity. */
  readonly dailyReturns: Float64Array;
}

export function createEquityStatistics(initialCash: number, interval: Interval): EquityStatistics {
  const drawdown = createDrawdownRecord(initialCash, interval);
  const barReturns = createBarReturns(initialCash);
  const days = createDailyReturns(initialCash, interval);
  let bars = 0;
  let firstOpenMs = 0;
  let lastOpenMs = 0;
  let firstPrice = Number.NaN;
  let lastPrice = Number.NaN;
  return {
    add(equity, { openTimeMs, columns }) {
      const { length } = equity;
      if (length === 0) return;
      if (bars === 0) {
        firstOpenMs = openTimeMs[0]!;
        firstPrice = columns.open[0]!;
      }
      drawdown.add(equity, openTimeMs);
      barReturns.add(equity);
      days.add(equity, columns, openTimeMs);
      lastOpenMs = openTimeMs[length - 1]!;
      lastPrice = columns.close[length - 1]!;
      bars += length;
    },
    read() {
      const { equity, holding } = days.read();
      return {
        bars,
        spanMs: bars === 0 ? 0 : followingOpenTime(lastOpenMs, interval) - firstOpenMs,
        drawdown: drawdown.read(),
        barReturns: barReturns.read(),
        dailyReturns: equity,
        holding: { totalReturn: lastPrice / firstPrice - 1, dailyReturns: holding },
      };
    },
  };
}
