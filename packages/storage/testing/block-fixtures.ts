import type { CandleBatch } from '@wick/core';
import { at, batchOfTexts, BTC_1M, regularBatch, type TextCandle } from './batches.ts';

const START = at('2024-03-01T00:00');
const row = (minute: number, more: Partial<TextCandle> = {}): TextCandle => ({
  openTimeMs: START + minute * 60_000, closeTimeMs: START + minute * 60_000 + 59_999, open: '1.5', high: '2', low: '1', close: '1.75', volume: '3', ...more,
});

/** Candles that use each way in which a block can be written. Their bytes as wick 0.1.0 wrote them are in `block-fixtures.json`. */
export const blockFixtures: Readonly<Record<string, CandleBatch>> = {
  regular: regularBatch(300, START),
  gapsAndOddTimes: batchOfTexts(BTC_1M, [row(0), row(1, { closeTimeMs: START + 7 }), row(5), { ...row(6), openTimeMs: START + 366_123 }]),
  unknown: batchOfTexts(BTC_1M, [
    { openTimeMs: START, open: '1', high: '1', low: '1', close: '1', volume: '0' },
    { openTimeMs: START + 60_000, open: '1', high: '1', low: '1', close: '1', volume: '2', quoteVolume: '0.5', trades: '7' },
  ]),
  placesThatGrow: batchOfTexts(BTC_1M, ['1', '1.5', '0.00000001', '7', '123456.789'].map((text, minute) => row(minute, {
    open: text, high: text, low: text, close: text, volume: text, trades: String(minute),
  }))),
  beyondFloat64: batchOfTexts(BTC_1M, ['123456789012.12345678', '0.00000001', '22517998.13685248', '90071992.54740993', '7'].map((text, minute) =>
    row(minute, { quoteVolume: text, takerBuyQuoteVolume: text, trades: '9007199254740993' }))),
  exactPrices: batchOfTexts(BTC_1M, [row(0, { high: '12345678901.12345678' }), row(1)]),
  negative: batchOfTexts(BTC_1M, [row(0, { volume: '-1.5' }), row(1, { volume: '-123456789012.12345678', quoteVolume: '-4503599627370497' })]),
  doubles: batchOfTexts(BTC_1M, [row(0, { volume: '0.30000000000000004', trades: '0.12345678901234567890' }), row(1, { volume: '-0' })]),
};
