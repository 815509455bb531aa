import { basename } from 'node:path';
import type { CandleBatch } from '@wick/core';
import type { ArchiveFacts, ArchiveOptions } from './archive-file.ts';
import { CsvToBatches } from './csv-to-batches.ts';
import { aboutBytesIn, fileToBytes } from './file-to-bytes.ts';

/**
 * The candles of a Binance archive file (`.zip`, `.csv.gz`, `.csv`), streamed in ascending batches.
 *
 * Times become milliseconds, empty fields unknown (NaN), and values that a float64 does not hold keep their text. Open times
 * off the grid are kept. What is wrong with a file may only show at its end, so a batch is only to be trusted when the
 * whole file has been read; {@link importArchive} sees to that.
 *
 * @returns what was found out about the file, as the generator's return value
 * @throws WickError FILE_NOT_FOUND, ARCHIVE_DAMAGED, CANDLES_DAMAGED (with file and line), OPTION_INVALID
 */
export async function* readArchive(path: string, options: ArchiveOptions = {}): AsyncGenerator<CandleBatch, ArchiveFacts> {
  const csv = new CsvToBatches(path, basename(path), options, await aboutBytesIn(path));
  for await (const piece of fileToBytes(path, options)) yield* csv.push(piece);
  yield* csv.end();
  return csv.facts();
}
