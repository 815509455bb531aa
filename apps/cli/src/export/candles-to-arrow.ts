import { createRequire } from 'node:module';
import type { CandleBatch } from '@wick/core';
import { type ArrowBlock, footerWithBlocks } from './arrow-footer.ts';
import { type Decimals, type ExportColumn, exportColumns, type ExportKind, toInt64, toTexts } from './export-columns.ts';
import type { FileFacts } from './file-facts.ts';

type Flechette = typeof import('@uwdata/flechette');
type Table = InstanceType<Flechette['Table']>;
type Column = Table['children'][number];
type Type = Column['type'];

/** It comes as CommonJS too, in which it needs no loader of modules. */
const flechette = (): Flechette => createRequire(import.meta.url)('@uwdata/flechette') as Flechette;

/** `ARROW1`, padded to eight bytes. */
const MAGIC = Uint8Array.of(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0);
/** End of the stream inside of a file: a continuation mark and a length of 0. */
const END = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/**
 * Candles as the chunks of an Arrow IPC file (Feather version 2), not compressed, so that it can be mapped into memory: a
 * record batch a batch, unknown values null, times as timestamp[ms, tz=UTC]. One batch is in memory at a time: each is
 * written as a stream of its own, of which the schema of the first and all record batches are kept.
 *
 * Layout: https://arrow.apache.org/docs/format/Columnar.html#ipc-file-format
 */
export async function* candlesToArrow(batches: AsyncIterable<CandleBatch>, facts: FileFacts, decimals: Decimals): AsyncGenerator<Uint8Array> {
  const { tableToIPC } = flechette();
  const columns = exportColumns(decimals);
  const blocks: ArrowBlock[] = [];
  let offset = MAGIC.length;
  let last: Table | undefined;
  yield MAGIC;
  for await (const batch of batches) {
    last = tableOf(columns, batch, facts);
    const stream = tableToIPC(last, { format: 'stream' })!;
    const schemaLength = messageLength(stream, 0);
    if (blocks.length === 0) {
      yield stream.subarray(0, schemaLength);
      offset += schemaLength;
    }
    const bodyEnd = stream.length - END.length;
    const metadataLength = messageLength(stream, schemaLength);
    blocks.push({ offset, metadataLength, bodyLength: bodyEnd - schemaLength - metadataLength });
    yield stream.subarray(schemaLength, bodyEnd);
    offset += bodyEnd - schemaLength;
  }
  yield END;
  if (last) yield footerWithBlocks(tableToIPC(last, { format: 'file' })!, blocks);
}

/** Bytes of a message without its body: mark, length of the metadata, metadata. */
const messageLength = (bytes: Uint8Array, at: number): number => 8 + new DataView(bytes.buffer, bytes.byteOffset + at).getInt32(4, true);

function tableOf(columns: readonly ExportColumn[], batch: CandleBatch, facts: FileFacts): Table {
  const { Endianness, field, Table, Version } = flechette();
  const children = columns.map((column) => columnOf(column, batch));
  const fields = columns.map(({ name, nullable }, at) => field(name, children[at]!.type, nullable));
  return new Table({ version: Version.V5, endianness: Endianness.Little, fields, metadata: new Map(Object.entries(facts)) }, children);
}

function columnOf({ kind, values, column }: ExportColumn, batch: CandleBatch): Column {
  const { batchType, Column, columnFromArray } = flechette();
  const numbers = values(batch);
  const type = typeOf(kind);
  if (kind === 'text') return columnFromArray(toTexts(batch, numbers, column!), type) as Column;
  const { validity, nullCount } = validityOf(numbers);
  const Batch = batchType(type) as unknown as new (options: object) => Column['data'][number];
  return new Column([new Batch({ length: numbers.length, nullCount, type, validity, values: kind === 'float64' ? numbers : toInt64(numbers) })], type);
}

function typeOf(kind: ExportKind): Type {
  const { float64, int64, TimeUnit, timestamp, utf8 } = flechette();
  switch (kind) {
    case 'time':
      return timestamp(TimeUnit.MILLISECOND, 'UTC');
    case 'count':
      return int64();
    case 'text':
      return utf8();
    case 'float64':
      return float64();
  }
}

/** A bit a row, lowest first, 1 where the value is known; no bits where all are. */
function validityOf(values: Float64Array): { validity: Uint8Array; nullCount: number } {
  const validity = new Uint8Array(Math.ceil(values.length / 64) * 8);
  let nullCount = 0;
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row])) nullCount++;
    else validity[row >> 3]! |= 1 << (row & 7);
  }
  return { validity: nullCount === 0 ? new Uint8Array(0) : validity, nullCount };
}
