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
  const closed = trades.filter((trade) => trade.status === 'closed');
  const long = closed.filter((trade) => trade.side === 'long').length;
  const durationMs = sumOf(closed, (trade) => trade.exitTimeMs - trade.entryTimeMs);
  return {
    trades: closed.length,
    longTrades: long,
    shortTrades: closed.length - long,
    openTrades: trades.length - closed.length,
    ...winsAndLosses(closed),
    ...expectancies(closed),
    bestTrade: finite(closed.reduce((best, trade) => Math.max(best, trade.returnRate), -Infinity)),
    worstTrade: finite(closed.reduce((worst, trade) => Math.min(worst, trade.returnRate), Infinity)),
    longestWinStreak: longestStreak(closed, (trade) => trade.pnl > 0),
    longestLossStreak: longestStreak(closed, (trade) => trade.pnl < 0),
    averageMae: finite(sumOf(closed, ({ mae }) => mae ?? Number.NaN) / closed.length),
    averageMfe: finite(sumOf(closed, ({ mfe }) => mfe ?? Number.NaN) / closed.length),
    averageDurationMs: finite(durationMs / closed.length),
  };
}

function winsAndLosses(
  closed: readonly Trade[],
): Pick<TradeMetrics, 'winRate' | 'profitFactor' | 'payoffRatio' | 'kelly'> {
  let wins = 0;
  let losses = 0;
  let gained = 0;
  let lost = 0;
  for (const { pnl } of closed) {
    if (pnl > 0) {
      wins++;
      gained += pnl;
    } else if (pnl < 0) {
      losses++;
      lost -= pnl;
    }
  }
  const winRate = wins / closed.length;
  const payoff = gained / wins / (lost / losses);
  return {
    winRate: finite(winRate),
    profitFactor: finite(gained / lost),
    payoffRatio: finite(payoff),
    kelly: finite(winRate - (1 - winRate) / payoff),
  };
}

function expectancies(
  closed: readonly Trade[],
): Pick<TradeMetrics, 'expectancy' | 'expectancyR' | 'systemQualityNumber'> {
  const count = closed.length;
  const mean = sumOf(closed, (trade) => trade.pnl) / count;
  const deviation = Math.sqrt(sumOf(closed, (trade) => (trade.pnl - mean) ** 2) / (count - 1));
  const multiples = sumOf(closed, ({ pnl, initialRisk }) => pnl / (initialRisk ?? Number.NaN));
  return {
    expectancy: finite(mean),
    expectancyR: finite(multiples / count),
    systemQualityNumber: finite((Math.sqrt(count) * mean) / deviation),
  };
}

function longestStreak(trades: readonly Trade[], counts: (trade: Trade) => boolean): number {
  let longest = 0;
  let present = 0;
  for (const trade of trades) {
    present = counts(trade) ? present + 1 : 0;
    longest = Math.max(longest, present);
  }
  return longest;
}

const sumOf = (trades: readonly Trade[], value: (trade: Trade) => number): number =>
  trades.reduce((sum, trade) => sum + value(trade), 0);
