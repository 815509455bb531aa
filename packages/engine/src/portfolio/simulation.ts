import { type Execution, type Fill, type FrameBlock, type Interval, type Refusals, type Signals, type Trade, WickError } from '@wick/core';
import { Account } from './account.ts';
import { createExcursions } from './excursions.ts';
import { fillsToTrades } from './fills-to-trades.ts';
import { addsToPositions, clearsConflicts, Instrument, type OrderColumns, wantsNextBar } from './instrument.ts';
import type { PortfolioState } from './portfolio-state.ts';
import type { PositionRules } from './position-rules.ts';
import { nearestStopShare, rulesToPlan } from './rule-plan.ts';
import { createValueStream } from './value-stream.ts';
import { Walk } from './walk.ts';

/** What a portfolio did with its signals. */
export interface SimulationResult {
  readonly fills: readonly Fill[];
  readonly trades: readonly Trade[];
  readonly refusals: Refusals;
}

/** A portfolio that is fed one block after another. */
export interface Simulation {
  readonly state: PortfolioState;
  /**
   * @param signals one bit a bar of the block, known at the bar's close
   * @param equity is written: cash + position × close at each bar's close, in the quote asset
   * @param columns numbers a bar that replace options
   * @throws WickError OPTION_INVALID if the signals are not as long as the block
   */
  push(block: FrameBlock, signals: Signals, equity: Float64Array, columns?: OrderColumns): void;
  /** What it came to, if the bars ended here. Changes nothing: more blocks may follow. */
  result(): SimulationResult;
}

export interface SimulationOptions {
  /** `discard`: trades have no MAE and MFE, which saves a look at the high and low of every bar in a position. Default `record`. */
  readonly excursions?: 'record' | 'discard';
  /** Of the bars; needed where a size is by volatility. */
  readonly interval?: Interval;
}

/** @param execution complete, from core's `parseExecution` */
export function createSimulation(rules: PositionRules, execution: Execution, options: SimulationOptions = {}): Simulation {
  const plan = rulesToPlan(rules, options.interval, execution.daysPerYear);
  const instrument = new Instrument(0, plan, addsToPositions(plan, execution), clearsConflicts(execution));
  const { book } = instrument;
  const account = new Account(execution.initialCash, [book]);
  const walk = new Walk(account, [instrument], execution);
  const values = createValueStream(plan.expressions, options.interval);
  const excursions = options.excursions === 'discard' ? undefined : createExcursions(book.log, execution.fill === 'close');
  const stopShare = nearestStopShare(plan);
  let bars = 0;
  return {
    get state() {
      const { position, barsInPosition, lastOpenTimeMs, lastClose } = book;
      return { bars, cash: account.cash, position, barsInPosition, lastOpenTimeMs, lastClose };
    },
    push(block, signals, equity, columns) {
      if (signals.length !== block.length) throw unequal(block, signals);
      walk.push([{ block, signals, columns, values: values.next(block) }], equity);
      if (block.length > 0) excursions?.add(block, bars);
      bars += block.length;
    },
    result() {
      const fills = book.log.fills();
      const last = { bar: bars - 1, openTimeMs: book.lastOpenTimeMs, close: book.lastClose };
      return {
        fills,
        trades: fillsToTrades(fills, { isAmbiguous: (fill) => book.log.isAmbiguous(fill), excursions, stopShare }, last),
        refusals: { ...book.refusals, noNextBar: wantsNextBar(book) ? 1 : 0 },
      };
    },
  };
}

const unequal = (block: FrameBlock, signals: Signals): WickError =>
  new WickError('OPTION_INVALID', `There are signals for ${signals.length} bars, but ${block.length} bars.`, {
    remedy: 'Give one signal a bar, on exactly the candles that the run is made of.',
    details: { option: 'signals' },
  });
