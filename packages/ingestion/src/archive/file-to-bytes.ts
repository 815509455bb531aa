import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { WickError } from '@wick/core';
import { type ArchiveOptions, type ArchiveSource, bytesProgress, nameOfSource } from './archive-file.ts';
import { zipToBytes } from './zip-to-bytes.ts';

const PIECE_BYTES = 1 << 18;
/** Of a file that needs no decoding. */
const PLAIN_PIECE_BYTES = 1 << 20;

/** How much smaller candles usually are when compressed: from 4 times to 6. */
const COMPRESSION = 6;

/** About how much CSV comes out of a file. @throws WickError FILE_NOT_FOUND */
export async function aboutBytesIn(source: ArchiveSource): Promise<number> {
  const bytes = typeof source === 'string' ? await sizeOf(source) : source.bytes.length;
  return nameOfSource(source).endsWith('.csv') ? bytes : COMPRESSION * bytes;
}

/**
 * The CSV inside a `.csv`, `.csv.gz` or `.zip`, in pieces, never as a whole. A piece is only valid until the next one is asked for.
 * @throws WickError FILE_NOT_FOUND, ARCHIVE_DAMAGED, or OPTION_INVALID for another kind of file
 */
export async function* fileToBytes(source: ArchiveSource, options: ArchiveOptions): AsyncGenerator<Uint8Array> {
  const name = nameOfSource(source);
  const total = typeof source === 'string' ? await sizeOf(source) : source.bytes.length;
  if (name.endsWith('.zip')) yield* zipToBytes(source, options);
  else if (name.endsWith('.csv')) yield* typeof source === 'string' ? plain(source, total, options) : [source.bytes];
  else if (name.endsWith('.gz')) yield* gunzipped(source, total, options);
  else {
    throw new WickError('OPTION_INVALID', `${basename(name)} is neither .csv nor .csv.gz nor .zip.`, {
      remedy: 'Give candle archives as Binance publishes them.',
      details: { path: name },
    });
  }
}

async function* gunzipped(source: ArchiveSource, total: number, options: ArchiveOptions): AsyncGenerator<Uint8Array> {
  try {
    yield* streamed(source, total, options, (file) => pipeline(file, createGunzip({ chunkSize: PIECE_BYTES }), () => {}));
  } catch (cause) {
    const path = nameOfSource(source);
    if (!String((cause as { code?: unknown }).code).startsWith('Z_')) throw cause;
    throw new WickError('ARCHIVE_DAMAGED', `${basename(path)} is damaged or cut short: ${(cause as Error).message}.`, {
      remedy: 'Download the file again.',
      details: { path },
      cause,
    });
  }
}

async function* plain(path: string, total: number, { signal, onProgress }: ArchiveOptions): AsyncGenerator<Uint8Array> {
  let done = 0;
  for await (const piece of piecesOf(path)) {
    signal?.throwIfAborted();
    yield piece;
    done += piece.length;
    onProgress?.(bytesProgress(basename(path), done, total));
  }
}

/** A file as it is, into two buffers in turn: while one is used, until the next piece is asked for, the other is filled. */
export async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    let [piece, spare] = [Buffer.allocUnsafeSlow(PLAIN_PIECE_BYTES), Buffer.allocUnsafeSlow(PLAIN_PIECE_BYTES)];
    let reading = file.read(piece);
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = file.read(spare);
      // Whoever stops here leaves a read behind, whose end nobody waits for.
      reading.catch(() => undefined);
      yield piece.subarray(0, bytesRead);
      [piece, spare] = [spare, piece];
    }
  } finally {
    await file.close();
  }
}

async function* streamed(
  source: ArchiveSource, total: number, options: ArchiveOptions, decode: (file: Readable) => Readable,
): AsyncGenerator<Uint8Array> {
  const { signal, onProgress } = options;
  const label = basename(nameOfSource(source));
  const file = typeof source === 'string' ? createReadStream(source, { highWaterMark: PIECE_BYTES }) : Readable.from([source.bytes]);
  try {
    for await (const piece of decode(file) as AsyncIterable<Buffer>) {
      signal?.throwIfAborted();
      yield piece;
      onProgress?.(bytesProgress(label, 'bytesRead' in file ? file.bytesRead : total, total));
    }
  } finally {
    file.destroy();
  }
}

export async function sizeOf(path: string): Promise<number> {
  try {
    const info = await stat(path);
    if (info.isFile()) return info.size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT' && (cause as NodeJS.ErrnoException).code !== 'ENOTDIR') throw cause;
  }
  throw new WickError('FILE_NOT_FOUND', `There is no file ${path}.`, {
    remedy: 'Check the path; a pattern such as *.csv is expanded by the shell.',
    details: { path },
  });
}
