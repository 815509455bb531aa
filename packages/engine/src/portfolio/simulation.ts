import { type Execution, type Fill, type FrameBlock, NO_REFUSALS, type Refusals, type Signals, type Trade, WickError } from '@wick/core';
import { createExcursions } from './excursions.ts';
import { FillLog } from './fill-log.ts';
import { fillsToTrades } from './fills-to-trades.ts';
import { compileModels } from './models.ts';
import { ordersToFills } from './orders-to-fills.ts';
import { createPortfolioState, type PortfolioState } from './portfolio-state.ts';
import type { PositionRules } from './position-rules.ts';
import {
  createOrderStage, PENDING_LONG_ENTRY, PENDING_LONG_EXIT, PENDING_SHORT_ENTRY, PENDING_SHORT_EXIT,
} from './signals-to-orders.ts';
import { nearestStopShare } from './stop-model.ts';

/** What a portfolio did with its signals. */
export interface SimulationResult {
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
  readonly refusals: Refusals;
}

/** A portfolio that is fed one block after another. */
export interface Simulation {
  readonly state: Readonly<PortfolioState>;
  /**
   * @param signals one bit a bar of the block, known at the bar's close
   * @param equity is written: cash + position × close at each bar's close, in the quote asset
   * @throws WickError OPTION_INVALID if the signals are not as long as the block
   */
  push(block: FrameBlock, signals: Signals, equity: Float64Array): void;
  /** What it came to, if the bars ended here. Changes nothing: more blocks may follow. */
  result(): SimulationResult;
}

export interface SimulationOptions {
  /** `discard`: trades have no MAE and MFE, which saves a look at the high and low of every bar in a position. Default `record`. */
  readonly excursions?: 'record' | 'discard';
}

/** @param execution complete, from core's `parseExecution` */
export function createSimulation(rules: PositionRules, execution: Execution, options: SimulationOptions = {}): Simulation {
  const models = compileModels(rules, execution);
  const signalsToOrders = createOrderStage(!models.fillAtClose);
  const state = createPortfolioState(execution.initialCash);
  const log = new FillLog();
  const excursions = options.excursions === 'discard' ? undefined : createExcursions(log, models.fillAtClose);
  const stopShare = nearestStopShare(rules);
  return {
    state,
    push(block, signals, equity) {
      if (signals.length !== block.length) throw unequal(block, signals);
      if (block.length === 0) return;
      const firstBar = state.bars;
      ordersToFills(state, models, block, signalsToOrders(state, signals), log, equity);
      excursions?.add(block, firstBar);
      state.lastOpenTimeMs = block.openTimeMs[block.length - 1]!;
      state.lastClose = block.columns.close[block.length - 1]!;
    },
    result() {
      const { bars, lastOpenTimeMs, lastClose, conflictingSignals, noCash, noPrice } = state;
      const fills = log.fills();
      const last = { bar: bars - 1, openTimeMs: lastOpenTimeMs, close: lastClose };
      return {
        fills,
        trades: fillsToTrades(fills, { isAmbiguous: (fill) => log.isAmbiguous(fill), excursions, stopShare }, last),
        refusals: { ...NO_REFUSALS, conflictingSignals, noCash, noNextBar: wantsNextBar(state) ? 1 : 0, noPrice },
      };
    },
  };
}

/** Would the signals of the last bar trade on a next one? One that asks for nothing new is not refused. */
function wantsNextBar({ pending, position }: PortfolioState): boolean {
  if (position > 0) return (pending & (PENDING_LONG_EXIT | PENDING_SHORT_ENTRY)) !== 0;
  if (position < 0) return (pending & (PENDING_SHORT_EXIT | PENDING_LONG_ENTRY)) !== 0;
  return (pending & (PENDING_LONG_ENTRY | PENDING_SHORT_ENTRY)) !== 0;
}

const unequal = (block: FrameBlock, signals: Signals): WickError =>
  new WickError('OPTION_INVALID', `There are signals for ${signals.length} bars, but ${block.length} bars.`, {
    remedy: 'Give one signal a bar, on exactly the candles that the run is made of.',
    details: { option: 'signals' },
  });
