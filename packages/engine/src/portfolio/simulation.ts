import type { Execution, Fill, FrameBlock, FundingRates, Interval, Refusals, Signals, Trade } from '@wick/core';
import type { OrderRecords } from '../records/order-records.ts';
import type { PortfolioState } from './portfolio-state.ts';
import type { PositionRules } from './position-rules.ts';
import type { FilledTrades } from './trade-log.ts';
import { createWalkSimulation } from './walk-simulation.ts';
import { createLaneSimulation } from './whole-position/lane-simulation.ts';
import { isWholePosition } from './whole-position/lane-rules.ts';

/** What a portfolio did with its signals. */
export interface SimulationResult {
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
  readonly refusals: Refusals;
  /** Quote asset; 0 without funding. */
  readonly fundingPaid: number;
}

/** A portfolio that is fed one block after another. */
export interface Simulation {
  readonly state: PortfolioState;
  /**
   * @param signals one bit a bar of the block, known at the bar's close
   * @param equity is written: cash + position × close at each bar's close, in the quote asset
   * @throws WickError OPTION_INVALID if the signals are not as long as the block
   */
  push(block: FrameBlock, signals: Signals, equity: Float64Array): void;
  /** Takes fills and trades of positions that are over out of the simulation, so that its memory does not grow with them. */
  takeSettled(): FilledTrades;
  /** The fills of {@link result} as columns: what records and metrics per bar are made of. */
  orders(): OrderRecords;
  /** What it came to, if the bars ended here, but for what was taken out. Changes nothing: more blocks may follow. */
  result(): SimulationResult;
}

export interface SimulationOptions {
  /** `discard`: trades have no MAE and MFE, which saves a look at the high and low of every bar in a position. Default `record`. */
  readonly excursions?: 'record' | 'discard';
  /** Of the bars; needed where a size is by volatility. */
  readonly interval?: Interval;
  /** Charged on what is held at each payment; needs the interval. Not under conventions. */
  readonly funding?: FundingRates | undefined;
}

/**
 * A portfolio of one instrument. Where the options are of the common class (flat or one whole position, market orders), a
 * walk that is specialised for them answers, with the same bits.
 *
 * @param execution complete, from core's `parseExecution`
 */
export const createSimulation = (rules: PositionRules, execution: Execution, options: SimulationOptions = {}): Simulation =>
  options.funding === undefined && isWholePosition(rules, execution) ? createLaneSimulation(rules, execution, options) : createWalkSimulation(rules, execution, options);
