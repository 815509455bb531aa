import { followingOpenTime, type Gap, type Manifest } from '@wick/core';

/**
 * Opening times of a run's bars from what its manifest and gaps say. Exact for candles on the grid of their interval.
 * A run of candles that Binance published off the grid comes out less than one interval early.
 */
export function barTimes({ candles, firstOpenTimeMs, series }: Manifest, gaps: readonly Gap[]): Float64Array {
  const times = new Float64Array(candles);
  let timeMs = firstOpenTimeMs ?? 0;
  let gap = 0;
  for (let bar = 0; bar < candles; bar++) {
    times[bar] = timeMs;
    timeMs = followingOpenTime(timeMs, series.interval);
    const next = gaps[gap];
    if (next && timeMs >= next.fromMs) {
      timeMs = next.toMs;
      gap++;
    }
  }
  return times;
}
