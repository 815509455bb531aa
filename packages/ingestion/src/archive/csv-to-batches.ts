import { type CandleBatch, type Column, COLUMNS, type Series, WickError } from '@wick/core';
import { type BatchColumns, columnsToBatch, isSameRow, newBatchColumns } from '../candle/batch-columns.ts';
import { archiveSeries } from './name-to-series.ts';
import type { ArchiveFacts, ArchiveOptions } from './archive-file.ts';
import { csvToRows, type RowCursor, TIME_UNITS, type TimeUnit } from './csv-to-rows.ts';
import { SCANNER_PADDING } from './digit-scanner.ts';
import { BINANCE_LAYOUT, type ColumnLayout, headerToColumns, isHeader, layoutOfMarket } from './header-to-columns.ts';
import { rowToFault } from './row-to-fault.ts';

const LF = 10;
/** A batch of this size, all columns, stays in the second-level cache while it is filled. */
const DEFAULT_BATCH_ROWS = 16_384;
/** By so many lines it is judged how many there will be. */
const SAMPLED_LINES = 100;
const BOM = '\uFEFF';
const { isNaN } = Number;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes of one candle CSV in, in pieces of any size; batches and what was found out. */
export class CsvToBatches {
  readonly #path: string;
  readonly #fileName: string;
  readonly #options: ArchiveOptions;
  readonly #batchRows: number;
  readonly #cursor: RowCursor = { at: 0, row: 0, line: 1, lastOpenTimeMs: -Infinity };
  #bytes: Uint8Array = new Uint8Array(0);
  /** The line that has not ended yet, in {@link #bytes}. */
  #rest: Uint8Array = this.#bytes;
  #layout: ColumnLayout | undefined;
  #hasHeader = false;
  #series: Series | undefined;
  #unit: TimeUnit | undefined;
  /** undefined until the first line tells what it has to hold. */
  #filling: BatchColumns | undefined;
  /** The batch of the last row that was kept, which may be the one before. */
  #before: BatchColumns | undefined;
  #bytesLeft: number;
  #candles = 0;
  #duplicates = 0;
  readonly #unknown = new Set<Column | 'closeTime'>([...COLUMNS, 'closeTime']);

  /** @param totalBytes about how many bytes will come, so that a batch takes no more memory than it needs */
  constructor(path: string, fileName: string, options: ArchiveOptions, totalBytes = Infinity) {
    this.#path = path;
    this.#fileName = fileName;
    this.#options = options;
    this.#batchRows = options.batchRows ?? DEFAULT_BATCH_ROWS;
    this.#bytesLeft = totalBytes;
  }

