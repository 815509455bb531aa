import { createFrame, type Frame, HOUR_MS, type Series } from '@wick/core';

export const SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

/** A random walk of hours with gaps, the same for the same seed. */
export function randomFrame(seed: number, length: number): Frame {
  const random = mulberry32(seed);
  const [openTimeMs, open, high, low, close, volume] = Array.from({ length: 6 }, () => new Float64Array(length)) as [
    Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array,
  ];
  let price = 100;
  let time = Date.UTC(2024, 0, 1);
  for (let bar = 0; bar < length; bar++) {
    time += HOUR_MS * (random() < 0.03 ? 1 + Math.floor(random() * 60) : 1);
    openTimeMs[bar] = time;
    open[bar] = price * (1 + (random() < 0.1 ? (random() - 0.5) * 0.05 : 0));
    close[bar] = open[bar]! * (1 + (random() - 0.5) * 0.04);
    high[bar] = Math.max(open[bar]!, close[bar]!) * (1 + random() * 0.01);
    low[bar] = Math.min(open[bar]!, close[bar]!) * (1 - random() * 0.01);
    volume[bar] = random() < 0.05 ? Number.NaN : 1 + random() * 9;
    price = close[bar]!;
  }
  return createFrame(SERIES, openTimeMs, { open, high, low, close, volume });
}

/** Tommy Ettinger's generator of 32-bit numbers, as numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
}
