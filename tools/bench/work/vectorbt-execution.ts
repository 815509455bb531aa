import { type Execution, parseExecution, VECTORBT_CONVENTIONS } from '@wick/core';

/** vectorbt's own rules as options of our engine: filled at the signal's close, nothing slips, one fee for all orders. */
export const vectorbtExecution = (initialCash: number, feeRate: number): Execution =>
  parseExecution({
    fill: 'close', initialCash, takerFeeRate: feeRate, makerFeeRate: feeRate, slippageBps: 0, minSize: 1e-8, conventions: VECTORBT_CONVENTIONS,
  });
