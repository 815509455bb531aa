import { DAY_MS, type Distance, type EntryOrder, type Expression, type Interval, intervalMs, textToExpression } from '@wick/core';
import type { PositionRules } from './position-rules.ts';

/** A distance from a price: price × share + multiple × a number that was read at the signal. */
export interface DistancePlan {
  readonly share: number;
  readonly multiple: number;
  /** Which of the numbers; −1 for none. */
  readonly value: number;
}

export type SizePlan =
  | { readonly kind: 'equity' | 'risk'; readonly share: number }
  | { readonly kind: 'value' | 'amount'; readonly amount: number }
  /** Value = equity × share / (the number × √bars in a year). */
  | { readonly kind: 'volatility'; readonly share: number; readonly value: number };

export interface EntryPlan {
  readonly kind: EntryOrder['kind'];
  readonly offset: DistancePlan;
  readonly limit: DistancePlan | undefined;
  readonly bars: number;
}

/** The rules of a position, decided once: nothing is looked up again while bars pass. */
export interface RulePlan {
  /** Numbers that the rules read at the bar of a signal, beside its close. */
  readonly expressions: readonly Expression[];
  readonly stopLoss: DistancePlan | undefined;
  readonly takeProfit: DistancePlan | undefined;
  readonly trailingStop: DistancePlan | undefined;
  /** Bars that a position is held at most; Infinity where nothing counts them. */
  readonly exitAfter: number;
  readonly size: SizePlan;
  /** undefined: at the market. */
  readonly entry: EntryPlan | undefined;
  /** Entries that a position may have; 1 where nothing is added. */
  readonly entries: number;
  /** Of the largest size, at each exit; 1 where an exit closes. */
  readonly exitShare: number;
}

/** @param interval of the bars, to annualise a volatility; @param daysPerYear of the market */
export function rulesToPlan(rules: PositionRules, interval: Interval | undefined, daysPerYear: number): RulePlan {
  const texts: string[] = [];
  const read = (text: string): number => {
    const known = texts.indexOf(text);
    return known === -1 ? texts.push(text) - 1 : known;
  };
  const distance = (given: Distance | undefined): DistancePlan | undefined => {
    if (given === undefined) return undefined;
    if (given.kind === 'percent') return { share: given.percent / 100, multiple: 0, value: -1 };
    return { share: 0, multiple: given.multiple, value: read(`atr(${given.period})`) };
  };
  const { entryOrder } = rules;
  return {
    stopLoss: distance(rules.stopLoss),
    takeProfit: distance(rules.takeProfit),
    trailingStop: distance(rules.trailingStop),
    exitAfter: rules.exitAfter?.bars ?? Infinity,
    size: sizePlan(rules, read, interval, daysPerYear),
    entry: entryOrder && {
      kind: entryOrder.kind,
      offset: distance(entryOrder.offset)!,
      limit: entryOrder.kind === 'stop-limit' ? distance(entryOrder.limit) : undefined,
      bars: entryOrder.bars,
    },
    entries: rules.scaleIn?.entries ?? 1,
    exitShare: rules.scaleOut === undefined ? 1 : rules.scaleOut.percent / 100,
    expressions: texts.map((text) => textToExpression(text, 'number')),
  };
}

function sizePlan(
  { size }: PositionRules,
  read: (text: string) => number,
  interval: Interval | undefined,
  daysPerYear: number,
): SizePlan {
  switch (size.kind) {
    case 'equity':
    case 'risk':
      return { kind: size.kind, share: size.percent / 100 };
    case 'value':
      return { kind: 'value', amount: size.value };
    case 'amount':
      return { kind: 'amount', amount: size.amount };
    case 'volatility': {
      const barsPerYear = (daysPerYear * DAY_MS) / intervalMs(interval ?? '1d');
      // The deviation of the returns is read at the signal; what turns it into one a year is part of the share.
      return { kind: 'volatility', share: size.percent / 100 / Math.sqrt(barsPerYear), value: read(`stdev(close / close[1] - 1, ${size.period})`) };
    }
  }
}

/** What a distance comes to as a difference of prices. NaN where the number it reads is unknown. */
export const distanceFrom = (distance: DistancePlan, price: number, values: Float64Array): number =>
  distance.value < 0 ? price * distance.share : distance.multiple * values[distance.value]!;

/** The part of it that does not depend on the price. */
export const gapOf = (distance: DistancePlan, values: Float64Array): number =>
  distance.value < 0 ? 0 : distance.multiple * values[distance.value]!;

/**
 * Distance from the entry price to the nearer of stop loss and trailing stop, as a share of it: a constant, or what was noted
 * of the fill that opened a position; undefined without a stop.
 */
export function nearestStopShare(
  { stopLoss, trailingStop }: Pick<RulePlan, 'stopLoss' | 'trailingStop'>,
  noted: ReadonlyMap<number, number>,
): number | undefined | ((entryFill: number) => number | undefined) {
  const stops = [stopLoss, trailingStop].filter((stop) => stop !== undefined);
  if (stops.length === 0) return undefined;
  if (stops.some((stop) => stop.value >= 0)) return (entryFill) => noted.get(entryFill);
  return Math.min(...stops.map((stop) => stop.share));
}
