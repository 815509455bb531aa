import { DAY_MS, MINUTE_MS } from '@wick/core';
import { type Bars, createBars, type Precision } from './bars.ts';
import type { MarketDay } from './market-days.ts';
import { type Random, randomOf } from './random.ts';

// Hoisted because jest makes every look at a global slow.
const { abs, exp, floor, log, max, min, round, sqrt } = Math;

const MINUTES = DAY_MS / MINUTE_MS;
/** Busiest at 15:00 UTC, when both Europe and America are awake. */
const HOURS_OF_THE_DAY = Float64Array.from({ length: MINUTES }, (_, minute) => 0.3 * Math.cos(2 * Math.PI * (minute / MINUTES - 15 / 24)));

export interface Turnover {
  /** Typical turnover of a day, in units of the quote asset. */
  readonly dailyQuoteVolume: number;
  /** Typical size of a trade, in units of the quote asset. */
  readonly tradeSize: number;
}

/**
 * The 1,440 minutes of a day: a random walk from the day's open to its close, whose step sizes cluster. The last
 * step lands on the close because each step takes its share of what is left over, by variance (a Brownian bridge).
 */
export function dayMinutes(key: string, dayStartMs: number, day: MarketDay, turnover: Turnover, precision: Precision): Bars {
  const random = randomOf(`${key}/minutes/${dayStartMs}`);
  const sigma = minuteVolatilities(random, day);
  const logPrices = bridge(random, sigma, log(day.openPrice), log(day.closePrice));
  const bars = createBars(MINUTES);
  const priceUnit = 10 ** precision.priceDecimals;
  const lotsOfTypicalMinute = (10 ** precision.volumeDecimals * turnover.dailyQuoteVolume) / MINUTES;
  const typicalSigma = day.volatility / exp(day.startHeat) / sqrt(MINUTES);

  const { columns } = bars;
  let previousClose = ticks(logPrices[0]!, priceUnit);
  for (let minute = 0; minute < MINUTES; minute++) {
    const jitter = random.uniform();
    const open = max(1, previousClose + (jitter < 0.1 ? -1 : jitter > 0.9 ? 1 : 0));
    const close = ticks(logPrices[minute + 1]!, priceUnit);
    const sigmaTicks = sigma[minute]! * previousClose;
    bars.openTimeMs[minute] = dayStartMs + minute * MINUTE_MS;
    columns.open[minute] = open;
    columns.close[minute] = close;
    columns.high[minute] = open + floor(bridgeExtreme(random, close - open, sigmaTicks));
    columns.low[minute] = max(1, open - floor(bridgeExtreme(random, open - close, sigmaTicks)));

    const step = (logPrices[minute + 1]! - logPrices[minute]!) / sigma[minute]!;
    const excitement = (sigma[minute]! / typicalSigma) * (0.45 + 0.7 * abs(step)) * (0.5 + random.uniform());
    const quote = (turnover.dailyQuoteVolume / MINUTES) * excitement;
    const trades = max(1, round((quote / turnover.tradeSize) * (0.7 + 0.6 * random.uniform())));
    const lots = max(trades, round((lotsOfTypicalMinute * excitement * priceUnit) / close));
    const takerShare = min(0.95, max(0.05, 0.42 + 0.12 * step + 0.16 * random.uniform()));
    const takerLots = round(lots * takerShare);
    const meanTicks = round((open + columns.high[minute]! + columns.low[minute]! + close) / 4);
    columns.volume[minute] = lots;
    columns.trades[minute] = trades;
    columns.takerBuyVolume[minute] = takerLots;
    columns.quoteVolume[minute] = lots * meanTicks;
    columns.takerBuyQuoteVolume[minute] = takerLots * meanTicks;
    previousClose = close;
  }
  bars.length = MINUTES;
  return bars;
}

const ticks = (logPrice: number, priceUnit: number): number => max(1, round(exp(logPrice) * priceUnit));

/**
 * Standard deviation of each minute's log return; their squares add up to the day's. The level glides from one
 * midnight to the next, follows the hours of the day, clusters over hours and over minutes, and flares up at news
 * and crashes.
 */
function minuteVolatilities(random: Random, day: MarketDay): Float64Array {
  const sigma = new Float64Array(MINUTES);
  let slow = 0.35 * random.normal();
  let fast = 0.3 * random.normal();
  const news = flares(random, day);
  for (let minute = 0; minute < MINUTES; minute++) {
    slow = 0.995 * slow + 0.035 * random.normal();
    fast = 0.9 * fast + 0.13 * random.normal();
    const share = minute / MINUTES;
    const glide = (day.endHeat - day.startHeat) * share;
    sigma[minute] = exp(glide + HOURS_OF_THE_DAY[minute]! + slow + fast) * (1 + news[minute]!);
  }
  let sum = 0;
  for (const value of sigma) sum += value * value;
  const scale = day.volatility / sqrt(sum);
  for (let minute = 0; minute < MINUTES; minute++) sigma[minute]! *= scale;
  return sigma;
}

/** How much each minute is stirred up: bursts that start suddenly and die down within an hour or so. */
function flares(random: Random, day: MarketDay): Float64Array {
  const stir = new Float64Array(MINUTES);
  const burst = (at: number, strength: number, minutes: number): void => {
    for (let minute = floor(at * MINUTES); minute < MINUTES; minute++) {
      stir[minute]! += strength * exp((at * MINUTES - minute) / minutes);
    }
  };
  for (let left = random.uniform() * 4; left > 1; left--) burst(random.uniform(), 1 + 3 * random.uniform(), 20 + 40 * random.uniform());
  if (!Number.isNaN(day.crashAt)) burst(day.crashAt * 0.9, 9, 60);
  return stir;
}

/** A random walk with these step sizes that starts at `from` and ends at `to`; one point more than there are steps. */
function bridge(random: Random, sigma: Float64Array, from: number, to: number): Float64Array {
  const points = new Float64Array(sigma.length + 1);
  let end = from;
  let variance = 0;
  for (let i = 0; i < sigma.length; i++) {
    points[i + 1] = sigma[i]! * random.normal();
    end += points[i + 1]!;
    variance += sigma[i]! * sigma[i]!;
  }
  points[0] = from;
  for (let i = 0; i < sigma.length; i++) {
    points[i + 1]! += points[i]! + ((to - end) * sigma[i]! * sigma[i]!) / variance;
  }
  return points;
}

/**
 * How far a Brownian path that moves by `drift` over a minute rises above its start:
 * (d + √(d² − 2σ² ln U)) / 2, from the law of the maximum of a Brownian bridge (Karatzas & Shreve 1991, 4.3.40).
 */
const bridgeExtreme = (random: Random, drift: number, sigma: number): number =>
  max(drift, 0, (drift + sqrt(drift * drift - 2 * sigma * sigma * log(1 - random.uniform()))) / 2);
