import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Series, WickError } from '@wick/core';
import type { ExportFormat } from './export-format.ts';

/**
 * A path for each series: the file that was named, or `BTCUSDT-1h.parquet` in the folder that was. Several series, or a name
 * that ends with a slash, need a folder, which is made; undefined for stdout.
 *
 * @throws WickError OPTION_INVALID for several series without a folder
 */
export async function pathsOf(series: readonly Series[], format: ExportFormat, out: string | undefined): Promise<string[] | undefined> {
  const isOne = series.length === 1;
  if (out === undefined) {
    if (isOne) return undefined;
    throw needsFolder(series, 'none is named');
  }
  const found = await stat(out).catch(() => undefined);
  if (isOne && found?.isDirectory() !== true && !/[\\/]$/.test(out)) return [out];
  if (found?.isFile() === true) throw needsFolder(series, `"${out}" is a file`);
  await mkdir(out, { recursive: true });
  return series.map(({ symbol, interval }) => join(out, `${symbol}-${interval}.${format}`));
}

const needsFolder = (series: readonly Series[], what: string): WickError =>
  new WickError('OPTION_INVALID', `${series.length} symbols go into a folder, one file each, and ${what}.`, {
    remedy: 'Name a folder, for example --out candles/.',
  });
