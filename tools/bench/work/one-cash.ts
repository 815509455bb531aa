import { createPortfolio, type MarketBlock, type Portfolio } from '@wick/engine';
import type { Benchmark } from '../harness/benchmark.ts';
import { marketFolder, readFrame, readSignals } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';
import { fillsToAnswer } from './fills-to-answer.ts';
import { vectorbtExecution } from './vectorbt-execution.ts';

const INITIAL_CASH = 100_000;
const RULES = { size: { kind: 'value', value: 10_000 } } as const;

/** Many markets that one cash pays, each entry of the same value. */
export const sharedCash: Benchmark = {
  name: 'shared-cash',
  work: ({ bars, columns = 1 }) => `${columns} symbols × ${bars.toLocaleString('en')} bars, shared cash, simulation`,
  full: { bars: 100_000, columns: 10 },
  small: { bars: 3_000, columns: 3 },
  pairs: 21,
  goal: { ratio: 1 / 4 },
  prepare: prepareMarkets,
  open(folder, scale) {
    const blocks = Array.from({ length: scale.columns! }, (_, column): MarketBlock => {
      const from = marketFolder(folder, column, scale);
      return { block: readFrame(from), signals: readSignals(from, 'entries', 'exits') };
    });
    const seats = blocks.map(() => ({ rules: RULES, account: 0 }));
    const options = { execution: vectorbtExecution(INITIAL_CASH, 0.0002), initialCash: [INITIAL_CASH], excursions: 'discard' } as const;
    const equity = new Float64Array(scale.bars);
    let portfolio: Portfolio;
    return {
      run() {
        portfolio = createPortfolio(seats, options);
        portfolio.push(blocks, [equity]);
      },
      answer: () => fillsToAnswer(portfolio.result().instruments.flatMap(({ fills }) => fills)),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_shared_cash.py' },
  tolerance: 0,
};
