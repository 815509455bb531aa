import { createRequire } from 'node:module';
import type { PortionColumns } from '@wick/engine';

type Flechette = typeof import('@uwdata/flechette');
type Arquero = typeof import('arquero');

/** Both come as CommonJS too, in which they need no loader of modules. */
const load = <Library>(name: string): Library => createRequire(import.meta.url)(name) as Library;

/** Names of the columns of a sweep: the combination's number, its parameters, its metrics. */
export const columnNames = (parameters: readonly string[], metrics: readonly string[]): string[] => [
  'combination', ...parameters.map((name) => (metrics.includes(name) || name === 'combination' ? `$${name}` : name)), ...metrics,
];

const columnsOf = ({ places, parameters, metrics }: PortionColumns): Float64Array[] => [places, ...parameters, ...metrics];

const orNull = (column: Float64Array): (number | null)[] => Array.from(column, (value) => (Number.isNaN(value) ? null : value));

/** A portion as an arquero table; null where a metric is not defined. */
export const portionToTable = (names: readonly string[], portion: PortionColumns): ReturnType<Arquero['table']> =>
  load<Arquero>('arquero').table(Object.fromEntries(columnsOf(portion).map((column, at) => [names[at]!, orNull(column)])), [...names]);

/** Lines of CSV, an empty cell where a metric is not defined. */
export function* portionsToCsv(names: readonly string[], portions: Iterable<PortionColumns>): Generator<string> {
  yield `${names.join(',')}\n`;
  for (const portion of portions) {
    const columns = columnsOf(portion);
    let lines = '';
    for (let row = 0; row < portion.length; row++) {
      lines += `${columns.map((column) => (Number.isNaN(column[row]) ? '' : String(column[row]))).join(',')}\n`;
    }
    yield lines;
  }
}

/**
 * An Arrow IPC stream, one record batch a portion, all columns float64; null where a metric is not defined. Every reader of Arrow
 * reads it (`pyarrow.ipc.open_stream`, `polars.read_ipc_stream`, arquero's `fromArrow`).
 *
 * Each portion is written as a stream of its own, of which the schema of the first and all record batches are kept: so one
 * portion is in memory at a time.
 */
export function* portionsToArrow(names: readonly string[], portions: Iterable<PortionColumns>): Generator<Uint8Array> {
  const { float64 } = load<Flechette>('@uwdata/flechette');
  const types = Object.fromEntries(names.map((name) => [name, float64()]));
  let isFirst = true;
  for (const portion of portions) {
    const bytes = portionToTable(names, portion).toArrowIPC({ format: 'stream', types });
    yield bytes.subarray(isFirst ? 0 : firstMessage(bytes), bytes.length - END.length);
    isFirst = false;
  }
  yield END;
}

/** End of an Arrow stream: a continuation mark and a length of 0. */
const END = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Bytes of the first message, the schema: mark, length of the metadata, metadata. It has no body. */
const firstMessage = (bytes: Uint8Array): number => 8 + new DataView(bytes.buffer, bytes.byteOffset).getInt32(4, true);
