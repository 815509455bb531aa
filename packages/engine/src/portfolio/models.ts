import type { Execution } from '@wick/core';
import { type FeeModel, rateFees } from './fee-model.ts';
import type { PositionRules } from './position-rules.ts';
import { type SizeModel, sizeModel } from './size-model.ts';
import { bpsSlippage, type SlippageModel } from './slippage-model.ts';
import { type StopModel, stopModel } from './stop-model.ts';

/** Every option of a run, decided once: nothing is looked up again while bars pass. */
export interface Models {
  /** true: a signal fills at its own bar's close, after the stops of that bar. false: at the next bar's open. */
  readonly fillAtClose: boolean;
  readonly fees: FeeModel;
  readonly slippage: SlippageModel;
  readonly sizes: SizeModel;
  readonly stops: StopModel;
}

export function compileModels(rules: PositionRules, execution: Execution): Models {
  const fees = rateFees(execution.takerFeeRate, execution.makerFeeRate);
  return {
    fillAtClose: execution.fill === 'close',
    fees,
    slippage: bpsSlippage(execution.slippageBps),
    sizes: sizeModel(rules.size, fees),
    stops: stopModel(rules),
  };
}
