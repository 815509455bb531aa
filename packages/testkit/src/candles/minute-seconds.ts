import { SECOND_MS } from '@wick/core';
import { type Bars, createBars } from './bars.ts';
import { randomOf } from './random.ts';

const SECONDS = 60;

/** The 60 seconds of one minute. Put together again they are that minute, to the last digit of every column. */
export function minuteSeconds(key: string, minutes: Bars, row: number): Bars {
  const random = randomOf(`${key}/seconds/${minutes.openTimeMs[row]}`);
  const minute = minutes.columns;
  const path = secondPath(random.uniform, minute.open[row]!, minute.high[row]!, minute.low[row]!, minute.close[row]!);
  const weights = Float64Array.from({ length: SECONDS }, () => 0.1 + random.uniform());
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  const trades = minute.trades[row]!;
  const bars = createBars(SECONDS);
  const { columns } = bars;
  let weightSoFar = 0;
  let tradesBefore = 0;
  for (let second = 0; second < SECONDS; second++) {
    weightSoFar += weights[second]!;
    const tradesSoFar = Math.round((trades * weightSoFar) / weightSum);
    const share = (total: number): number =>
      Math.round((total * tradesSoFar) / trades) - Math.round((total * tradesBefore) / trades);
    const from = path[second]!;
    const to = path[second + 1]!;
    bars.openTimeMs[second] = minutes.openTimeMs[row]! + second * SECOND_MS;
    columns.open[second] = from;
    columns.high[second] = Math.max(from, to);
    columns.low[second] = Math.min(from, to);
    columns.close[second] = to;
    columns.trades[second] = tradesSoFar - tradesBefore;
    columns.volume[second] = share(minute.volume[row]!);
    columns.quoteVolume[second] = share(minute.quoteVolume[row]!);
    columns.takerBuyVolume[second] = share(minute.takerBuyVolume[row]!);
    columns.takerBuyQuoteVolume[second] = share(minute.takerBuyQuoteVolume[row]!);
    tradesBefore = tradesSoFar;
  }
  bars.length = SECONDS;
  return bars;
}

/** Prices at the 61 second marks of a minute, in ticks: from open to close, touching high and low once each. */
function secondPath(uniform: () => number, open: number, high: number, low: number, close: number): Float64Array {
  const first = 1 + Math.floor(uniform() * 28);
  const second = 31 + Math.floor(uniform() * 28);
  const upFirst = uniform() < 0.5;
  const knots: [at: number, price: number][] = [
    [0, open],
    [first, upFirst ? high : low],
    [second, upFirst ? low : high],
    [SECONDS, close],
  ];
  const path = new Float64Array(SECONDS + 1);
  for (let leg = 0; leg + 1 < knots.length; leg++) {
    const [from, fromPrice] = knots[leg]!;
    const [to, toPrice] = knots[leg + 1]!;
    path[from] = fromPrice;
    for (let at = from + 1; at < to; at++) {
      const straight = fromPrice + ((toPrice - fromPrice) * (at - from)) / (to - from);
      const noise = (uniform() - 0.5) * 0.3 * (high - low);
      path[at] = Math.min(high, Math.max(low, Math.round(straight + noise)));
    }
  }
  path[SECONDS] = close;
  return path;
}
