import type { CandleBatch } from '../candle/candle-batch.ts';
import type { CandleWindow } from './candle-window.ts';
import { isSameSum } from './window-sum.ts';

/** Why a candle is not what its lower candles add up to, in the order in which reasons are looked for. */
export const DIFFERENCES = [
  /** It is, once candles without volume are left out: they repeat the last close, and the higher candle knows trades only. */
  'quiet',
  /** A lower candle reaches over the border, so that the two do not cover the same time. */
  'off-grid',
  /** Lower candles are missing, and what is missing can be the difference. */
  'incomplete',
  'price',
  /** Prices agree; volume, trades or what takers bought do not. */
  'volume',
] as const;
export type Difference = (typeof DIFFERENCES)[number];

const PRICE_BITS = 0b1111;

/** A bit for each column of `COMPARED` in which a window differs from a row, lowest first; 0 where they agree. */
export function differingColumns(window: CandleWindow, { columns }: CandleBatch, row: number): number {
  const prices = window.all;
  return (
    (prices.open === columns.open[row] ? 0 : 1) |
    (prices.high === columns.high[row] ? 0 : 2) |
    (prices.low === columns.low[row] ? 0 : 4) |
    (prices.close === columns.close[row] ? 0 : 8) |
    (isSameSum(window.volume.total, columns.volume[row]!) ? 0 : 16) |
    (isSameSum(window.quoteVolume.total, columns.quoteVolume[row]!) ? 0 : 32) |
    (isSameSum(window.trades.total, columns.trades[row]!) ? 0 : 64) |
    (isSameSum(window.takerBuyVolume.total, columns.takerBuyVolume[row]!) ? 0 : 128) |
    (isSameSum(window.takerBuyQuoteVolume.total, columns.takerBuyQuoteVolume[row]!) ? 0 : 256)
  );
}

/** @param bits what {@link differingColumns} found, not 0 */
export function whyDifferent(window: CandleWindow, batch: CandleBatch, row: number, bits: number, expected: number): Difference {
  if ((bits & ~PRICE_BITS) === 0 && agreesInTraded(window, batch, row)) return 'quiet';
  if (window.straddles) return 'off-grid';
  if (window.count < expected && !exceeds(window, batch, row)) return 'incomplete';
  return bits & PRICE_BITS ? 'price' : 'volume';
}

function agreesInTraded({ traded }: CandleWindow, { columns }: CandleBatch, row: number): boolean {
  return (
    !traded.isEmpty && traded.open === columns.open[row] && traded.high === columns.high[row] &&
    traded.low === columns.low[row] && traded.close === columns.close[row]
  );
}

/** Some of the lower candles cannot have seen more than all of them did. */
function exceeds({ all, volume }: CandleWindow, { columns }: CandleBatch, row: number): boolean {
  const whole = columns.volume[row]!;
  return all.high > columns.high[row]! || all.low < columns.low[row]! || (volume.total > whole && !isSameSum(volume.total, whole));
}
