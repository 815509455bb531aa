import { type Column } from '@wick/core';
import { type BatchColumns, keepExact } from '../candle/batch-columns.ts';
import { bytesToDecimal, EXACT_BELOW, POWERS_OF_TEN } from '../candle/bytes-to-decimal.ts';
import { isCandle } from '../candle/is-candle.ts';
import { DigitScanner } from './digit-scanner.ts';
import type { Field } from './header-to-columns.ts';

const LF = 10;
const CR = 13;
const COMMA = 44;
const DOT = 46;

/** The unit of a file's times: raw values lie from `first` to `end` (exclusive). */
export interface TimeUnit {
  readonly name: 'ms' | 'µs';
  readonly first: number;
  readonly end: number;
  readonly perMs: number;
}

/** Milliseconds and microseconds of the years 1973 to 5138: no number is both. */
export const TIME_UNITS: readonly TimeUnit[] = [
  { name: 'ms', first: 1e11, end: 1e14, perMs: 1 },
  { name: 'µs', first: 1e14, end: 1e17, perMs: 1000 },
];

/** Where reading stands: moved on by every call of {@link csvToRows}. */
export interface RowCursor {
  /** Position in the bytes: always the start of a line. */
  at: number;
  /** Rows of the batch that are filled. */
  row: number;
  /** Number of the line at `at`, from 1. */
  line: number;
  lastOpenTimeMs: number;
}

/** Why reading stopped: no more lines, no more room, a time that does not ascend, a line that is no sound candle. */
export type Stop = 'end' | 'full' | 'not-ascending' | 'damaged';

/**
 * The inner loop of every archive: lines of bytes into the columns of a batch, no string made. A decimal is read as an
 * integer and divided once, which rounds correctly (see {@link EXACT_BELOW}); a longer one leaves for
 * {@link bytesToDecimal}. On a line that it cannot take, it stops before it.
 *
 * @param end end of the bytes to read; the byte before it must be a line feed, and {@link SCANNER_PADDING} bytes follow
 */
export function csvToRows(
  bytes: Uint8Array, end: number, fields: readonly Field[], unit: TimeUnit, batch: BatchColumns, cursor: RowCursor,
): Stop {
  const { openTimeMs } = batch;
  const scanner = new DigitScanner(bytes);
  const targets = fields.map((field) => targetOf(field, batch));
  const lastField = fields.length - 1;
  const room = openTimeMs.length;
  let { at, row, line, lastOpenTimeMs } = cursor;
  let stop: Stop = 'end';

  for (; at < end; line++) {
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)) {
      at += bytes[at] === LF ? 1 : 2;
      continue;
    }
    if (row === room) {
      stop = 'full';
      break;
    }
    let sound = true;
    scanner.at = at;
    for (let index = 0; sound && index <= lastField; index++) {
      const target = targets[index];
      if (target === undefined) skipField(bytes, scanner);
      else if (target === openTimeMs || target === batch.closeTimeMs) sound = readTime(scanner, unit, target, row);
      else sound = readDecimal(bytes, scanner, target, row) || readLongDecimal(bytes, scanner, fields[index] as Column, row, batch);
      if (index === lastField && bytes[scanner.at] === CR) scanner.at++;
      sound &&= bytes[scanner.at++] === (index === lastField ? LF : COMMA);
    }
    if (!sound || !isCandle(batch, row)) {
      stop = 'damaged';
      break;
    }
    if (!(openTimeMs[row]! > lastOpenTimeMs)) {
      stop = 'not-ascending';
      break;
    }
    lastOpenTimeMs = openTimeMs[row]!;
    row++;
    at = scanner.at;
  }
  Object.assign(cursor, { at, row, line, lastOpenTimeMs });
  return stop;
}

function skipField(bytes: Uint8Array, scanner: DigitScanner): void {
  let at = scanner.at;
  for (let code = bytes[at]!; code !== COMMA && code !== LF && code !== CR; ) code = bytes[++at]!;
  scanner.at = at;
}

function readTime(scanner: DigitScanner, unit: TimeUnit, target: Float64Array, row: number): boolean {
  const start = scanner.at;
  const time = scanner.digits();
  target[row] = scanner.at === start ? NaN : unit.perMs === 1 ? time : Math.floor(time / unit.perMs);
  return (time >= unit.first && time < unit.end) || scanner.at === start;
}

/** false, with the scanner where it was, for a decimal that has too many digits for one exact division, or is none. */
function readDecimal(bytes: Uint8Array, scanner: DigitScanner, target: Float64Array, row: number): boolean {
  const start = scanner.at;
  let scaled = scanner.digits();
  if (scanner.at === start) {
    target[row] = NaN;
    return true;
  }
  let power = 1;
  if (bytes[scanner.at] === DOT) {
    const fractionStart = ++scanner.at;
    const fraction = scanner.digits();
    // A point without digits after it is not a decimal: undefined, and not taken below.
    power = POWERS_OF_TEN[scanner.at - fractionStart || -1]!;
    scaled = scaled * power + fraction;
  }
  target[row] = scaled / power;
  if (scaled < EXACT_BELOW) return true;
  scanner.at = start;
  return false;
}

function readLongDecimal(
  bytes: Uint8Array, scanner: DigitScanner, column: Column, row: number, batch: BatchColumns,
): boolean {
  const start = scanner.at;
  skipField(bytes, scanner);
  const decimal = bytesToDecimal(bytes, start, scanner.at);
  if (decimal === undefined) return false;
  batch.columns[column][row] = decimal.value;
  if (decimal.exactText !== undefined) keepExact(batch, column, row, decimal.exactText);
  return true;
}

function targetOf(field: Field, batch: BatchColumns): Float64Array | undefined {
  if (field === 'ignore') return undefined;
  if (field === 'openTime') return batch.openTimeMs;
  return field === 'closeTime' ? batch.closeTimeMs : batch.columns[field];
}
