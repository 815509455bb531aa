import type { MarketResult } from '@wick/core';

/** What one market did for the account that it shares. Money is in the quote asset. */
export interface MarketFigures {
  readonly symbol: string;
  /** Closed; `openTrades` are marked at the last close. */
  readonly trades: number;
  readonly openTrades: number;
  /** Closed trades with a profit / closed trades; null without any. */
  readonly winRate: number | null;
  /** Of all trades, after fees: over all markets it is the final value less the initial cash. */
  readonly pnl: number;
  readonly fees: number;
  /** Bars that end in a position of it / bars of the portfolio; null without bars. */
  readonly exposure: number | null;
  /** Orders that were refused or filled with less. */
  readonly refused: number;
}

/** @param bars of the whole portfolio */
export function marketToFigures({ manifest, trades, fills, refusals, barsInPosition }: MarketResult, bars: number): MarketFigures {
  const closed = trades.filter(({ status }) => status === 'closed');
  return {
    symbol: manifest.series.symbol,
    trades: closed.length,
    openTrades: trades.length - closed.length,
    winRate: closed.length === 0 ? null : closed.filter(({ pnl }) => pnl > 0).length / closed.length,
    pnl: trades.reduce((sum, { pnl }) => sum + pnl, 0),
    fees: fills.reduce((sum, { fee }) => sum + fee, 0),
    exposure: bars === 0 ? null : barsInPosition / bars,
    refused: Object.values(refusals).reduce((sum, times) => sum + times, 0),
  };
}
