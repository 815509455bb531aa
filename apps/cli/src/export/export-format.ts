import { WickError } from '@wick/core';
import { oneOf } from '../options/series-options.ts';

export const EXPORT_FORMATS = ['csv', 'json', 'parquet', 'arrow'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

const EXTENSIONS = new Map<string, ExportFormat>([...EXPORT_FORMATS.map((format) => [format, format] as const), ['pq', 'parquet'], ['feather', 'arrow'], ['ipc', 'arrow']]);

/** Parquet and Arrow are bytes for programs, not lines for a terminal. */
export const isBinary = (format: ExportFormat): format is 'parquet' | 'arrow' => format === 'parquet' || format === 'arrow';

/**
 * The format that is asked for, or else the one of the file's ending, or else CSV.
 * @throws WickError OPTION_INVALID for an unknown format, or one that needs a file and has none
 */
export function readFormat({ format, out }: { readonly format?: string; readonly out?: string }): ExportFormat {
  const ofEnding = EXTENSIONS.get(/\.(\w+)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? '');
  const chosen = format === undefined ? (ofEnding ?? 'csv') : oneOf('--format', format, EXPORT_FORMATS);
  if (isBinary(chosen) && out === undefined) {
    throw new WickError('OPTION_INVALID', `Candles as ${chosen} need a file to go to.`, {
      remedy: `Name one, for example --out candles.${chosen}.`,
      details: { format: chosen },
    });
  }
  return chosen;
}
