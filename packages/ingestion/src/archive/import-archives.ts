import { type CandleStore, isWickError, type WickError } from '@wick/core';
import { importArchive, type ImportOptions, type ImportReport } from './import-archive.ts';

export interface ImportAllOptions extends Omit<ImportOptions, 'path'> {
  readonly paths: readonly string[];
}

/** What became of a file. */
export type ImportOutcome = ImportReport | { readonly path: string; readonly error: WickError };

/**
 * Stores the candles of archive files, each as a whole or not at all, in their order: where two contradict each other, the later
 * one counts. While one is written the next one is read, so two are in memory.
 *
 * @returns what became of each; a file that cannot be read stops nothing
 * @throws whatever the store throws, or the signal's reason; nothing is written any more then
 */
export async function importArchives({ paths, store, ...options }: ImportAllOptions): Promise<ImportOutcome[]> {
  const outcomes: Promise<ImportOutcome>[] = [];
  try {
    for (const path of paths) {
      await outcomes.at(-2);
      const read = Promise.withResolvers<void>();
      const inTurn = storeInTurn(store, outcomes.at(-1), read.resolve);
      const outcome = outcomeOf({ ...options, path, store: inTurn }).finally(read.resolve);
      // A failure is met in its turn.
      outcome.catch(() => undefined);
      outcomes.push(outcome);
      await read.promise;
    }
    return await Promise.all(outcomes);
  } finally {
    await Promise.allSettled(outcomes);
  }
}

/** A file's writes tell that it is read, and wait for the file before it. */
const storeInTurn = (store: ImportOptions['store'], before: Promise<unknown> | undefined, onRead: () => void): Pick<CandleStore, 'write'> => ({
  async write(batch, provenance, terms) {
    onRead();
    await before;
    return store.write(batch, provenance, terms);
  },
});

async function outcomeOf(options: ImportOptions): Promise<ImportOutcome> {
  try {
    return await importArchive(options);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!isWickError(error) || error.code.startsWith('DATABASE') || error.code === 'DISK_UNWRITABLE') throw error;
    return { path: options.path, error };
  }
}
