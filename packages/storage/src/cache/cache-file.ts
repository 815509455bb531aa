import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type Column, COLUMNS } from '@wick/core';
import type { DecodedColumns } from '../block/block-to-batch.ts';

/** Raise it when a block decodes to other numbers than before, or the layout of a file changes. */
const VERSION = 1;
const MAGIC = Buffer.from('wickcols');

/** Magic, version, columns, candles, the block's hash, checksum of the columns, checksum of all of these. */
const [VERSION_AT, COLUMNS_AT, CANDLES_AT, HASH_AT, DATA_CHECKSUM_AT, HEAD_CHECKSUM_AT, HEADER_BYTES] = [8, 12, 16, 20, 52, 56, 64] as const;

/** Files are read and written as they lie in memory. */
const LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** An entry that is found is marked as used when the mark is older than this: an hour more or less does not matter to who is to go. */
const MARK_MS = 3_600_000;

export const CACHE_FILE_ENDING = '.columns';
export const UNFINISHED_ENDING = '.unfinished';

/** What a file holds: columns of the candles that have this hash. There is nothing else that its content depends on. */
export interface CacheKey {
  /** Of the block that the columns were decoded from. */
  readonly contentSha256: Buffer;
  readonly candles: number;
  readonly columns: readonly Column[];
}

export const cacheFileName = ({ contentSha256, columns }: CacheKey): string =>
  `${contentSha256.toString('hex')}-${maskOf(columns).toString(16)}${CACHE_FILE_ENDING}`;

/**
 * Reads the file of a key into arrays that are there.
 * @returns `damaged` if anything in it is not what was written: the arrays then hold nonsense, and nothing may be used
 */
export async function readCacheFile(folder: string, key: CacheKey, out: DecodedColumns): Promise<'read' | 'absent' | 'damaged'> {
  let file: FileHandle;
  try {
    file = await open(join(folder, cacheFileName(key)), 'r');
  } catch {
    return 'absent';
  }
  try {
    const header = Buffer.alloc(HEADER_BYTES);
    const arrays = arraysOf(key, out);
    const { size, mtimeMs } = await file.stat();
    if (size !== HEADER_BYTES + bytesOf(arrays) || !LITTLE_ENDIAN) return 'damaged';
    const { bytesRead } = await file.readv([header, ...arrays], 0);
    const isSound = bytesRead === size && header.equals(headerOf(key, checksumOf(arrays)));
    if (isSound && Date.now() - mtimeMs > MARK_MS) await file.utimes(new Date(), new Date()).catch(() => undefined);
    return isSound ? 'read' : 'damaged';
  } catch {
    return 'damaged';
  } finally {
    await file.close().catch(() => undefined);
  }
}

/** A file that is to be written: its name, and the pieces of its content. */
export interface CacheFileContent {
  readonly name: string;
  readonly pieces: readonly Uint8Array[];
}

/**
 * What the file of a key has to hold. The checksum is that of the columns at this moment: should somebody write to them before they are in
 * the file, then the file is damaged from the beginning, and is not believed.
 */
export function cacheFileContent(key: CacheKey, columns: DecodedColumns): CacheFileContent {
  const arrays = arraysOf(key, columns);
  return { name: cacheFileName(key), pieces: [headerOf(key, checksumOf(arrays)), ...arrays] };
}

/**
 * Writes a file as a whole or not at all: under another name first, which nobody reads.
 * @throws whatever the file system does
 */
export async function writeCacheFile(folder: string, { name, pieces }: CacheFileContent): Promise<void> {
  if (!LITTLE_ENDIAN) return;
  const unfinished = join(folder, `${randomUUID()}${UNFINISHED_ENDING}`);
  try {
    const file = await open(unfinished, 'wx');
    try {
      for (const piece of pieces) await writeAll(file, piece);
    } finally {
      await file.close();
    }
    await rename(unfinished, join(folder, name));
  } catch (error) {
    await unlink(unfinished).catch(() => undefined);
    throw error;
  }
}

async function writeAll(file: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await file.write(piece, at)).bytesWritten;
}

/** Open times first, then the columns in their usual order. */
function arraysOf({ columns }: CacheKey, { openTimeMs, columns: values }: DecodedColumns): Uint8Array[] {
  const arrays = [openTimeMs, ...COLUMNS.filter((name) => columns.includes(name)).map((name) => values[name]!)];
  return arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
}

const bytesOf = (arrays: readonly Uint8Array[]): number => arrays.reduce((sum, { length }) => sum + length, 0);

const checksumOf = (arrays: readonly Uint8Array[]): number => arrays.reduce((checksum, array) => crc32(array, checksum), 0);

function headerOf(key: CacheKey, dataChecksum: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32LE(VERSION, VERSION_AT);
  header.writeUInt32LE(maskOf(key.columns), COLUMNS_AT);
  header.writeUInt32LE(key.candles, CANDLES_AT);
  key.contentSha256.copy(header, HASH_AT);
  header.writeUInt32LE(dataChecksum, DATA_CHECKSUM_AT);
  header.writeUInt32LE(crc32(header.subarray(0, HEAD_CHECKSUM_AT)), HEAD_CHECKSUM_AT);
  return header;
}

const maskOf = (columns: readonly Column[]): number => columns.reduce((mask, name) => mask | (1 << COLUMNS.indexOf(name)), 0);
