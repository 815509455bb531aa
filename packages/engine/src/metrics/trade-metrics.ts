import type { Metrics, Trade } from '@wick/core';
import { finite } from './finite.ts';

/**
 * Over closed trades, after both fees: win rate = profitable / all; profit factor = Σ gains / |Σ losses| in money (null
 * without a loss); average duration = exit fill's bar − entry fill's bar, in their open times, so a trade opened and
 * stopped in one bar lasts 0 ms.
 */
export function tradeMetrics(
  trades: readonly Trade[],
): Pick<Metrics, 'winRate' | 'profitFactor' | 'trades' | 'openTrades' | 'averageDurationMs'> {
  let closed = 0;
  let wins = 0;
  let gains = 0;
  let losses = 0;
  let durationMs = 0;
  for (const trade of trades) {
    if (trade.status === 'open') continue;
    closed++;
    durationMs += trade.exitTimeMs - trade.entryTimeMs;
    if (trade.pnl > 0) {
      wins++;
      gains += trade.pnl;
    } else {
      losses -= trade.pnl;
    }
  }
  return {
    winRate: finite(wins / closed),
    profitFactor: finite(gains / losses),
    trades: closed,
    openTrades: trades.length - closed,
    averageDurationMs: finite(durationMs / closed),
  };
}
