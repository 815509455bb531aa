import { zstdCompressSync } from 'node:zlib';
import type { CandleBatch } from '@wick/core';
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { type Decimals, type ExportColumn, exportColumns, type ExportKind, hasUnknown, toInt64, toTexts } from './export-columns.ts';
import type { FileFacts } from './file-facts.ts';

const TYPES: Readonly<Record<ExportKind, Partial<SchemaElement>>> = {
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } },
  count: { type: 'INT64' },
  float64: { type: 'DOUBLE' },
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
};

/**
 * Candles as the chunks of a Parquet file: a row group a batch, zstd, unknown values null, times as TIMESTAMP(MILLIS, UTC).
 * One batch is in memory at a time.
 */
export async function* candlesToParquet(batches: AsyncIterable<CandleBatch>, facts: FileFacts, decimals: Decimals): AsyncGenerator<Uint8Array> {
  const columns = exportColumns(decimals);
  const bytes = new ByteWriter(1 << 20);
  const writer = new ParquetWriter({
    writer: bytes, schema: schemaOf(columns), codec: 'ZSTD', compressors: { ZSTD: (input) => zstdCompressSync(input) },
    kvMetadata: Object.entries(facts).map(([key, value]) => ({ key, value })), createdBy: `wick version ${facts['wick.version']}`,
  });
  for await (const batch of batches) {
    void writer.write({ columnData: columns.map((column) => sourceOf(column, batch)), rowGroupSize: batch.length });
    yield takeBytes(bytes);
  }
  void writer.finish();
  yield takeBytes(bytes);
}

const schemaOf = (columns: readonly ExportColumn[]): SchemaElement[] => [
  { name: 'candles', num_children: columns.length },
  ...columns.map(({ name, kind, nullable }): SchemaElement => ({ ...TYPES[kind], name, repetition_type: nullable ? 'OPTIONAL' : 'REQUIRED' })),
];

/** Steps between times and counts are small, so they are packed as such; the digits of prices are left to zstd. */
function sourceOf({ name, kind, values, column }: ExportColumn, batch: CandleBatch): ColumnSource {
  const numbers = values(batch);
  if (kind === 'text') return { name, data: toTexts(batch, numbers, column!) };
  if (kind === 'float64') return { name, data: hasUnknown(numbers) ? Array.from(numbers, (value) => (Number.isNaN(value) ? null : value)) : numbers, encoding: 'PLAIN' };
  const wide = toInt64(numbers);
  return { name, data: hasUnknown(numbers) ? Array.from(wide, (value, row) => (Number.isNaN(numbers[row]) ? null : value)) : wide, encoding: 'DELTA_BINARY_PACKED' };
}

/** What was written since the last time. The writer goes on counting from there. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}
