import { type Distance, type FrameBlock, type OrderReason, WickError } from '@wick/core';
import type { PortfolioState } from './portfolio-state.ts';
import type { PositionRules } from './position-rules.ts';

/** What a stop or a target does to a position inside a bar. */
export interface StopExit {
  readonly reason: Exclude<OrderReason, 'entry' | 'exit'>;
  /** Where the market was, before slippage. */
  readonly price: number;
  readonly ambiguous: boolean;
}

/**
 * Stops and targets: resting instructions that a bar's range sets off. They see a bar only if the position was open
 * before the bar's range was made: a fill at the open exposes it to that bar, a fill at the close to the next one.
 *
 * - **Stop loss, take profit**: at entry price × (1 ∓ percent) for a long, mirrored for a short. The entry price
 *   includes slippage.
 * - **Trailing stop**: at best price × (1 − percent) for a long, mirrored for a short. The best price is the highest
 *   of the entry price, the highs of the bars that the position has lived through, and the open of the bar at hand:
 *   what is certain to have traded before the bar moves against it. The bar's own high counts from the next bar on,
 *   because nothing says that it came before the low.
 * - Of a stop loss and a trailing stop, the nearer one is reached first and names the exit.
 * - A bar that opens beyond a level fills at the open, stop or target, and nothing about it is ambiguous. Otherwise a
 *   level inside the bar's range fills at the level.
 * - A bar whose range holds both a stop and the target does not say which came first: the stop is taken, `ambiguous`.
 */
export interface StopModel {
  /**
   * The first bar of `[from, to)` on which a stop or the target of the open position is touched, or `to`.
   * Moves `state.bestPrice` along.
   */
  firstTouch(state: PortfolioState, block: FrameBlock, from: number, to: number): number;
  /** What happens on a bar that {@link firstTouch} returned, before any other bar is looked at. */
  exitAt(state: PortfolioState, block: FrameBlock, bar: number): StopExit;
}

/** Distances as shares of a price; `undefined` where there is no such stop. */
interface StopShares {
  readonly stopLoss: number | undefined;
  readonly takeProfit: number | undefined;
  readonly trailing: number | undefined;
}

export function stopModel(rules: PositionRules): StopModel {
  const shares: StopShares = {
    stopLoss: shareOf(rules.stopLoss),
    takeProfit: shareOf(rules.takeProfit),
    trailing: shareOf(rules.trailingStop),
  };
  return {
    firstTouch: scanFor(shares),
    exitAt: (state, block, bar) => exitAt(levelsOf(state, shares), state, block, bar),
  };
}

/** Distance from the entry price to the nearer of stop loss and trailing stop, as a share of it; undefined without both. */
export function nearestStopShare({ stopLoss, trailingStop }: PositionRules): number | undefined {
  const shares = [shareOf(stopLoss), shareOf(trailingStop)].filter((share) => share !== undefined);
  return shares.length > 0 ? Math.min(...shares) : undefined;
}

function shareOf(distance: Distance | undefined): number | undefined {
  if (distance === undefined) return undefined;
  if (distance.kind === 'percent') return distance.percent / 100;
  throw new WickError('STRATEGY_INVALID', 'The engine does not measure stops in ATR yet.', { remedy: 'Give the stop as a percentage.' });
}

/** Prices at which a position ends; never reached (0 or ∞) where there is no such rule. */
interface Levels {
  readonly stopLoss: number;
  readonly trailing: number;
  readonly target: number;
}

function levelsOf(state: PortfolioState, shares: StopShares): Levels {
  const side = state.position > 0 ? 1 : -1;
  const farAgainst = side > 0 ? 0 : Infinity;
  const farInFavour = side > 0 ? Infinity : 0;
  const { stopLoss, takeProfit, trailing } = shares;
  return {
    stopLoss: stopLoss === undefined ? farAgainst : state.entryPrice * (1 - side * stopLoss),
    trailing: trailing === undefined ? farAgainst : state.bestPrice * (1 - side * trailing),
    target: takeProfit === undefined ? farInFavour : state.entryPrice * (1 + side * takeProfit),
  };
}

/** One loop for each kind of rules, chosen once. */
function scanFor(shares: StopShares): StopModel['firstTouch'] {
  const { stopLoss, takeProfit, trailing } = shares;
  if (trailing !== undefined) {
    return (state, block, from, to) =>
      scanTrailing(state, block, from, to, levelsOf(state, shares), trailing);
  }
  if (stopLoss === undefined && takeProfit === undefined) return (_state, _block, _from, to) => to;
  return (state, block, from, to) => {
    const levels = levelsOf(state, shares);
    const lower = Math.min(levels.stopLoss, levels.target);
    const upper = Math.max(levels.stopLoss, levels.target);
    return scanFixed(block.columns.low, block.columns.high, from, to, lower, upper);
  };
}

function scanFixed(
  low: Float64Array,
  high: Float64Array,
  from: number,
  to: number,
  lower: number,
  upper: number,
): number {
  for (let bar = from; bar < to; bar++) {
    if (low[bar]! <= lower || high[bar]! >= upper) return bar;
  }
  return to;
}

/** Levels that never move are in `levels`; the trailing one follows `best` and is compared with the nearer fixed one. */
function scanTrailing(
  state: PortfolioState,
  block: FrameBlock,
  from: number,
  to: number,
  levels: Levels,
  trailing: number,
): number {
  const { open, high, low } = block.columns;
  const { stopLoss, target } = levels;
  const isLong = state.position > 0;
  let best = state.bestPrice;
  let bar = from;
  if (isLong) {
    for (; bar < to; bar++) {
      if (open[bar]! > best) best = open[bar]!;
      if (low[bar]! <= best * (1 - trailing) || low[bar]! <= stopLoss || high[bar]! >= target) break;
      if (high[bar]! > best) best = high[bar]!;
    }
  } else {
    for (; bar < to; bar++) {
      if (open[bar]! < best) best = open[bar]!;
      if (high[bar]! >= best * (1 + trailing) || high[bar]! >= stopLoss || low[bar]! <= target) break;
      if (low[bar]! < best) best = low[bar]!;
    }
  }
  state.bestPrice = best;
  return bar;
}

/** Prices times `side`, so that a short reads like a long: against the position is down. */
function exitAt(levels: Levels, state: PortfolioState, block: FrameBlock, bar: number): StopExit {
  const { columns } = block;
  const side = state.position > 0 ? 1 : -1;
  const trails = side * levels.trailing > side * levels.stopLoss;
  const stop = trails ? levels.trailing : levels.stopLoss;
  const reason = trails ? 'trailing-stop' : 'stop-loss';
  const { target } = levels;
  const open = columns.open[bar]!;
  if (side * open <= side * stop) return { reason, price: open, ambiguous: false };
  if (side * open >= side * target) return { reason: 'take-profit', price: open, ambiguous: false };
  const worst = side > 0 ? columns.low[bar]! : columns.high[bar]!;
  const bestOfBar = side > 0 ? columns.high[bar]! : columns.low[bar]!;
  const ambiguous = side * bestOfBar >= side * target;
  if (side * worst <= side * stop) return { reason, price: stop, ambiguous };
  return { reason: 'take-profit', price: target, ambiguous: false };
}
