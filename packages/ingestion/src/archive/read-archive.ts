import { basename } from 'node:path';
import type { CandleBatch } from '@wick/core';
import { type ArchiveFacts, type ArchiveOptions, type ArchiveSource, nameOfSource } from './archive-file.ts';
import { CsvToBatches } from './csv-to-batches.ts';
import { aboutBytesIn, fileToBytes } from './file-to-bytes.ts';

/**
 * The candles of a Binance archive file (`.zip`, `.csv.gz`, `.csv`), on disk or in memory, in ascending batches.
 *
 * Times become milliseconds, empty fields unknown (NaN), and values that a float64 does not hold keep their text. Open times
 * off the grid are kept. What is wrong with a file may only show at its end, so a batch is only to be trusted when the
 * whole file has been read; {@link importArchive} sees to that.
 *
 * @returns what was found out about the file, as the generator's return value
 * @throws WickError FILE_NOT_FOUND, ARCHIVE_DAMAGED, CANDLES_DAMAGED (with file and line), OPTION_INVALID
 */
export async function* readArchive(source: ArchiveSource, options: ArchiveOptions = {}): AsyncGenerator<CandleBatch, ArchiveFacts> {
  const name = nameOfSource(source);
  const csv = new CsvToBatches(name, basename(name), options, await aboutBytesIn(source));
  const pieces = fileToBytes(source, options);
  for await (const piece of pieces) {
    try {
      yield* csv.push(piece);
    } catch (error) {
      // Rows that cannot be read may only be the first sign of a damaged zip, which its end tells.
      await drain(pieces);
      throw error;
    }
  }
  yield* csv.end();
  return csv.facts();
}

async function drain(pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  let done: boolean | undefined;
  do ({ done } = await pieces.next());
  while (done !== true);
}
