import type { TradeRecords } from '../records/trade-records.ts';

/** Sums over trades, in their order. A win has a profit above zero, a loss one below. Durations are in bars. */
export interface TradeSummary {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Σ pnl of wins; of losses: 0 or negative. */
  readonly gained: number;
  readonly lost: number;
  /** Σ pnl. */
  readonly profit: number;
  /** Σ (pnl − mean)². */
  readonly squaredDeviations: number;
  readonly duration: number;
  readonly longest: number;
  readonly winDuration: number;
  readonly lossDuration: number;
  /** Of pnl / entry value; ±∞ without trades. */
  readonly best: number;
  readonly worst: number;
  /** Σ pnl / entry value of wins, of losses. */
  readonly winReturns: number;
  readonly lossReturns: number;
}

/** Which trades count: a trade that is open lasts through the last bar. */
export type Counted = 'all' | 'closed' | 'open';

export function summariseTrades(trades: TradeRecords, counted: Counted): TradeSummary {
  const { length, isOpen, pnl, returnRate, entryBar, exitBar } = trades;
  const skipped = counted === 'all' ? -1 : counted === 'closed' ? 1 : 0;
  let [count, wins, losses, gained, lost, profit] = [0, 0, 0, 0, 0, 0];
  let [duration, longest, winDuration, lossDuration, winReturns, lossReturns] = [0, 0, 0, 0, 0, 0];
  let [best, worst] = [-Infinity, Infinity];
  for (let trade = 0; trade < length; trade++) {
    if (isOpen[trade] === skipped) continue;
    const gain = pnl[trade]!;
    const rate = returnRate[trade]!;
    const bars = exitBar[trade]! - entryBar[trade]! + isOpen[trade]!;
    count++;
    profit += gain;
    duration += bars;
    if (bars > longest) longest = bars;
    if (rate > best) best = rate;
    if (rate < worst) worst = rate;
    if (gain > 0) {
      wins++;
      gained += gain;
      winDuration += bars;
      winReturns += rate;
    } else if (gain < 0) {
      losses++;
      lost += gain;
      lossDuration += bars;
      lossReturns += rate;
    }
  }
  const squaredDeviations = deviationsOf(trades, skipped, profit / count);
  return {
    count, wins, losses, gained, lost, profit, squaredDeviations, duration, longest, winDuration, lossDuration, best, worst, winReturns,
    lossReturns,
  };
}

function deviationsOf({ length, isOpen, pnl }: TradeRecords, skipped: number, mean: number): number {
  let squares = 0;
  for (let trade = 0; trade < length; trade++) {
    if (isOpen[trade] === skipped) continue;
    const deviation = pnl[trade]! - mean;
    squares += deviation * deviation;
  }
  return squares;
}
