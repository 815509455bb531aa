import { type Distance, type Fill, NO_REFUSALS, type PositionRules, type Refusals } from '@wick/core';
import type { NaiveCandle, NaiveSide } from './naive-costs.test-support.ts';

/** What one instrument brings to one bar. Without a candle, nothing of it counts. */
export interface NaiveBar {
  readonly candle: NaiveCandle | undefined;
  /** Any of `buy sell short cover`, wanted at the close; `time` where the position has been held its bars. */
  readonly words: readonly string[];
  /** Numbers that rules read, by name: `atr 5`, `stdev 3`. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Replaces the option on this bar; NaN does not. */
  readonly size: number;
  /** Base asset to buy (above 0) or to sell; NaN for none. */
  readonly order: number;
  /** Share of the equity to hold; NaN for none. */
  readonly weight: number;
}

export interface NaiveInstrument {
  readonly rules: PositionRules;
  /** The bar at whose close it is over. */
  readonly closesAt: number | undefined;
  readonly bars: readonly NaiveBar[];
}

export interface NaiveFill extends Fill {
  readonly ambiguous: boolean;
  readonly sequence: number;
}

/** An entry that waits. Either price may be missing: a limit order has no trigger, a stop order no limit. */
export interface NaiveResting {
  readonly side: NaiveSide;
  trigger: number | undefined;
  readonly limit: number | undefined;
  bars: number;
  readonly signal: NaiveBar;
}

/** Everything about one instrument, as it goes. */
export interface NaiveBook {
  readonly index: number;
  readonly instrument: NaiveInstrument;
  position: number;
  entryPrice: number;
  entries: number;
  largest: number;
  gaps: { loss: number; target: number; trail: number };
  best: number;
  wish: NaiveBar | undefined;
  resting: NaiveResting | undefined;
  lastClose: number;
  readonly fills: NaiveFill[];
  readonly refusals: { -readonly [Reason in keyof Refusals]: number };
  barsInPosition: number;
}

export const createNaiveBook = (instrument: NaiveInstrument, index: number): NaiveBook => ({
  index, instrument, position: 0, entryPrice: 0, entries: 0, largest: 0, gaps: { loss: 0, target: 0, trail: 0 }, best: 0,
  wish: undefined, resting: undefined, lastClose: Number.NaN, fills: [], refusals: { ...NO_REFUSALS }, barsInPosition: 0,
});

/** A distance from a price, as a difference of prices. */
export const distanceNaively = (distance: Distance, price: number, { numbers }: NaiveBar): number =>
  distance.kind === 'percent' ? price * (distance.percent / 100) : gapNaively(distance, numbers);

export const gapNaively = (distance: Distance | undefined, numbers: NaiveBar['numbers']): number =>
  distance?.kind === 'atr' ? distance.multiple * (numbers[`atr ${distance.period}`] ?? Number.NaN) : 0;

export const shareNaively = (distance: Distance | undefined): number => (distance?.kind === 'percent' ? distance.percent / 100 : 0);

/** Every distance of the stops that is read at the signal is there, and above zero. */
export const knowsDistances = ({ stopLoss, takeProfit, trailingStop }: PositionRules, { numbers }: NaiveBar): boolean =>
  [stopLoss, takeProfit, trailingStop].every((distance) => distance?.kind !== 'atr' || gapNaively(distance, numbers) > 0);

export function callOffNaively(book: NaiveBook): void {
  if (book.resting) book.refusals.unreached++;
  book.resting = undefined;
}
