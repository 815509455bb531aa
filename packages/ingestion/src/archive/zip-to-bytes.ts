import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import { WickError } from '@wick/core';
import { type Entry, fromBufferPromise, openPromise, type ZipFile } from 'yauzl';
import { type ArchiveOptions, type ArchiveSource, bytesProgress, nameOfSource } from './archive-file.ts';

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
    const stream = await orDamaged(path, zip.openReadStreamPromise(entry));
    let checksum = 0;
    let done = 0;
    const pieces = (stream as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
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
