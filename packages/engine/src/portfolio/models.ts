import { DEFAULT_MAINTENANCE_MARGIN_RATE, type Execution } from '@wick/core';
import { type FeeModel, rateFees } from './fee-model.ts';
import { type SlippageModel, slippageModel } from './slippage-model.ts';
import { createVenue, type Venue } from './venue.ts';

/** Every option of an execution, decided once: nothing is looked up again while bars pass. */
export interface Models {
  /** true: a signal fills at its own bar's close, after the stops of that bar. false: at the next bar's open. */
  readonly fillAtClose: boolean;
  readonly fees: FeeModel;
  readonly slippage: SlippageModel;
  readonly venue: Venue;
  /** Value of all positions / equity that is allowed. */
  readonly leverage: number;
  /** Equity / value of all positions at which they are liquidated; 0 without leverage. */
  readonly maintenanceMarginRate: number;
}

export function compileModels(execution: Execution): Models {
  const { leverage = 1, maintenanceMarginRate = DEFAULT_MAINTENANCE_MARGIN_RATE } = execution;
  return {
    fillAtClose: execution.fill === 'close',
    fees: rateFees(execution.takerFeeRate, execution.makerFeeRate, execution.fixedFee),
    slippage: slippageModel(execution),
    venue: createVenue(execution),
    leverage,
    maintenanceMarginRate: leverage > 1 ? maintenanceMarginRate : 0,
  };
}
