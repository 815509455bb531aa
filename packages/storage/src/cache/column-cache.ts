import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { DecodedColumns } from '../block/block-to-batch.ts';
import {
  CACHE_FILE_ENDING, type CacheFileContent, type CacheKey, cacheFileContent, cacheFileName, readCacheFile, UNFINISHED_ENDING, writeCacheFile,
} from './cache-file.ts';

export const DEFAULT_CACHE_BYTES = 2 * 1024 ** 3;

/** A file that was begun so long ago belongs to a process that died. */
const ABANDONED_MS = 3_600_000;

/** A block of fewer candles is decoded in less time than a file takes to open. */
const LEAST_CANDLES = 2_000;

/** Files that are read at the same time, by the threads that Node has for it. */
const CONCURRENCY = 4;

export interface ColumnCacheOptions {
  readonly folder: string;
  /** What all files together may have; {@link DEFAULT_CACHE_BYTES} unless told. */
  readonly bytes?: number | undefined;
  readonly leastCandles?: number | undefined;
}

/** Columns of a block, and the arrays for them. */
export interface CacheEntry extends CacheKey {
  readonly out: DecodedColumns;
}

/**
 * Decoded columns of blocks as files: a shortcut, never a source.
 *
 * - **Never stale.** A file is named by the hash of the candles that are in it, which the store keeps beside each block. When candles
 *   change, so does the hash, and nobody asks for the old file again. Rows that are not in a block yet are not cached.
 * - **Never trusted.** A file whose header or checksum is not exactly right is removed, and the block is decoded instead.
 * - **Never in the way.** A folder that cannot be read or written, or a full disk, means that nothing is cached. No error leaves here.
 *
 * Any number of processes may share a folder: files appear as a whole, and two that write the same one write the same bytes.
 */
export class ColumnCache {
  readonly #folder: string;
  readonly #bytes: number;
  readonly #leastCandles: number;
  #writing: Promise<void> = Promise.resolve();

  constructor({ folder, bytes = DEFAULT_CACHE_BYTES, leastCandles = LEAST_CANDLES }: ColumnCacheOptions) {
    this.#folder = folder;
    this.#bytes = bytes;
    this.#leastCandles = leastCandles;
  }

  /** Fills the arrays of the entries that are here. @returns the others, in their order, whose arrays hold nothing yet */
  async read<Entry extends CacheEntry>(entries: readonly Entry[]): Promise<Entry[]> {
    const absent = new Set<Entry>();
    const queue = entries.values();
    const readNext = async (): Promise<void> => {
      for (const entry of queue) if (!(await this.#readOne(entry))) absent.add(entry);
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, readNext));
    return entries.filter((entry) => absent.has(entry));
  }

  /** Keeps columns that were decoded, as they are now. The writing goes on after the call; {@link close} waits for it. */
  keep(entries: readonly CacheEntry[]): void {
    const files = entries.filter(({ candles }) => candles >= this.#leastCandles).map((entry) => cacheFileContent(entry, entry.out));
    if (files.length > 0) this.#writing = this.#writing.then(() => this.#write(files)).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#writing;
  }

  async #readOne(entry: CacheEntry): Promise<boolean> {
    if (entry.candles < this.#leastCandles) return false;
    const outcome = await readCacheFile(this.#folder, entry, entry.out);
    if (outcome === 'damaged') await unlink(join(this.#folder, cacheFileName(entry))).catch(() => undefined);
    return outcome === 'read';
  }

  async #write(files: readonly CacheFileContent[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    for (const file of files) await writeCacheFile(this.#folder, file);
    await makeRoom(this.#folder, this.#bytes);
  }
}

/** What lies in a cache. */
export interface CacheStatus {
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

export async function readCacheStatus(folder: string): Promise<CacheStatus> {
  const files = await filesIn(folder);
  return { folder, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Removes all that is cached in a folder, and nothing else that lies there. @returns what there was */
export async function clearCache(folder: string): Promise<CacheStatus> {
  const status = await readCacheStatus(folder);
  for (const { path } of await filesIn(folder)) await unlink(path).catch(() => undefined);
  return status;
}

interface CacheFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

/** Removes files until the others have at most so many bytes: those of dead processes, then those that nobody used for longest. */
async function makeRoom(folder: string, limit: number): Promise<void> {
  const files = (await filesIn(folder)).sort((a, b) => a.usedMs - b.usedMs);
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  for (const file of files) {
    const abandoned = file.path.endsWith(UNFINISHED_ENDING) && Date.now() - file.usedMs > ABANDONED_MS;
    if (bytes <= limit && !abandoned) continue;
    bytes -= file.bytes;
    await unlink(file.path).catch(() => undefined);
  }
}

async function filesIn(folder: string): Promise<CacheFile[]> {
  const names = await readdir(folder).catch(() => []);
  const ours = names.filter((name) => name.endsWith(CACHE_FILE_ENDING) || name.endsWith(UNFINISHED_ENDING));
  const files = await Promise.all(
    ours.map(async (name) => {
      const path = join(folder, name);
      const found = await stat(path).catch(() => undefined);
      return found && { path, bytes: found.size, usedMs: found.mtimeMs };
    }),
  );
  return files.filter((file) => file !== undefined);
}
