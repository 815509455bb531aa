import { openStorage } from '../src/index.ts';
import { regularBatch } from './batches.ts';
import { sliceBatch } from '@wick/core';

/**
 * A process of its own that writes the same minutes of two series as others like it do: pieces of a size of its own,
 * one series at a time and both at once, in an order of its own.
 */
const [dataDir, fromText = '0', countText = '0', sizeText = '1', orderText = 'forward'] = process.argv.slice(2);
const [fromMs, count, size] = [Number(fromText), Number(countText), Number(sizeText)];

const storage = await openStorage({ dataDir });
const batch = regularBatch(count, fromMs);
const starts = Array.from({ length: Math.ceil(count / size) }, (_, piece) => piece * size);
for (const start of orderText === 'forward' ? starts : starts.toReversed()) {
  const piece = sliceBatch(batch, start, Math.min(count, start + size));
  const both = [piece, { ...piece, series: { ...piece.series, symbol: 'ETHUSDT' } }];
  if (start % 3 === 0) await storage.candles.writeAll(orderText === 'forward' ? both : both.toReversed(), `process ${orderText}`);
  else for (const one of both) await storage.candles.write(one, `process ${orderText}`);
}
await storage.close();
