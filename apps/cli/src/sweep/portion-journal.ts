import { createHash } from 'node:crypto';
import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { canonicalJson, WickError } from '@wick/core';
import type { PortionBounds, PortionColumns } from '@wick/engine';
import { fileError } from '../files/file-error.ts';

/** The numbers of a sweep that is under way, portion by portion, in a file or in memory. */
export interface PortionStore {
  /** Portions that are there already. */
  readonly done: ReadonlySet<number>;
  append(index: number, columns: PortionColumns): void;
  read(index: number): PortionColumns;
  /** Lets go of the file, which stays. */
  close(): void;
  /** Removes the file. */
  remove(): void;
}

/** What a journal belongs to, and how its sweep was cut. */
export interface JournalHead {
  /** SHA-256 of all that the numbers depend on. */
  readonly key: string;
  readonly parameters: number;
  readonly metrics: number;
  readonly portions: readonly PortionBounds[];
}

export const journalPath = (out: string): string => `${out}.journal`;

export const sweepKey = (inputs: unknown): string => createHash('sha256').update(canonicalJson(inputs)).digest('hex');

/**
 * The head of a journal that an interrupted sweep left; undefined if there is none or not even its head was written.
 * @throws WickError OPTION_INVALID if it belongs to another sweep
 */
export function readJournalHead(path: string, key: string): JournalHead | undefined {
  if (!existsSync(path)) return undefined;
  const bytes = readFileSync(path);
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  const head = JSON.parse(bytes.toString('utf8', 0, end)) as JournalHead;
  if (head.key === key) return head;
  throw new WickError('OPTION_INVALID', `"${path}" is of an unfinished sweep with other candles, rules or values.`, {
    remedy: 'Name another --out, or drop what that sweep has computed with --restart.',
    details: { path },
  });
}

const RECORD_HEAD = 16; // portion, rows, rows that never traded, checksum of the rows

/**
 * A file of portions: one line of JSON, then the portions as they came, each with a checksum. What is behind the last whole one, as
 * a killed process leaves it, is cut off. Written with one call a portion, so that what was appended outlives the process.
 */
export function openJournal(path: string, head: JournalHead): PortionStore {
  const file = opened(path);
  const offsets = new Map<number, number>();
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  const size = statSync(path).size;
  let end = line.length;
  if (size <= line.length) {
    ftruncateSync(file, 0);
    writeSync(file, line, 0, line.length, 0);
  } else {
    for (let found = recordAt(file, end, size, head); found; found = recordAt(file, end, size, head)) {
      offsets.set(found.index, end);
      end += found.bytes;
    }
    ftruncateSync(file, end);
  }
  return {
    done: new Set(offsets.keys()),
    append(index, columns) {
      const record = toRecord(index, columns);
      writeSync(file, record, 0, record.length, end);
      offsets.set(index, end);
      end += record.length;
    },
    read: (index) => fromRecord(readRecord(file, offsets.get(index)!, head), head),
    close: () => closeSync(file),
    remove() {
      closeSync(file);
      rmSync(path, { force: true });
    },
  };
}

/** The same in memory, for a sweep without a file. */
export function createPortionMemory(): PortionStore {
  const portions = new Map<number, PortionColumns>();
  return {
    done: new Set(),
    append: (index, columns) => void portions.set(index, columns),
    read: (index) => portions.get(index)!,
    close: () => {},
    remove: () => {},
  };
}

function opened(path: string): number {
  try {
    return openSync(path, existsSync(path) ? 'r+' : 'w+');
  } catch (error) {
    throw fileError((error as NodeJS.ErrnoException).code ?? '', path, error) ?? error;
  }
}

const widthOf = ({ parameters, metrics }: JournalHead): number => 1 + parameters + metrics;

function toRecord(index: number, { length, neverTraded, places, parameters, metrics }: PortionColumns): Buffer {
  const columns = [places, ...parameters, ...metrics];
  const record = Buffer.alloc(RECORD_HEAD + columns.length * length * 8);
  columns.forEach((column, at) => {
    for (let row = 0; row < length; row++) record.writeDoubleLE(column[row]!, RECORD_HEAD + (at * length + row) * 8);
  });
  [index, length, neverTraded, crc32(record.subarray(RECORD_HEAD))].forEach((value, at) => record.writeUInt32LE(value, at * 4));
  return record;
}

function readRecord(file: number, offset: number, head: JournalHead): Buffer {
  const start = Buffer.alloc(RECORD_HEAD);
  readSync(file, start, 0, RECORD_HEAD, offset);
  const record = Buffer.alloc(RECORD_HEAD + start.readUInt32LE(4) * widthOf(head) * 8);
  readSync(file, record, 0, record.length, offset);
  return record;
}

/** A whole record with a right checksum; undefined if the file ends before, or holds something else. */
function recordAt(file: number, offset: number, size: number, head: JournalHead): { index: number; bytes: number } | undefined {
  if (offset + RECORD_HEAD > size) return undefined;
  const start = Buffer.alloc(RECORD_HEAD);
  readSync(file, start, 0, RECORD_HEAD, offset);
  const [index, rows] = [start.readUInt32LE(0), start.readUInt32LE(4)];
  if (head.portions[index]?.lanes !== rows || offset + RECORD_HEAD + rows * widthOf(head) * 8 > size) return undefined;
  const record = readRecord(file, offset, head);
  return crc32(record.subarray(RECORD_HEAD)) === start.readUInt32LE(12) ? { index, bytes: record.length } : undefined;
}

function fromRecord(record: Buffer, head: JournalHead): PortionColumns {
  const length = record.readUInt32LE(4);
  const columns = Array.from({ length: widthOf(head) }, (_, at) =>
    Float64Array.from({ length }, (_row, row) => record.readDoubleLE(RECORD_HEAD + (at * length + row) * 8)));
  return {
    length,
    neverTraded: record.readUInt32LE(8),
    places: columns[0]!,
    parameters: columns.slice(1, 1 + head.parameters),
    metrics: columns.slice(1 + head.parameters),
  };
}
