import { DEFAULT_EXECUTION, type Execution, type PositionRules, type Strategy } from '@wick/core';
import type { Arithmetic } from '../../records/arithmetic.ts';
import { CASH, SERIES_CASH } from './lane-row.ts';

export const SHARE_OF_EQUITY = 0;
export const VALUE = 1;
export const AMOUNT = 2;

/** Every option of a whole-position run as a plain number, decided once. Distances are shares of a price. */
export interface LaneRules {
  /** 1: an order fills at its own bar's close, after that bar's range. 0: at the next bar's open, before it. */
  readonly ownRangeOver: 0 | 1;
  readonly takerFeeRate: number;
  readonly makerFeeRate: number;
  /** Slippage as a share. */
  readonly slippage: number;
  readonly sizeKind: typeof SHARE_OF_EQUITY | typeof VALUE | typeof AMOUNT;
  /** A share of the equity, a value in the quote asset, or an amount of the base asset. */
  readonly size: number;
  /** Is there a stop or a target? Without one nobody looks at highs and lows. */
  readonly watchesRange: boolean;
  /** Bars from that of the entry to the one on which the position is closed; Infinity: nothing counts them. */
  readonly exitAfter: number;
  /** Does nothing but signals end a position? Then nobody looks at the bars between two of them. */
  readonly isPlain: boolean;
  /** NaN: none. With a NaN no level is ever touched. */
  readonly stopLoss: number;
  readonly takeProfit: number;
  readonly trailing: number;
  /** The field of the row that the equity counts as cash. */
  readonly account: typeof CASH | typeof SERIES_CASH;
}

const KNOWN_RULES = new Set(['version', 'name', 'long', 'short', 'size', 'stopLoss', 'takeProfit', 'trailingStop', 'exitAfter']);
const KNOWN_SIDE = new Set(['entry', 'exit']);
const KNOWN_EXECUTION = new Set([
  'fill', 'initialCash', 'takerFeeRate', 'makerFeeRate', 'slippageBps', 'riskFreeRate', 'daysPerYear',
]);
const FILLS: readonly string[] = ['next-open', 'close'];
const SIZES: readonly string[] = ['equity', 'value', 'amount'];

/**
 * Can a run be walked as a lane: one instrument, flat or one whole position, market orders? Asked of the options, so an option
 * that this file has never heard of answers no, unless it has its default.
 */
export function isWholePosition(rules: PositionRules & Partial<Pick<Strategy, 'long' | 'short'>>, execution: Execution): boolean {
  const distances: readonly ({ readonly kind: string } | undefined)[] = [rules.stopLoss, rules.takeProfit, rules.trailingStop];
  return (
    isKnown(rules, KNOWN_RULES, {}) &&
    isKnown(execution, KNOWN_EXECUTION, DEFAULT_EXECUTION) &&
    [rules.long, rules.short].every((side) => side === undefined || isKnown(side, KNOWN_SIDE, {})) &&
    FILLS.includes(execution.fill) &&
    SIZES.includes(rules.size.kind) &&
    !(rules.size.kind === 'equity' && rules.size.percent > 100) &&
    distances.every((distance) => distance === undefined || distance.kind === 'percent')
  );
}

const isKnown = (options: object, names: ReadonlySet<string>, defaults: object): boolean =>
  Object.entries(options).every(
    ([name, value]) => value === undefined || names.has(name) || JSON.stringify(value) === JSON.stringify((defaults as Record<string, unknown>)[name]),
  );

/**
 * Can it be walked with the tolerant arithmetic? That one has no stops, counts no bars, and takes of the equity only all of it.
 *
 * @param rules for which {@link isWholePosition} holds
 */
export const isTolerant = ({ size, stopLoss, takeProfit, trailingStop, exitAfter }: PositionRules): boolean =>
  (size.kind !== 'equity' || size.percent === 100) && (stopLoss ?? takeProfit ?? trailingStop ?? exitAfter) === undefined;

/** @param rules for which {@link isWholePosition} holds */
export function compileLaneRules(rules: PositionRules, execution: Execution, arithmetic: Arithmetic = 'exact'): LaneRules {
  const share = (distance: PositionRules['stopLoss']): number => (distance?.kind === 'percent' ? distance.percent / 100 : Number.NaN);
  const stops = { stopLoss: share(rules.stopLoss), takeProfit: share(rules.takeProfit), trailing: share(rules.trailingStop) };
  const watchesRange = Object.values(stops).some((distance) => !Number.isNaN(distance));
  const exitAfter = rules.exitAfter?.bars ?? Infinity;
  return {
    ownRangeOver: execution.fill === 'close' ? 1 : 0,
    takerFeeRate: execution.takerFeeRate,
    makerFeeRate: execution.makerFeeRate,
    slippage: execution.slippageBps / 10_000,
    ...sizeOf(rules.size),
    watchesRange,
    exitAfter,
    isPlain: !watchesRange && exitAfter === Infinity,
    ...stops,
    account: arithmetic === 'exact' ? CASH : SERIES_CASH,
  };
}

function sizeOf(size: PositionRules['size']): Pick<LaneRules, 'sizeKind' | 'size'> {
  switch (size.kind) {
    case 'equity':
      return { sizeKind: SHARE_OF_EQUITY, size: size.percent / 100 };
    case 'value':
      return { sizeKind: VALUE, size: size.value };
    case 'amount':
      return { sizeKind: AMOUNT, size: size.amount };
    default:
      throw new TypeError(`a size by ${size.kind} is not for a lane`);
  }
}
