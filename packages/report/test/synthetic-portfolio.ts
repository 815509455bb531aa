import { type Frame, type Interval, NO_REFUSALS, type PortfolioResult } from '@wick/core';
import { syntheticFrame, syntheticResult } from './synthetic-run.ts';

export interface PortfolioOptions {
  readonly candles?: number;
  readonly interval?: Interval;
  readonly symbols?: readonly string[];
  readonly trades?: number;
  /** Candles before the last market is listed. */
  readonly listedAfter?: number;
}

export interface SyntheticPortfolio {
  readonly result: PortfolioResult;
  readonly frames: readonly Frame[];
}

/** A portfolio with all of its parts: each market a run of its own, and the equity of all together. It says nothing about a strategy. */
export function syntheticPortfolio(options: PortfolioOptions = {}): SyntheticPortfolio {
  const { candles = 300, interval = '1h', symbols = ['BTCUSDT', 'ETHUSDT'], trades = 6, listedAfter = 0 } = options;
  const frames = symbols.map((symbol, index) =>
    syntheticFrame({ candles, interval, symbol, seed: 7 + index, missing: (candle) => index === symbols.length - 1 && candle < listedAfter }));
  const runs = frames.map((frame, index) => syntheticResult(frame, trades, 11 + index));
  const axis = frames[0]!.openTimeMs;
  const initialCash = runs[0]!.manifest.execution.initialCash;
  const equity = Float64Array.from(axis, (_, bar) => {
    const gains = runs.map((run, index) => (run.equity[bar - (index === symbols.length - 1 ? listedAfter : 0)] ?? initialCash) - initialCash);
    return initialCash + gains.reduce((sum, gain) => sum + gain, 0);
  });
  const result: PortfolioResult = {
    metrics: { ...runs[0]!.metrics, finalValue: equity.at(-1) ?? initialCash },
    markets: runs.map((run) => ({
      manifest: run.manifest, trades: run.trades, fills: run.fills, sequence: [], refusals: NO_REFUSALS, ambiguousTrades: run.ambiguousTrades, gaps: run.gaps,
      barsInPosition: run.trades.reduce((sum, { entryBar, exitBar }) => sum + exitBar - entryBar, 0), position: 0, endsInPosition: false,
    })),
    refusals: NO_REFUSALS,
    openTimeMs: axis,
    equity,
    cash: initialCash,
    assumptions: ['On one bar, all exits go before all entries, each in the order in which the markets are listed.'],
  };
  return { result, frames };
}
