import type { Trade, TradeMetrics } from '@wick/core';
import { finite } from './finite.ts';

/**
 * Over closed trades, P&L after both fees. A win is above zero, a loss below, a trade that came to nothing neither.
 *
 * - win rate W = wins / all; profit factor = Σ gains / |Σ losses|; payoff = average win / |average loss|, all in money
 * - expectancy = mean(P&L); in R: mean(P&L / initial risk), null if a trade had no stop (Tharp)
 * - system quality number = √n · mean(P&L) / sd(P&L), n − 1 in the deviation (Tharp)
 * - Kelly = W − (1 − W) / payoff (Kelly 1956)
 * - average MAE and MFE (Sweeney), best and worst trade: as shares of the entry value
 * - average duration: the exit fill's bar − the entry fill's, in their open times, so a trade opened and stopped in one bar
 *   lasts 0 ms
 *
 * null without a closed trade, and where a divisor is zero; payoff and Kelly want a win and a loss.
 */
export function tradeMetrics(trades: readonly Trade[]): TradeMetrics {
  const statistics = new TradeStatistics();
  for (const trade of trades) statistics.add(trade);
  return statistics.read();
}

/** The same, from one trade after another: of each, 8 bytes are kept. */
export class TradeStatistics {
  readonly #sums: TradeSums;
  /** Of closed trades: the deviation is taken from the mean of all. */
  readonly #profits: Float64List;

  constructor(sums: TradeSums = NO_TRADES, profits = new Float64List()) {
    this.#sums = { ...sums };
    this.#profits = profits;
  }

  copy(): TradeStatistics {
    return new TradeStatistics(this.#sums, this.#profits.copy());
  }

  /** In the order in which trades end. */
  add(trade: Trade): void {
    const sums = this.#sums;
    if (trade.status !== 'closed') {
      sums.open++;
      return;
    }
    const profit = trade.pnl;
    this.#profits.push(profit);
    if (trade.side === 'long') sums.long++;
    sums.winStreak = profit > 0 ? sums.winStreak + 1 : 0;
    sums.lossStreak = profit < 0 ? sums.lossStreak + 1 : 0;
    if (sums.winStreak > sums.longestWinStreak) sums.longestWinStreak = sums.winStreak;
    if (sums.lossStreak > sums.longestLossStreak) sums.longestLossStreak = sums.lossStreak;
    if (profit > 0) {
      sums.wins++;
      sums.gained += profit;
    } else if (profit < 0) {
      sums.losses++;
      sums.lost -= profit;
    }
    sums.pnl += profit;
    sums.multiples += profit / (trade.initialRisk ?? Number.NaN);
    sums.best = Math.max(sums.best, trade.returnRate);
    sums.worst = Math.min(sums.worst, trade.returnRate);
    sums.mae += trade.mae ?? Number.NaN;
    sums.mfe += trade.mfe ?? Number.NaN;
    sums.durationMs += trade.exitTimeMs - trade.entryTimeMs;
  }

  read(): TradeMetrics {
    const sums = this.#sums;
    const count = this.#profits.length;
    const mean = sums.pnl / count;
    const deviation = Math.sqrt(this.#profits.squaredDeviations(mean) / (count - 1));
    const winRate = sums.wins / count;
    const payoff = sums.gained / sums.wins / (sums.lost / sums.losses);
    return {
      trades: count,
      longTrades: sums.long,
      shortTrades: count - sums.long,
      openTrades: sums.open,
      winRate: finite(winRate),
      profitFactor: finite(sums.gained / sums.lost),
      payoffRatio: finite(payoff),
      kelly: finite(winRate - (1 - winRate) / payoff),
      expectancy: finite(mean),
      expectancyR: finite(sums.multiples / count),
      systemQualityNumber: finite((Math.sqrt(count) * mean) / deviation),
      bestTrade: finite(sums.best),
      worstTrade: finite(sums.worst),
      longestWinStreak: sums.longestWinStreak,
      longestLossStreak: sums.longestLossStreak,
      averageMae: finite(sums.mae / count),
      averageMfe: finite(sums.mfe / count),
      averageDurationMs: finite(sums.durationMs / count),
    };
  }
}

/** Sums over closed trades, and how many are open. `multiples`, `mae` and `mfe` are NaN once one trade does not know its part. */
const NO_TRADES = {
  open: 0, long: 0, wins: 0, losses: 0, pnl: 0, gained: 0, lost: 0, multiples: 0, mae: 0, mfe: 0, durationMs: 0, best: -Infinity, worst: Infinity,
  winStreak: 0, lossStreak: 0, longestWinStreak: 0, longestLossStreak: 0,
};
type TradeSums = typeof NO_TRADES;

/** Numbers that come one by one. */
class Float64List {
  length = 0;
  #values = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  copy(): Float64List {
    const copy = new Float64List();
    copy.length = this.length;
    copy.#values = this.#values.slice();
    return copy;
  }

  squaredDeviations(mean: number): number {
    let squares = 0;
    for (let index = 0; index < this.length; index++) squares += (this.#values[index]! - mean) ** 2;
    return squares;
  }
}
