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
  const sums = sumTrades(trades);
  const { count, wins, gained, lost } = sums;
  const mean = sums.pnl / count;
  const deviation = Math.sqrt(squaredDeviations(trades, mean) / (count - 1));
  const winRate = wins / count;
  const payoff = gained / wins / (lost / sums.losses);
  return {
    trades: count,
    longTrades: sums.long,
    shortTrades: count - sums.long,
    openTrades: trades.length - count,
    winRate: finite(winRate),
    profitFactor: finite(gained / lost),
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

/** Over closed trades, in one pass and in their order. NaN where one trade does not know its part. */
function sumTrades(trades: readonly Trade[]) {
  let [count, long, wins, losses] = [0, 0, 0, 0];
  let [pnl, gained, lost, multiples, mae, mfe, durationMs] = [0, 0, 0, 0, 0, 0, 0];
  let [best, worst] = [-Infinity, Infinity];
  let [winStreak, lossStreak, longestWinStreak, longestLossStreak] = [0, 0, 0, 0];
  for (const trade of trades) {
    if (trade.status !== 'closed') continue;
    const profit = trade.pnl;
    count++;
    if (trade.side === 'long') long++;
    winStreak = profit > 0 ? winStreak + 1 : 0;
    lossStreak = profit < 0 ? lossStreak + 1 : 0;
    if (winStreak > longestWinStreak) longestWinStreak = winStreak;
    if (lossStreak > longestLossStreak) longestLossStreak = lossStreak;
    if (profit > 0) {
      wins++;
      gained += profit;
    } else if (profit < 0) {
      losses++;
      lost -= profit;
    }
    pnl += profit;
    multiples += profit / (trade.initialRisk ?? Number.NaN);
    best = Math.max(best, trade.returnRate);
    worst = Math.min(worst, trade.returnRate);
    mae += trade.mae ?? Number.NaN;
    mfe += trade.mfe ?? Number.NaN;
    durationMs += trade.exitTimeMs - trade.entryTimeMs;
  }
  return {
    count, long, wins, losses, pnl, gained, lost, multiples, best, worst, longestWinStreak, longestLossStreak, mae, mfe, durationMs,
  };
}

function squaredDeviations(trades: readonly Trade[], mean: number): number {
  let squares = 0;
  for (const { status, pnl } of trades) if (status === 'closed') squares += (pnl - mean) ** 2;
  return squares;
}
