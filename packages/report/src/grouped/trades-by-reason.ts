import type { Side, Trade } from '@wick/core';
import { arquero } from './arquero.ts';

/** Trades of one side that ended for one reason. Money is in the quote asset. */
export interface TradeGroup {
  readonly side: Side;
  readonly exitReason: Trade['exitReason'];
  readonly trades: number;
  readonly wins: number;
  readonly pnl: number;
  /** Mean of the trades' returns, a share. */
  readonly meanReturn: number;
  readonly meanDurationMs: number;
}

/** Trades by side and by what ended them, the most frequent first. */
export function tradesByReason(trades: readonly Trade[]): TradeGroup[] {
  if (trades.length === 0) return [];
  const { desc, op, table } = arquero();
  return table({
    side: trades.map((trade) => trade.side),
    exitReason: trades.map((trade) => trade.exitReason),
    win: trades.map((trade) => (trade.pnl > 0 ? 1 : 0)),
    pnl: trades.map((trade) => trade.pnl),
    returnRate: trades.map((trade) => trade.returnRate),
    durationMs: trades.map((trade) => trade.exitTimeMs - trade.entryTimeMs),
  })
    .groupby('side', 'exitReason')
    .rollup({
      trades: op.count(),
      wins: op.sum('win'),
      pnl: op.sum('pnl'),
      meanReturn: op.mean('returnRate'),
      meanDurationMs: op.mean('durationMs'),
    })
    .orderby(desc('trades'), 'side', 'exitReason')
    .objects() as TradeGroup[];
}
