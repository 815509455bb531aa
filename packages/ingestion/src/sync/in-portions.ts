import type { CandleBatch } from '@wick/core';
import { joinBatches } from '../candle/join-batches.ts';

/** Small batches joined to fewer, larger ones of at least `rows` candles, but for the last. */
export async function* inPortions(batches: AsyncIterable<CandleBatch>, rows: number): AsyncGenerator<CandleBatch> {
  let waiting: CandleBatch[] = [];
  let count = 0;
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    waiting.push(batch);
    count += batch.length;
    if (count < rows) continue;
    yield joinBatches(waiting);
    waiting = [];
    count = 0;
  }
  if (count > 0) yield joinBatches(waiting);
}
