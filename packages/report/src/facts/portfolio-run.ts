import type { PortfolioResult, Rebalancing, Trade } from '@wick/core';

/** A backtest of several markets with one cash, as a reader is told of it. */
export interface PortfolioRun {
  readonly result: PortfolioResult;
  /** The weights that it was asked to keep, where it was. */
  readonly rebalancing?: Rebalancing;
}

/** A trade, and its market's place in the list. */
export interface MarketTrade {
  readonly market: number;
  readonly trade: Trade;
}

export const symbolsOf = ({ markets }: PortfolioResult): string[] => markets.map(({ manifest }) => manifest.series.symbol);

/** What nobody asked for: of the account, and then of any market. */
export const assumptionsOf = ({ assumptions, markets }: PortfolioResult): string[] => [
  ...new Set([...assumptions, ...markets.flatMap(({ manifest }) => manifest.assumptions)]),
];

/** The trades of all markets in the order in which they were entered. */
export const tradesOfMarkets = ({ markets }: PortfolioResult): MarketTrade[] =>
  markets.flatMap(({ trades }, market) => trades.map((trade) => ({ market, trade }))).sort((a, b) => a.trade.entryTimeMs - b.trade.entryTimeMs);
