import { basename } from 'node:path';
import { promisify } from 'node:util';
import { crc32, inflateRaw, type ZlibOptions } from 'node:zlib';
import { WickError } from '@wick/core';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type ArchiveOptions, type ArchiveSource, bytesProgress, nameOfSource } from './archive-file.ts';

const inflate = promisify(inflateRaw) as (bytes: Uint8Array, options: ZlibOptions) => Promise<Buffer>;
const DEFLATED = 8;
/** A month of minutes has 7 MB; what says that it is larger than this comes in pieces. */
const INFLATED_AT_ONCE_BYTES = 1 << 27;

/**
 * The one CSV inside a zip, in pieces. yauzl checks the sizes; the checksum is checked here, at the end.
 * @throws WickError ARCHIVE_DAMAGED
 */
export async function* zipToBytes(source: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Uint8Array> {
  const { signal, onProgress } = options;
  const path = nameOfSource(source);
  const zip = await orDamaged(path, openZip(source));
  try {
    const entry = await orDamaged(path, onlyCsv(path, zip));
    const pieces = piecesOf(zip, entry, source);
    let checksum = 0;
    let done = 0;
    for (;;) {
      const { value: piece, done: ended } = await orDamaged(path, pieces.next());
      if (ended) break;
      signal?.throwIfAborted();
      checksum = crc32(piece, checksum);
      done += piece.length;
      yield piece;
      onProgress?.(bytesProgress(basename(path), done, entry.uncompressedSize));
    }
    if (checksum !== entry.crc32) throw damaged(path, 'its checksum does not match its content');
  } finally {
    zip.close();
  }
}

/** A zip in memory is inflated at once, which costs less than half of what a stream costs. */
async function* piecesOf(zip: ZipFile, entry: Entry, source: ArchiveSource): AsyncGenerator<Buffer> {
  const { uncompressedSize, compressedSize, compressionMethod } = entry;
  if (typeof source === 'string' || compressionMethod !== DEFLATED || uncompressedSize > INFLATED_AT_ONCE_BYTES) {
    yield* (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>;
    return;
  }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const size = Math.max(64, uncompressedSize);
  const bytes = await inflate(source.bytes.subarray(fileDataStart, fileDataStart + compressedSize), { chunkSize: size, maxOutputLength: size });
  if (bytes.length !== uncompressedSize) throw new Error(`it holds ${bytes.length} bytes where it promises ${uncompressedSize}`);
  yield bytes;
}

function openZip(source: ArchiveSource): Promise<ZipFile> {
  if (typeof source === 'string') return openPromise(source, { autoClose: false });
  const { buffer, byteOffset, byteLength } = source.bytes;
  return fromBufferPromise(Buffer.from(buffer, byteOffset, byteLength), { autoClose: false });
}

async function onlyCsv(path: string, zip: ZipFile): Promise<Entry> {
  const found: Entry[] = [];
  for await (const entry of zip.eachEntry()) if (entry.fileName.endsWith('.csv')) found.push(entry);
  const [entry] = found;
  if (entry === undefined || found.length > 1) throw damaged(path, `it holds ${found.length} CSV files where one is expected`);
  if (entry.isEncrypted()) throw damaged(path, 'it is encrypted');
  return entry;
}

/** yauzl and zlib name the fault; the reader needs to know the file and what to do. */
async function orDamaged<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    if (cause instanceof WickError || typeof (cause as NodeJS.ErrnoException).syscall === 'string') throw cause;
    throw damaged(path, (cause as Error).message.replace(/\.+$/, ''), cause);
  }
}

const damaged = (path: string, why: string, cause?: unknown): WickError =>
  new WickError('ARCHIVE_DAMAGED', `${basename(path)} is a damaged zip: ${why}.`, {
    remedy: 'Download the file again.',
    details: { path },
    cause,
  });
