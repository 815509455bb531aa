import { type Execution, type FrameBlock, type Signals, WickError } from '@wick/core';
import { Account } from './account.ts';
import { requireConventions } from './conventions/require-conventions.ts';
import { createFundingStream } from '../funding/rates-to-bars.ts';
import { createExcursions } from './excursions.ts';
import { addsToPositions, clearsConflicts, Instrument, refusalsAtEnd } from './instrument.ts';
import type { PositionRules } from './position-rules.ts';
import { nearestStopShare, rulesToPlan } from './rule-plan.ts';
import type { Simulation, SimulationOptions } from './simulation.ts';
import { TradeLog } from './trade-log.ts';
import { createValueStream } from './value-stream.ts';
import { Walk } from './walk.ts';

/** The simulation of any options: one instrument on the walk that serves portfolios. */
export function createWalkSimulation(rules: PositionRules, execution: Execution, options: SimulationOptions = {}): Simulation {
  requireConventions(rules, execution, options.funding);
  const funding = options.funding && createFundingStream(options.funding, options.interval);
  const plan = rulesToPlan(rules, options.interval, execution.daysPerYear);
  const instrument = new Instrument(0, plan, addsToPositions(plan, execution), clearsConflicts(execution));
  const { book } = instrument;
  const account = new Account(execution.initialCash, [book]);
  const walk = new Walk(account, [instrument], execution);
  const values = createValueStream(plan.expressions, options.interval);
  const excursions = options.excursions === 'discard' ? undefined : createExcursions(book.log);
  const trades = new TradeLog(book.log, excursions, nearestStopShare(plan, book.stopShares), book.stopShares);
  let bars = 0;
  return {
    get state() {
      const { position, barsInPosition, lastOpenTimeMs, lastClose } = book;
      return { bars, cash: account.cash, position, barsInPosition, orders: account.fills, lastOpenTimeMs, lastClose };
    },
    push(block, signals, equity) {
      if (signals.length !== block.length) throw unequal(block, signals);
      walk.push([{ block, signals, values: values.next(block), funding: funding?.next(block) }], equity);
      if (block.length > 0) excursions?.add(block, bars);
      bars += block.length;
    },
    takeSettled: () => trades.takeSettled(),
    orders: () => trades.orders(),
    result() {
      const last = { bar: bars - 1, openTimeMs: book.lastOpenTimeMs, close: book.lastClose };
      return {
        ...trades.read(last),
        refusals: refusalsAtEnd(book),
        fundingPaid: account.fundingPaid,
      };
    },
  };
}

export const unequal = (block: FrameBlock, signals: Signals): WickError =>
  new WickError('OPTION_INVALID', `There are signals for ${signals.length} bars, but ${block.length} bars.`, {
    remedy: 'Give one signal a bar, on exactly the candles that the run is made of.',
    details: { option: 'signals' },
  });
