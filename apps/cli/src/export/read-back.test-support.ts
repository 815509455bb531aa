import { createRequire } from 'node:module';

type Arrow = typeof import('apache-arrow');
type ParquetWasm = typeof import('parquet-wasm');

const require = createRequire(import.meta.url);

/** A file as another program sees it. */
export interface ReadBack {
  readonly metadata: Record<string, string>;
  /** `open_time: Timestamp<MILLISECOND, UTC>`, with a question mark where null is allowed. */
  readonly schema: readonly string[];
  /** Rows of each record batch or row group. */
  readonly groups: readonly number[];
  /** Times in milliseconds as numbers, counts as bigint, decimals as numbers or texts. */
  readonly columns: Readonly<Record<string, readonly unknown[]>>;
}

/** Reads an Arrow file with apache-arrow, which has nothing in common with what wrote it. */
export function readArrow(bytes: Uint8Array): ReadBack {
  const { tableFromIPC } = require('apache-arrow') as Arrow;
  const table = tableFromIPC(bytes);
  return {
    metadata: Object.fromEntries(table.schema.metadata),
    schema: table.schema.fields.map(({ name, type, nullable }) => `${name}: ${String(type)}${nullable ? '?' : ''}`),
    groups: table.batches.map(({ numRows }) => numRows),
    columns: Object.fromEntries(table.schema.fields.map(({ name }) => {
      const column = table.getChild(name)!;
      return [name, Array.from({ length: table.numRows }, (_, row) => column.get(row) as unknown)];
    })),
  };
}

/** Reads a Parquet file with the Rust implementation of Arrow, built for WebAssembly. */
export function readParquet(bytes: Uint8Array): ReadBack {
  const parquet = require('parquet-wasm') as ParquetWasm;
  return readArrow(parquet.readParquet(bytes).intoIPCStream());
}
