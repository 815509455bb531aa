import { unpackDoubles, unpackSingles } from './page-data.js';

/**
 * One zoom level, unpacked when it is first shown. A bar is its position on the time axis.
 *
 * @param {import('../../src/html/page-data.ts').PackedLevel} packed
 */
export const unpackLevel = (packed) => ({
  label: packed.label,
  aggregated: packed.aggregated,
  bars: packed.bars,
  time: unpackDoubles(packed.time),
  open: unpackDoubles(packed.open),
  high: unpackDoubles(packed.high),
  low: unpackDoubles(packed.low),
  close: unpackDoubles(packed.close),
  equity: unpackDoubles(packed.equity),
  volume: unpackSingles(packed.volume),
  equityLow: unpackSingles(packed.equityLow),
  equityHigh: unpackSingles(packed.equityHigh),
  drawdownLow: unpackSingles(packed.drawdownLow),
  drawdownHigh: unpackSingles(packed.drawdownHigh),
});

/** @typedef {ReturnType<typeof unpackLevel>} Level */

/**
 * The bar that holds a time: the last one that opens at or before it, or the first.
 *
 * @param {Float64Array} time ascending
 * @param {number} timeMs
 */
export function barAt(time, timeMs) {
  let low = 0;
  let high = time.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (/** @type {number} */ (time[middle]) <= timeMs) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * What the chart library draws. Unknown values become whitespace, so that nothing is drawn where nothing is known.
 *
 * @param {Level} level
 */
export function levelToSeries(level) {
  /** @type {import('lightweight-charts').CandlestickData<import('lightweight-charts').UTCTimestamp>[]} */
  const price = [];
  const showsPrice = level.close.length > 0;
  const volume = [];
  const equity = [];
  const equityRange = [];
  const deepest = [];
  const shallowest = [];
  for (let bar = 0; bar < level.bars; bar++) {
    const time = /** @type {import('lightweight-charts').UTCTimestamp} */ (level.time[bar] / 1_000);
    const value = level.equity[bar];
    if (!showsPrice || Number.isNaN(level.close[bar])) price.push(/** @type {typeof price[number]} */ ({ time }));
    else price.push({ time, open: level.open[bar], high: level.high[bar], low: level.low[bar], close: level.close[bar] });
    if (showsPrice && !Number.isNaN(level.volume[bar])) volume.push({ time, value: level.volume[bar] });
    if (Number.isNaN(value)) continue;
    equity.push({ time, value });
    if (level.aggregated) equityRange.push({ time, open: value, high: level.equityHigh[bar], low: level.equityLow[bar], close: value });
    deepest.push({ time, value: level.drawdownLow[bar] });
    shallowest.push({ time, value: level.drawdownHigh[bar] });
  }
  return { price, volume, equity, equityRange, deepest, shallowest };
}
