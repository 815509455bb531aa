import type { CandleBatch, Series } from '@wick/core';
import { batchToBlock } from '../block/batch-to-block.ts';
import { BLOCK_PARTS } from '../block/block.ts';
import { blockToBatch } from '../block/block-to-batch.ts';
import { ByteReader, ByteWriter } from '../block/bytes.ts';

/** Candles as one run of bytes: their number, then each part of their block after its length. At least one candle. */
export async function replacedToBytes(batch: CandleBatch): Promise<Buffer> {
  const { parts } = await batchToBlock(batch);
  const writer = new ByteWriter();
  writer.count(batch.length);
  for (const part of BLOCK_PARTS) {
    writer.count(parts[part].length);
    writer.bytes(parts[part]);
  }
  // Others write before the server has these bytes.
  return Buffer.from(writer.finish());
}

/** The inverse. @throws WickError CANDLES_DAMAGED if the bytes are not what was stored */
export function bytesToReplaced(series: Series, bytes: Buffer): CandleBatch {
  const reader = new ByteReader(bytes);
  const candles = reader.count();
  const parts = Object.fromEntries(BLOCK_PARTS.map((part) => [part, reader.bytes(reader.count())]));
  return blockToBatch(series, { candles, parts });
}
