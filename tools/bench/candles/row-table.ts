import { execFile } from 'node:child_process';
import { createReadStream, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { SqlConnection } from './sql-connection.ts';

/** The columns of Binance's CSV, in its order, as one would keep them in PostgreSQL; the last one means nothing. */
const CSV_COLUMNS = [
  'open_time bigint not null', 'open float8', 'high float8', 'low float8', 'close float8', 'volume float8',
  'close_time bigint', 'quote_volume float8', 'trades integer', 'taker_buy_volume float8', 'taker_buy_quote_volume float8',
  'ignored smallint',
];
/** The names that frames give the columns, and the table's. */
export const FRAME_COLUMNS = { openTimeMs: 'open_time', open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' } as const;
export const ALL_COLUMNS = {
  ...FRAME_COLUMNS,
  quoteVolume: 'quote_volume', trades: 'trades::float8', takerBuyVolume: 'taker_buy_volume', takerBuyQuoteVolume: 'taker_buy_quote_volume',
} as const;

const SIGNATURE = 'P'.charCodeAt(0);
const SIGNATURE_BYTES = 19;
/** How many fields a row has; then, with its length before it, an open time. */
const FIELDS_BYTES = 2;
const TIME_BYTES = 12;

const psql = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'psql')).find(existsSync);

/** How a CSV comes into the row table here. */
export const COPY_NAME = psql === undefined ? 'COPY FROM STDIN' : 'psql \\copy';

/** Makes the table of candles as rows, empty, with its key. */
export async function createRowTable(sql: SqlConnection): Promise<void> {
  await sql.query(`drop table if exists candle_row;
    create table candle_row (series_id integer not null default 1, ${CSV_COLUMNS.join(', ')}, primary key (series_id, open_time))`);
}

/** Every file in one transaction of its own, with psql where there is one. */
export async function copyFilesIn(sql: SqlConnection, server: { host: string; user: string }, files: readonly string[]): Promise<void> {
  const columns = CSV_COLUMNS.map((column) => column.split(' ')[0]).join(', ');
  const copy = (from: string): string => `copy candle_row (${columns}) from ${from} (format csv)`;
  if (psql === undefined) {
    for (const file of files) await sql.copyIn(copy('stdin'), createReadStream(file, { highWaterMark: 1 << 18 }));
    return;
  }
  const commands = files.flatMap((file) => ['-c', `\\${copy(`'${file}'`)}`]);
  await promisify(execFile)(psql, ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-h', server.host, '-U', server.user, '-d', 'postgres', ...commands]);
}

/**
 * The rows in order, as columns, by COPY BINARY: the first of them a bigint, the others float8 or NULL.
 * @param columns the expressions to read, by the names to give them
 */
export async function readRowTable(sql: SqlConnection, columns: Readonly<Record<string, string>>): Promise<Record<string, Float64Array>> {
  const rows = Number((await sql.query('select count(*) from candle_row'))[0]![0]);
  const arrays = Object.keys(columns).map(() => new Float64Array(rows));
  const [times, ...values] = arrays as [Float64Array, ...Float64Array[]];
  const select = `select ${Object.values(columns).join(', ')} from candle_row where series_id = 1 order by open_time`;
  let row = 0;
  let view: DataView = new DataView(new ArrayBuffer(0));
  let viewed: Buffer | undefined;
  await sql.copyOut(`copy (${select}) to stdout (format binary)`, (bytes, start, end) => {
    if (viewed !== bytes) view = new DataView((viewed = bytes).buffer, bytes.byteOffset, bytes.byteLength);
    // A signature and flags come before the first row, in one message with it or in their own; the last message has no row.
    let at = bytes[start] === SIGNATURE ? start + SIGNATURE_BYTES : start;
    if (end - at < FIELDS_BYTES + TIME_BYTES) return;
    at += FIELDS_BYTES;
    times[row] = view.getInt32(at + 4) * 2 ** 32 + view.getUint32(at + 8);
    at += TIME_BYTES;
    for (let index = 0; index < values.length; index++) {
      const length = view.getInt32(at);
      at += 4;
      values[index]![row] = length < 0 ? NaN : view.getFloat64(at);
      if (length > 0) at += length;
    }
    row++;
  });
  return Object.fromEntries(Object.keys(columns).map((name, index) => [name, arrays[index]!]));
}
