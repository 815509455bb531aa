import { decimalText } from '@wick/core';

const LOOKED_AT = 1_000;
/** Binance prices have at most eight. */
const MOST = 8;

/** Decimals that the prices of a series are written with, from values spread over all of it. */
export function priceDecimals(prices: Float64Array): number {
  const step = Math.max(1, Math.floor(prices.length / LOOKED_AT));
  let decimals = 0;
  for (let row = 0; row < prices.length && decimals < MOST; row += step) {
    if (!Number.isFinite(prices[row]!)) continue;
    decimals = Math.max(decimals, decimalText(prices[row]!).split('.')[1]?.length ?? 0);
  }
  return Math.min(decimals, MOST);
}
