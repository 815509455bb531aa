import { createHash } from 'node:crypto';
import type { CandleBatch } from '@wick/core';
import { type Block, BLOCK_PARTS, type BlockPart } from './block.ts';
import { ByteWriter } from './bytes.ts';
import { writeColumn } from './column.ts';
import { hashOfSealed, sealPayload } from './envelope.ts';
import { writePrices } from './prices.ts';
import { writeCloseTimes, writeOpenTimes } from './times.ts';

/**
 * Encodes candles, at least one. Everything comes back exactly: see {@link blockToBatch}. The candles are read before the first
 * wait, so they may change afterwards.
 */
export async function batchToBlock(batch: CandleBatch): Promise<Block> {
  const sealed = await Promise.all(BLOCK_PARTS.map(async (part) => [part, await encodePart(batch, part)] as const));
  const parts = Object.fromEntries(sealed) as Record<BlockPart, Buffer>;
  const content = createHash('sha256');
  for (const part of BLOCK_PARTS) content.update(hashOfSealed(parts[part]));
  return {
    candles: batch.length,
    firstOpenTimeMs: batch.openTimeMs[0]!,
    lastOpenTimeMs: batch.openTimeMs[batch.length - 1]!,
    contentSha256: content.digest(),
    parts,
  };
}

function encodePart(batch: CandleBatch, part: BlockPart): Promise<Buffer> {
  const writer = new ByteWriter();
  if (part === 'openTimes') writeOpenTimes(writer, batch.openTimeMs, batch.series.interval);
  else if (part === 'closeTimes') writeCloseTimes(writer, batch, batch.series.interval);
  else if (part === 'prices') writePrices(writer, batch.columns, batch.exact);
  else writeColumn(writer, batch.columns[part], batch.exact[part]);
  return sealPayload(writer.finish());
}
