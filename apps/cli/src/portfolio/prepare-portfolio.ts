import { type Column, columnsOfStrategy, type Execution, type Frame, type PortfolioResult, type Rebalancing, type Strategy } from '@wick/core';
import type { LoadedMarket } from '../backtest/load-market.ts';
import { readStrategy } from '../strategy/read-strategy.ts';

/** One finished backtest of several symbols, with all that a report tells about it. */
export interface FinishedPortfolio {
  readonly result: PortfolioResult;
  readonly frames: readonly Frame[];
  /** One of the two was run. */
  readonly strategy?: Strategy;
  readonly rebalancing?: Rebalancing;
  /** The sentence that the strategy was compiled from, where there was one. */
  readonly sentence?: string;
}

/** What is to be run, checked as far as it can be without candles. */
export interface PreparedPortfolio {
  readonly columns: readonly Column[];
  run(loaded: readonly LoadedMarket[], execution: Partial<Execution>): Promise<FinishedPortfolio>;
}

/** Every symbol by the same strategy. @throws WickError STRATEGY_SYNTAX | STRATEGY_INVALID | SENTENCE_NOT_UNDERSTOOD | FILE_NOT_FOUND */
export async function prepareSharedStrategy(given: string, closesDelisted: boolean): Promise<PreparedPortfolio> {
  const { strategy, sentence, assumptions } = await readStrategy(given);
  return {
    columns: columnsOfStrategy(strategy),
    async run(loaded, execution) {
      const frames = loaded.map(({ frame }) => frame);
      const { backtestPortfolio } = await import('@wick/engine');
      const markets = loaded.map(({ frame, funding }) => ({ frame, funding, strategy, closesAtEnd: closesDelisted && endsBefore(frame, frames) }));
      return { result: backtestPortfolio(markets, { execution, assumptions }), frames, strategy, ...(sentence !== undefined && { sentence }) };
    },
  };
}

/** Every symbol at a share of the equity. */
export function prepareWeights(rebalancing: Rebalancing, closesDelisted: boolean): PreparedPortfolio {
  const { weights, every } = rebalancing;
  return {
    columns: [],
    async run(loaded, execution) {
      const frames = loaded.map(({ frame }) => frame);
      const { backtestPortfolio, weightToTargets } = await import('@wick/engine');
      const markets = loaded.map(({ frame, funding }, place) => ({
        frame,
        funding,
        targetWeights: weightToTargets(weights[place]!, frame.openTimeMs, frame.series.interval, every),
        closesAtEnd: closesDelisted && endsBefore(frame, frames),
      }));
      return { result: backtestPortfolio(markets, { execution, assumptions: [WHEN_SET[every === 'never' ? 'once' : 'again']] }), frames, rebalancing };
    },
  };
}

const WHEN_SET: Readonly<Record<'once' | 'again', string>> = {
  once: 'Weights are known at the close of a symbol’s first bar, bought after it as --fill says, and then left alone.',
  again: 'Weights are known at the close of the first bar that closes in each new period, and traded after it as --fill says.',
};

/** Candles that go on elsewhere have ended here. */
const endsBefore = (frame: Frame, frames: readonly Frame[]): boolean => frames.some((other) => other.openTimeMs.at(-1)! > frame.openTimeMs.at(-1)!);
