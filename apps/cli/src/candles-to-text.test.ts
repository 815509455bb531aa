import { type CandleBatch, candlesToBatch } from '@wick/core';
import { expect, test } from '@jest/globals';
import { candlesToText } from './candles-to-text.ts';

const series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' } as const;
const batch: CandleBatch = {
  ...candlesToBatch(series, [
    { openTimeMs: 0, closeTimeMs: 3_599_999, open: 1e-7, high: 2, low: 0.00001234, close: 1.5, volume: 10, quoteVolume: 123456789012.12346, trades: 3, takerBuyVolume: 1, takerBuyQuoteVolume: 2 },
    { openTimeMs: 3_600_000, closeTimeMs: NaN, open: 1, high: 2, low: 1, close: 1.5, volume: 0, quoteVolume: NaN, trades: NaN, takerBuyVolume: NaN, takerBuyQuoteVolume: NaN },
  ]),
  exact: { quoteVolume: new Map([[0, '123456789012.12345678']]) },
};
const textOf = async (format: 'csv' | 'json', batches: CandleBatch[]): Promise<string> => {
  async function* source(): AsyncGenerator<CandleBatch> {
    await Promise.resolve();
    yield* batches;
  }
  let text = '';
  for await (const chunk of candlesToText(source(), format)) text += chunk;
  return text;
};

test('CSV holds exact decimals without exponents, and nothing where nothing is known', async () => {
  expect(await textOf('csv', [batch])).toBe(
    [
      'openTimeMs,closeTimeMs,open,high,low,close,volume,quoteVolume,trades,takerBuyVolume,takerBuyQuoteVolume',
      '0,3599999,0.0000001,2,0.00001234,1.5,10,123456789012.12345678,3,1,2',
      '3600000,,1,2,1,1.5,0,,,,',
      '',
    ].join('\n'),
  );
});

test('JSON is one array across batches, with decimals as text and null for the unknown', async () => {
  const rows = JSON.parse(await textOf('json', [batch, batch])) as Record<string, unknown>[];
  expect(rows).toHaveLength(4);
  expect(rows[2]).toMatchObject({ openTimeMs: 0, open: '0.0000001', quoteVolume: '123456789012.12345678', trades: 3 });
  expect(rows[3]).toMatchObject({ closeTimeMs: null, quoteVolume: null, trades: null });
});
