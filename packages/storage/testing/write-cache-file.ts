/** Decodes a block and has it cached in the folder of the first argument, in a process that may lack room for it. */
import { ColumnCache } from '../src/cache/column-cache.ts';
import { BTC_1M, regularBatch } from './batches.ts';

const batch = regularBatch(1000, Date.UTC(2024, 0, 1), { series: BTC_1M });
const cache = new ColumnCache({ folder: process.argv[2]!, leastCandles: 0 });
cache.keep([{ contentSha256: Buffer.alloc(32, 7), candles: batch.length, columns: ['open', 'close'], out: batch }]);
await cache.close();
console.log('done');
