import { followingOpenTime, type Interval, intervalMs } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readIntegers, writeIntegers } from './integers.ts';

/**
 * Open times, whole milliseconds: the first one, the usual step, and the rows whose step is another one. A gap or a
 * run of off-grid candles costs a row or two; a regular month costs nothing.
 */
export function writeOpenTimes(writer: ByteWriter, openTimeMs: Float64Array, interval: Interval): void {
  const usual = intervalMs(interval);
  const rows: number[] = [];
  for (let row = 1; row < openTimeMs.length; row++) if (openTimeMs[row]! - openTimeMs[row - 1]! !== usual) rows.push(row);
  writer.float64(openTimeMs[0]!);
  writer.float64(usual);
  writeRows(writer, rows);
  writeIntegers(writer, Float64Array.from(rows, (row) => openTimeMs[row]! - openTimeMs[row - 1]!));
}

/** The inverse of {@link writeOpenTimes}: fills `out`. */
export function readOpenTimes(reader: ByteReader, out: Float64Array): void {
  let time = reader.float64();
  const usual = reader.float64();
  const rows = readRows(reader);
  const steps = new Float64Array(rows.length);
  readIntegers(reader, steps);
  let row = 0;
  for (let exception = 0; exception <= rows.length; exception++) {
    const end = rows[exception] ?? out.length;
    for (; row < end; row++, time += usual) out[row] = time;
    time += (steps[exception] ?? 0) - usual;
  }
}

/** Close times: the rows where it is not open time + interval − 1, and what it is there. */
export function writeCloseTimes(writer: ByteWriter, times: TimeColumns, interval: Interval): void {
  const { openTimeMs, closeTimeMs } = times;
  const rows: number[] = [];
  if (isUnknown(closeTimeMs)) return writer.byte(UNKNOWN);
  const expected = expectedCloseTime(interval);
  for (let row = 0; row < closeTimeMs.length; row++) {
    if (!Object.is(closeTimeMs[row], expected(openTimeMs[row]!))) rows.push(row);
  }
  writer.byte(EXCEPTIONS);
  writeRows(writer, rows);
  const values = Float64Array.from(rows, (row) => closeTimeMs[row]!);
  writer.bytes(new Uint8Array(values.buffer));
}

/** The inverse of {@link writeCloseTimes}: fills `closeTimeMs` by means of `openTimeMs`. */
export function readCloseTimes(reader: ByteReader, times: TimeColumns, interval: Interval): void {
  const { openTimeMs, closeTimeMs } = times;
  if (reader.byte() === UNKNOWN) {
    closeTimeMs.fill(NaN);
    return;
  }
  const expected = expectedCloseTime(interval);
  for (let row = 0; row < closeTimeMs.length; row++) closeTimeMs[row] = expected(openTimeMs[row]!);
  for (const row of readRows(reader)) closeTimeMs[row] = reader.float64();
}

export interface TimeColumns {
  readonly openTimeMs: Float64Array;
  readonly closeTimeMs: Float64Array;
}

const UNKNOWN = 0;
const EXCEPTIONS = 1;

function isUnknown(values: Float64Array): boolean {
  for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) return false;
  return true;
}

/** As Binance writes it, for candles off the grid too. */
function expectedCloseTime(interval: Interval): (openTimeMs: number) => number {
  if (interval === '1M') return (openTimeMs) => followingOpenTime(openTimeMs, interval) - 1;
  const length = intervalMs(interval);
  return (openTimeMs) => openTimeMs + length - 1;
}

/** Ascending row numbers, as differences. */
function writeRows(writer: ByteWriter, rows: readonly number[]): void {
  writer.count(rows.length);
  writeIntegers(writer, Float64Array.from(rows, (row, index) => row - (rows[index - 1] ?? 0)));
}

function readRows(reader: ByteReader): Float64Array {
  const rows = new Float64Array(reader.count());
  readIntegers(reader, rows);
  for (let index = 1; index < rows.length; index++) rows[index]! += rows[index - 1]!;
  return rows;
}
