import { type Execution, NO_REFUSALS } from '@wick/core';
import { createExcursions } from '../excursions.ts';
import type { PortfolioState } from '../portfolio-state.ts';
import type { PositionRules } from '../position-rules.ts';
import { nearestStopShare, rulesToPlan } from '../rule-plan.ts';
import type { Simulation, SimulationOptions } from '../simulation.ts';
import { TradeLog } from '../trade-log.ts';
import { unequal } from '../walk-simulation.ts';
import { LaneFills } from './lane-fills.ts';
import {
  BARS_IN_POSITION, CASH, CONFLICTING_SIGNALS, createLanes, NO_CASH, NO_PRICE, ORDERS, PENDING, POSITION, REDUCED, TIME_EXIT,
} from './lane-row.ts';
import { compileLaneRules } from './lane-rules.ts';
import { createWalk, walkLane } from './walk.ts';
import { walkExact } from './walk-exact.ts';

/**
 * A single run on the lane: the same to the bit as `createWalkSimulation` and faster, for options for which `isWholePosition`
 * holds.
 */
export function createLaneSimulation(rules: PositionRules, execution: Execution, options: SimulationOptions = {}): Simulation {
  const table = createLanes(1, execution.initialCash);
  const walk = createWalk(table, compileLaneRules(rules, execution));
  const fills = new LaneFills(execution.fill === 'close' ? 'close' : 'open');
  walk.fills = fills;
  const excursions = options.excursions === 'discard' ? undefined : createExcursions(fills);
  const trades = new TradeLog(fills, excursions, nearestStopShare(rulesToPlan(rules, undefined, execution.daysPerYear), new Map()));
  let bars = 0;
  let lastOpenTimeMs = Number.NaN;
  let lastClose = Number.NaN;
  /** Would the next open close a position that has been held its bars? */
  const isTimeUp = (): boolean => rules.exitAfter !== undefined && execution.fill === 'next-open' && table[POSITION] !== 0 && table[TIME_EXIT]! <= bars;
  return {
    get state(): PortfolioState {
      return { bars, cash: table[CASH]!, position: table[POSITION]!, barsInPosition: table[BARS_IN_POSITION]!, orders: table[ORDERS]!, lastOpenTimeMs, lastClose };
    },
    push(block, signals, equity) {
      if (signals.length !== block.length) throw unequal(block, signals);
      if (block.length === 0) return;
      const { open, high, low, close } = block.columns;
      walk.bars = { firstBar: bars, length: block.length, openTimeMs: block.openTimeMs, open, high, low, close };
      walk.equity = equity;
      const { longEntry, longExit, shortEntry, shortExit } = signals;
      const words = { longEntry: longEntry.words, longExit: longExit.words, shortEntry: shortEntry.words, shortExit: shortExit.words };
      walkLane(walk, 0, words, walkExact);
      excursions?.add(block, bars);
      bars += block.length;
      lastOpenTimeMs = block.openTimeMs[block.length - 1]!;
      lastClose = close[block.length - 1]!;
    },
    takeSettled: () => trades.takeSettled(),
    orders: () => trades.orders(),
    result() {
      const last = { bar: bars - 1, openTimeMs: lastOpenTimeMs, close: lastClose };
      return {
        ...trades.read(last),
        refusals: {
          ...NO_REFUSALS,
          conflictingSignals: table[CONFLICTING_SIGNALS]!,
          noCash: table[NO_CASH]!,
          noNextBar: wantsNextBar(table[PENDING]!, table[POSITION]!) || isTimeUp() ? 1 : 0,
          noPrice: table[NO_PRICE]!,
          reduced: table[REDUCED]!,
        },
        fundingPaid: 0,
      };
    },
  };
}

/** Would the signals of the last bar trade on a next one? One that asks for nothing new is not refused. */
export function wantsNextBar(pending: number, position: number): boolean {
  if (position > 0) return (pending & 0b0110) !== 0;
  if (position < 0) return (pending & 0b1001) !== 0;
  return (pending & 0b0101) !== 0;
}
