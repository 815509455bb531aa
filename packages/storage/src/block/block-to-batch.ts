import { type CandleBatch, type Column, COLUMNS, type Series, seriesKey, WickError } from '@wick/core';
import { emptyBatch } from '../candles/empty-batch.ts';
import { type Block, type BlockPart, partOf } from './block.ts';
import { ByteReader } from './bytes.ts';
import { readColumn } from './column.ts';
import { openSealed } from './envelope.ts';
import { OHLC, type OhlcColumns, readPrices } from './prices.ts';
import { readCloseTimes, readOpenTimes } from './times.ts';

/** What a reader needs of a block: some of its parts. */
export type PartialBlock = Pick<Block, 'candles'> & { readonly parts: Readonly<Partial<Record<BlockPart, Buffer>>> };

/** Where decoded columns go: arrays with exactly one place a candle. */
export interface DecodedColumns {
  readonly openTimeMs: Float64Array;
  readonly closeTimeMs?: Float64Array;
  readonly columns: Readonly<Partial<Record<Column, Float64Array>>>;
}

/**
 * Decodes those columns that there is an array for. With one price come all four.
 * @throws WickError CANDLES_DAMAGED if the bytes are not what was stored
 */
export function decodeBlock(
  series: Series,
  block: PartialBlock,
  out: DecodedColumns,
  exact?: Readonly<Record<Column, Map<number, string>>>,
): void {
  const open = (part: BlockPart): ByteReader => openPart(series, block, part);
  guard(series, () => {
    readOpenTimes(open('openTimes'), out.openTimeMs);
    if (out.closeTimeMs) {
      readCloseTimes(open('closeTimes'), { openTimeMs: out.openTimeMs, closeTimeMs: out.closeTimeMs }, series.interval);
    }
    if (OHLC.some((name) => out.columns[name])) readPrices(open('prices'), out.columns as OhlcColumns<Float64Array>, exact);
    for (const name of COLUMNS) {
      const column = out.columns[name];
      const part = partOf(name);
      if (column && part !== 'prices') readColumn(open(part), column, exact?.[name]);
    }
  });
}

/** The inverse of `batchToBlock`. @throws WickError CANDLES_DAMAGED if the bytes are not what was stored */
export function blockToBatch(series: Series, block: PartialBlock): CandleBatch {
  const batch = emptyBatch(series, block.candles);
  decodeBlock(series, block, batch, batch.exact);
  return batch;
}

function openPart(series: Series, block: PartialBlock, part: BlockPart): ByteReader {
  const sealed = block.parts[part];
  if (!sealed) throw new Error(`the part ${part} of a block of ${seriesKey(series)} was not fetched`);
  return new ByteReader(openSealed(sealed));
}

function guard(series: Series, decode: () => void): void {
  try {
    decode();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new WickError('CANDLES_DAMAGED', `Stored candles of ${seriesKey(series)} are damaged: ${cause.message}.`, {
      remedy: 'Restore the database from a backup, or remove the series and import it again.',
      details: { series: seriesKey(series) },
      cause,
    });
  }
}
