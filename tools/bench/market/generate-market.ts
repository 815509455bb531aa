import { randomOf } from '@wick/testkit';
import { type MarketColumns, marketColumns } from './market-files.ts';

/** Candles of five minutes from 2015 on, with signals of two kinds. One value a bar. */
export interface Market extends MarketColumns {
  /** SMA(50) above SMA(200) and not on the bar before, as 0 or 1. */
  readonly entries: Uint8Array;
  /** Below, and not on the bar before; and the last bar, so that no position is left over: engines count an open one differently. */
  readonly exits: Uint8Array;
  /** One bar in 200, at random. */
  readonly sparseEntries: Uint8Array;
}

const START_PRICE = 30_000;
/** Deviation of the log return of a bar in the long run. */
const DEVIATION = 0.0012;
/** GARCH(1, 1), Bollerslev 1986: variance = (1 − α − β) · long-run variance + α · return² + β · variance. */
const ALPHA = 0.08;
const BETA = 0.9;
const TARGET = DEVIATION * DEVIATION;

const toCents = (price: number): number => Math.round(price * 100) / 100;

/**
 * A walk of prices in cents whose volatility comes in clusters. The same seed gives the same market. No close is equal to
 * the one before it, since engines disagree on whether volume then rises or falls.
 */
export function generateMarket(bars: number, seed: string): Market {
  const { normal, uniform } = randomOf(seed);
  const { open, high, low, close, volume } = marketColumns(() => new Float64Array(bars));
  const sparseEntries = new Uint8Array(bars);
  let variance = TARGET;
  let last = START_PRICE;
  for (let bar = 0; bar < bars; bar++) {
    const deviation = Math.sqrt(variance);
    const change = deviation * normal();
    const first = last * Math.exp(0.15 * deviation * normal());
    const end = first * Math.exp(change);
    open[bar] = toCents(first);
    const cents = toCents(end);
    close[bar] = cents === last ? toCents(cents + 0.01) : cents;
    const above = Math.exp(0.5 * deviation * Math.abs(normal()));
    const below = Math.exp(-0.5 * deviation * Math.abs(normal()));
    high[bar] = Math.max(toCents(Math.max(first, end) * above), open[bar]!, close[bar]!);
    low[bar] = Math.min(toCents(Math.min(first, end) * below), open[bar]!, close[bar]!);
    volume[bar] = Math.round((deviation / DEVIATION) * 1e6 * Math.exp(0.3 * normal())) / 1e4;
    sparseEntries[bar] = uniform() < 1 / 200 ? 1 : 0;
    variance = TARGET * (1 - ALPHA - BETA) + ALPHA * change * change + BETA * variance;
    last = close[bar]!;
    if (last < START_PRICE / 50 || last > START_PRICE * 50) last = START_PRICE; // A long walk stays among prices that there are.
  }
  return { open, high, low, close, volume, sparseEntries, ...crossings(average(close, 50), average(close, 200)) };
}

function crossings(fast: Float64Array, slow: Float64Array): Pick<Market, 'entries' | 'exits'> {
  const { length } = fast;
  const entries = new Uint8Array(length);
  const exits = new Uint8Array(length);
  for (let bar = 1; bar < length; bar++) {
    if (Number.isNaN(slow[bar - 1])) continue;
    entries[bar] = fast[bar]! > slow[bar]! && !(fast[bar - 1]! > slow[bar - 1]!) ? 1 : 0;
    exits[bar] = fast[bar]! < slow[bar]! && !(fast[bar - 1]! < slow[bar - 1]!) ? 1 : 0;
  }
  entries[length - 1] = 0;
  exits[length - 1] = 1;
  return { entries, exits };
}

/** Mean of the last `window` values, from running sums; NaN before there are so many. */
function average(values: Float64Array, window: number): Float64Array {
  const averages = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  for (let bar = 0; bar < values.length; bar++) {
    sum += values[bar]! - (bar < window ? 0 : values[bar - window]!);
    if (bar >= window - 1) averages[bar] = sum / window;
  }
  return averages;
}
