import { type Execution, type FrameBlock, type Signals, WickError } from '@wick/core';
import { fillsToTrades } from '../fills-to-trades.ts';
import type { PortfolioState } from '../portfolio-state.ts';
import type { PositionRules } from '../position-rules.ts';
import type { Simulation } from '../simulation.ts';
import { nearestStopShare } from '../stop-model.ts';
import { LaneFills } from './lane-fills.ts';
import {
  BARS_IN_POSITION, BEST_PRICE, CASH, CONFLICTING_SIGNALS, createLanes, ENTRY_PRICE, NO_CASH, NO_PRICE, PENDING, POSITION,
} from './lane-row.ts';
import { compileLaneRules } from './lane-rules.ts';
import { createWalk, walkLane } from './walk.ts';
import { walkExact } from './walk-exact.ts';

/**
 * A single run on the lane: `createSimulation(rules, execution, { excursions: 'discard' })`, the same to the bit, without an
 * object a fill, for options for which `isWholePosition` holds.
 */
export function createLaneSimulation(rules: PositionRules, execution: Execution): Simulation {
  const table = createLanes(1, execution.initialCash);
  const walk = createWalk(table, compileLaneRules(rules, execution));
  const fills = new LaneFills();
  walk.fills = fills;
  const stopShare = nearestStopShare(rules);
  const state = stateOver(table);
  return {
    state,
    push(block, signals, equity) {
      if (signals.length !== block.length) throw unequal(block, signals);
      if (block.length === 0) return;
      const { open, high, low, close } = block.columns;
      walk.bars = { firstBar: state.bars, length: block.length, openTimeMs: block.openTimeMs, open, high, low, close };
      walk.equity = equity;
      const { longEntry, longExit, shortEntry, shortExit } = signals;
      const words = { longEntry: longEntry.words, longExit: longExit.words, shortEntry: shortEntry.words, shortExit: shortExit.words };
      walkLane(walk, 0, words, walkExact);
      state.bars += block.length;
      state.lastOpenTimeMs = block.openTimeMs[block.length - 1]!;
      state.lastClose = close[block.length - 1]!;
    },
    result() {
      const { conflictingSignals, noCash, noPrice } = state;
      const filled = fills.fills();
      const last = { bar: state.bars - 1, openTimeMs: state.lastOpenTimeMs, close: state.lastClose };
      return {
        fills: filled,
        trades: fillsToTrades(filled, { isAmbiguous: (fill) => fills.isAmbiguous(fill), excursions: undefined, stopShare }, last),
        refusals: { conflictingSignals, noCash, noNextBar: wantsNextBar(table[PENDING]!, table[POSITION]!) ? 1 : 0, noPrice },
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

/** A view of the row under the portfolio's names. */
const stateOver = (table: Float64Array): PortfolioState => ({
  bars: 0,
  get cash() { return table[CASH]!; },
  get position() { return table[POSITION]!; },
  get entryPrice() { return table[ENTRY_PRICE]!; },
  get bestPrice() { return table[BEST_PRICE]!; },
  get pending() { return table[PENDING]!; },
  get barsInPosition() { return table[BARS_IN_POSITION]!; },
  get conflictingSignals() { return table[CONFLICTING_SIGNALS]!; },
  get noCash() { return table[NO_CASH]!; },
  get noPrice() { return table[NO_PRICE]!; },
  lastOpenTimeMs: Number.NaN,
  lastClose: Number.NaN,
});

const unequal = (block: FrameBlock, signals: Signals): WickError =>
  new WickError('OPTION_INVALID', `There are signals for ${signals.length} bars, but ${block.length} bars.`, {
    remedy: 'Give one signal a bar, on exactly the candles that the run is made of.',
    details: { option: 'signals' },
  });