  /** Takes the next piece of the file, and copies it; yields every batch that it filled. */
  *push(piece: Uint8Array): Generator<CandleBatch> {
    const length = this.#rest.length + piece.length;
    const bytes = this.#roomFor(length + SCANNER_PADDING);
    bytes.copyWithin(0, this.#rest.byteOffset, this.#rest.byteOffset + this.#rest.length);
    bytes.set(piece, this.#rest.length);
    const end = bytes.lastIndexOf(LF, length - 1) + 1;
    if (end > 0) yield* this.#lines(bytes, end);
    this.#rest = bytes.subarray(end, length);
    this.#bytesLeft -= end;
  }

  /** The memory for pieces, with the rest of the last one where it was. */
  #roomFor(length: number): Uint8Array {
    if (length <= this.#bytes.length) return this.#bytes;
    const larger = new Uint8Array(2 * length);
    larger.set(this.#bytes);
    return (this.#bytes = larger);
  }

  /** The last batch, after the last piece. @throws WickError CANDLES_DAMAGED if there was no candle at all */
  *end(): Generator<CandleBatch> {
    if (this.#rest.length > 0) yield* this.push(Uint8Array.of(LF));
    if (this.#cursor.row > 0) yield this.#takeBatch();
    if (this.#candles === 0) throw this.#damaged(`${this.#fileName} holds no candles.`, 'Download the file again.');
  }

  /** @throws RangeError before the first batch */
  facts(): ArchiveFacts {
    const [series, unit] = [this.#series, this.#unit];
    if (!series || !unit) throw new RangeError('nothing has been read yet');
    return {
      series,
      candles: this.#candles,
      duplicates: this.#duplicates,
      hasHeader: this.#hasHeader,
      timeUnit: unit.name,
      unknownColumns: [...this.#unknown],
      ignoredColumns: this.#layout?.ignoredNames ?? [],
    };
  }

  *#lines(bytes: Uint8Array, end: number): Generator<CandleBatch> {
    const cursor = this.#cursor;
    cursor.at = 0;
    this.#layout ??= this.#readHeader(bytes);
    while (cursor.at < end) {
      this.#unit ??= this.#readUnit(bytes);
      this.#filling ??= this.#newBatch(bytes, end);
      const stop = csvToRows(bytes, end, this.#layout.fields, this.#unit, this.#filling, cursor);
      if (stop === 'full') yield this.#takeBatch();
      else if (stop === 'damaged') throw this.#damagedRow(bytes);
      else if (stop === 'not-ascending') this.#dropRepeated(bytes);
    }
  }

  /** The first line tells the layout; a header is passed over, a row of candles is left for reading. */
  #readHeader(bytes: Uint8Array): ColumnLayout {
    const raw = lineAt(bytes, 0);
    const line = raw.startsWith(BOM) ? raw.slice(1) : raw;
    if (line !== raw) this.#cursor.at += 3;
    const layout = isHeader(line) ? headerToColumns(line) : BINANCE_LAYOUT;
    if ('missing' in layout) {
      throw this.#damaged(
        `The header of ${this.#fileName} does not name each column once: look at ${layout.missing.join(', ')}.`,
        'Give the columns Binance\'s names, such as open_time,open,high,low,close,volume, or import the original file.',
      );
    }
    this.#hasHeader = layout !== BINANCE_LAYOUT;
    if (this.#hasHeader) {
      this.#cursor.at = bytes.indexOf(LF) + 1;
      this.#cursor.line++;
    }
    this.#series = archiveSeries(this.#path, this.#options.series ?? {}, layout.market);
    return layoutOfMarket(layout, this.#series.market);
  }

  /** The first row tells the unit of every time in the file. */
  #readUnit(bytes: Uint8Array): TimeUnit {
    const { fields } = this.#layout ?? BINANCE_LAYOUT;
    const text = lineAt(bytes, this.#cursor.at).split(',')[fields.indexOf('openTime')] ?? '';
    const time = /^\d+$/.test(text) ? Number(text) : NaN;
    return TIME_UNITS.find((unit) => time >= unit.first && time < unit.end) ?? TIME_UNITS[0]!;
  }

  /** Room for the lines that are left, judging by the next ones, or for as many as may be in a batch. */
  #newBatch(bytes: Uint8Array, end: number): BatchColumns {
    const { at } = this.#cursor;
    let to = at;
    let lines = 0;
    while (to < end && lines < SAMPLED_LINES) {
      to = bytes.indexOf(LF, to) + 1;
      lines++;
    }
    const expected = (this.#bytesLeft - at) / ((to - at) / lines);
    // A few more, because lines differ; more than a few would be a waste in each file. Where more came than was said, nobody knows.
    const capacity = Math.min(this.#batchRows, expected > 0 ? Math.ceil(1.05 * expected) + 100 : DEFAULT_BATCH_ROWS);
    const { fields } = this.#layout ?? BINANCE_LAYOUT;
    return newBatchColumns(capacity, fields.filter((field) => field !== 'openTime' && field !== 'ignore'));
  }

  #takeBatch(): CandleBatch {
    const { row } = this.#cursor;
    const filled = this.#filling!;
    const batch = columnsToBatch(this.#series!, filled, row);
    for (const name of this.#unknown) {
      const values = name === 'closeTime' ? batch.closeTimeMs : batch.columns[name];
      if (!isUnknown(values)) this.#unknown.delete(name);
    }
    this.#candles += row;
    this.#before = filled;
    this.#filling = undefined;
    this.#cursor.row = 0;
    return batch;
  }

  /** The row at the cursor does not come after the last one: dropped if it only repeats it, else an error. */
  #dropRepeated(bytes: Uint8Array): void {
    const { row, line } = this.#cursor;
    const filling = this.#filling!;
    const [last, lastRow] = row > 0 ? [filling, row - 1] : [this.#before!, this.#before!.openTimeMs.length - 1];
    if (!isSameRow(last, lastRow, filling, row)) throw this.#outOfOrder(last.openTimeMs[lastRow]!, filling.openTimeMs[row]!, line);
    for (const texts of Object.values(filling.exact)) texts.delete(row);
    this.#duplicates++;
    this.#cursor.at = bytes.indexOf(LF, this.#cursor.at) + 1;
    this.#cursor.line++;
  }

  #outOfOrder(lastMs: number, openTimeMs: number, line: number): WickError {
    const what =
      openTimeMs === lastMs
        ? 'gives other values for the same open time as the line before'
        : `opens at ${new Date(openTimeMs).toISOString()}, before the line above it`;
    return this.#damaged(
      `${this.#fileName}, line ${line}, ${what}.`,
      'Download the file again; if it stays so, fetch these days from the exchange instead.',
      { line, openTimeMs },
    );
  }

  #damagedRow(bytes: Uint8Array): WickError {
    const { at, line } = this.#cursor;
    const text = lineAt(bytes, at);
    const { what, remedy } = rowToFault(text, this.#layout!.fields, this.#unit!);
    return this.#damaged(`${this.#fileName}, line ${line}, ${what}.`, remedy, { line, text: text.slice(0, 200) });
  }

  #damaged(message: string, remedy: string, details: Readonly<Record<string, unknown>> = {}): WickError {
    return new WickError('CANDLES_DAMAGED', message, { remedy, details: { path: this.#path, ...details } });
  }
}

function isUnknown(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!isNaN(values[row]!)) return false;
  return true;
}

/** The text of the line that starts at `at`, without its line end. */
function lineAt(bytes: Uint8Array, at: number): string {
  const end = bytes.indexOf(LF, at);
  return decoder.decode(bytes.subarray(at, end < 0 ? bytes.length : end)).replace(/\r$/, '');
}
