import { type Execution, parseExecution, VECTORBT_CONVENTIONS } from '@wick/core';

/** Our rules where they meet vectorbt's defaults but for the last bits: filled at the signal's close, nothing slips, one fee for all orders. */
export const ownExecution = (initialCash: number, feeRate: number): Execution =>
  parseExecution({ fill: 'close', initialCash, takerFeeRate: feeRate, makerFeeRate: feeRate, slippageBps: 0 });

/** vectorbt's own rules, which are options of our engine too: the same bits. */
export const vectorbtExecution = (initialCash: number, feeRate: number): Execution =>
  parseExecution({ ...ownExecution(initialCash, feeRate), minSize: 1e-8, conventions: VECTORBT_CONVENTIONS });
