import type { Candle } from '@wick/core';

/**
 * A candle as it stands when a share of its time has passed: the price walks from the open to one extreme, to the
 * other and to the close; volumes grow evenly. Nothing in it is later known to be wrong: high only rises, low only falls.
 *
 * @param decimals what prices and volumes are rounded to
 */
export function candleSoFar(candle: Candle, share: number, decimals: { price: number; volume: number }): Candle {
  const done = Math.min(1, Math.max(0, share));
  if (done === 1) return candle;
  const rising = candle.close >= candle.open;
  const stops = rising
    ? [candle.open, candle.low, candle.high, candle.close]
    : [candle.open, candle.high, candle.low, candle.close];
  const leg = Math.floor(done * 3);
  const along = stops[leg]! + (stops[leg + 1]! - stops[leg]!) * (done * 3 - leg);
  const close = Math.min(candle.high, Math.max(candle.low, Number(along.toFixed(decimals.price))));
  const passed = [...stops.slice(0, leg + 1), close];
  const part = (total: number): number => Math.min(total, Number((total * done).toFixed(decimals.volume)));
  return {
    ...candle,
    high: Math.max(...passed),
    low: Math.min(...passed),
    close,
    volume: part(candle.volume),
    quoteVolume: part(candle.quoteVolume),
    trades: Math.floor(candle.trades * done),
    takerBuyVolume: part(candle.takerBuyVolume),
    takerBuyQuoteVolume: part(candle.takerBuyQuoteVolume),
  };
}
