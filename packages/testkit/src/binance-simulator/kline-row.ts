import { type CandleBatch, type Column, decimalText, trimDecimal } from '@wick/core';

export type KlineRow = [
  openTime: number, open: string, high: string, low: string, close: string, volume: string,
  closeTime: number, quoteVolume: string, trades: number, takerBase: string, takerQuote: string, ignore: '0',
];

/** Below this, eight decimals are at most 15 significant digits, which a float64 prints without error. */
const EIGHT_DECIMALS_FIT_BELOW = 1e7;

/** A value as the exchange writes it: spot with eight decimals, futures without superfluous zeros. */
export function valueText(batch: CandleBatch, column: Column, row: number): string {
  const value = batch.columns[column][row]!;
  const exact = batch.exact[column]?.get(row);
  const isSpot = batch.series.market === 'spot';
  if (exact === undefined && isSpot && value < EIGHT_DECIMALS_FIT_BELOW) return value.toFixed(8);
  const text = exact === undefined ? decimalText(value) : trimDecimal(exact);
  return isSpot ? withEightDecimals(text) : text;
}

/** What coin-margined contracts are worth, in the quote asset: a hundred dollars of bitcoin, ten of anything else. */
export const contractSizeOf = (symbol: string): number => (symbol.startsWith('BTCUSD') ? 100 : 10);

/**
 * The four volumes of a candle in the order in which the exchange writes them: base, quote and the takers' share of both. Of
 * COIN-M futures they are contracts and base asset, and again.
 */
export function volumeTexts(batch: CandleBatch, row: number): [volume: string, second: string, taker: string, takerSecond: string] {
  const text = (column: Column): string => valueText(batch, column, row);
  if (batch.series.market !== 'cm') return [text('volume'), text('quoteVolume'), text('takerBuyVolume'), text('takerBuyQuoteVolume')];
  const contracts = (column: Column): string => String(Math.round(batch.columns[column][row]! / contractSizeOf(batch.series.symbol)));
  return [contracts('quoteVolume'), text('volume'), contracts('takerBuyQuoteVolume'), text('takerBuyVolume')];
}

/** @param microseconds as asked for by the header X-MBX-TIME-UNIT */
export function candleToKlineRow(batch: CandleBatch, row: number, microseconds = false): KlineRow {
  const text = (column: Column): string => valueText(batch, column, row);
  const openMs = batch.openTimeMs[row]!;
  const closeMs = batch.closeTimeMs[row]!;
  const [volume, second, taker, takerSecond] = volumeTexts(batch, row);
  return [
    microseconds ? openMs * 1_000 : openMs,
    text('open'), text('high'), text('low'), text('close'), volume,
    microseconds ? closeMs * 1_000 + 999 : closeMs,
    second, batch.columns.trades[row]!, taker, takerSecond, '0',
  ];
}

function withEightDecimals(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  return `${whole}.${fraction.slice(0, 8).padEnd(8, '0')}`;
}
