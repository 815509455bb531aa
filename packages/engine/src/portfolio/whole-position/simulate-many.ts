import { type Execution, type FrameBlock, type Signals, WickError } from '@wick/core';
import type { PositionRules } from '../position-rules.ts';
import type { Arithmetic } from '../../records/arithmetic.ts';
import { compileLaneRules, isTolerant, isWholePosition } from './lane-rules.ts';
import { CASH, createLanes, FEES_PAID, LANE_FIELDS, LONG_TRADES, ORDERS, POSITION, PROFIT_CASH, SHORT_TRADES } from './lane-row.ts';
import { createWalk, walkLane } from './walk.ts';
import { walkExact } from './walk-exact.ts';
import { walkPlain } from './walk-plain.ts';
import { walkTolerant } from './walk-tolerant.ts';

/** Some candles and what somebody wants at each of them. */
export interface SignalRunInput {
  readonly block: FrameBlock;
  readonly signals: Signals;
}

/** What many runs came to, a value a run. */
export interface RunTotals {
  /** Quote asset, positions at their last close. */
  readonly finalValue: Float64Array;
  readonly orders: Float64Array;
  /** Closed ones; undefined where they were not asked for, as are the fees. */
  readonly trades: Float64Array | undefined;
  readonly feesPaid: Float64Array | undefined;
}

export interface SimulateManyOptions {
  /** Default `exact`. */
  readonly arithmetic?: Arithmetic;
  /** false: trades and fees are not summed, which halves the time of an order. Default true. */
  readonly sums?: boolean;
}

/**
 * Many runs by the same rules, each with its own signals and candles: the numbers of `createSimulation` (or of vectorbt, with the
 * tolerant arithmetic), without fills or equity kept. About 25 ns an order, half of it without sums.
 *
 * @throws WickError OPTION_INVALID if the options ask for more than whole positions, or signals are not as long as their candles
 */
export function simulateMany(
  runs: readonly SignalRunInput[],
  rules: PositionRules,
  execution: Execution,
  { arithmetic = 'exact', sums = true }: SimulateManyOptions = {},
): RunTotals {
  if (!isWholePosition(rules, execution) || (arithmetic === 'tolerant' && !isTolerant(rules))) throw unsupported(arithmetic);
  const lanes = compileLaneRules(rules, execution, arithmetic);
  const table = createLanes(runs.length, execution.initialCash);
  const walk = createWalk(table, lanes);
  walk.sums = sums;
  const totals: RunTotals = {
    finalValue: new Float64Array(runs.length),
    orders: new Float64Array(runs.length),
    trades: sums ? new Float64Array(runs.length) : undefined,
    feesPaid: sums ? new Float64Array(runs.length) : undefined,
  };
  for (const [run, { block, signals }] of runs.entries()) {
    if (signals.length !== block.length) throw unequal(run, block, signals);
    const { open, high, low, close } = block.columns;
    walk.bars = { firstBar: 0, length: block.length, openTimeMs: block.openTimeMs, open, high, low, close };
    const words = {
      longEntry: signals.longEntry.words, longExit: signals.longExit.words, shortEntry: signals.shortEntry.words, shortExit: signals.shortExit.words,
    };
    if (arithmetic === 'tolerant') walkLane(walk, run, words, walkTolerant);
    else if (lanes.isPlain) walkPlain(walk, run, words);
    else walkLane(walk, run, words, walkExact);
    const row = run * LANE_FIELDS;
    const position = table[row + POSITION]!;
    const cash = arithmetic === 'tolerant' ? execution.initialCash + table[row + PROFIT_CASH]! : table[row + CASH]!;
    totals.finalValue[run] = position === 0 ? cash : cash + position * close[block.length - 1]!;
    totals.orders[run] = table[row + ORDERS]!;
    if (totals.trades) totals.trades[run] = table[row + LONG_TRADES]! + table[row + SHORT_TRADES]!;
    if (totals.feesPaid) totals.feesPaid[run] = table[row + FEES_PAID]!;
  }
  return totals;
}

const unsupported = (arithmetic: Arithmetic): WickError =>
  new WickError('OPTION_INVALID', `These rules ask for more than the ${arithmetic} arithmetic of whole positions does.`, {
    remedy: 'Run them one by one with createSimulation.',
  });

const unequal = (run: number, block: FrameBlock, signals: Signals): WickError =>
  new WickError('OPTION_INVALID', `Run ${run} has signals for ${signals.length} bars, but ${block.length} bars.`, {
    remedy: 'Give one signal a bar, on exactly the candles of the run.',
    details: { option: 'signals', run },
  });
