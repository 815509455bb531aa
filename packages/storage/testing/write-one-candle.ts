import { openStorage } from '../src/index.ts';
import { regularBatch } from './batches.ts';

/**
 * A process of its own that writes a candle for each of the symbols, opening and closing the storage each time.
 * With `stay` it then opens the storage once more, says so, and waits to be killed.
 */
const [dataDir, symbols = '', stay] = process.argv.slice(2);

for (const symbol of symbols.split(',')) {
  const storage = await openStorage({ dataDir });
  const batch = regularBatch(1, 0);
  await storage.candles.write({ ...batch, series: { ...batch.series, symbol } }, 'test');
  await storage.close();
}
if (stay) {
  await openStorage({ dataDir });
  process.stdout.write('open\n');
}
