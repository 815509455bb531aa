import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { candleAt, type Series } from '@wick/core';
import { generateCandles } from '@wick/testkit';

const realFolder = process.env['WICK_REAL_DATA'] ?? fileURLToPath(new URL('../../../../shared/data/binance', import.meta.url));

/** Files of Binance's archives, and what stands in for them where they are not at hand. */
export interface CandleFiles {
  /** Below the folder of real files. */
  readonly real: readonly string[];
  readonly series: Series;
}

export const MINUTES: CandleFiles = {
  real: ['spot/1m/BTCUSDT-1m-2017.csv.gz', 'spot/1m/BTCUSDT-1m-2018.csv.gz', 'spot/1m/BTCUSDT-1m-2019H1.csv.gz'],
  series: { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' },
};

/** With every column that Binance knows. */
export const ALL_COLUMNS: CandleFiles = {
  real: ['archive/um/NEARUSDT-1m-2023-09.csv.gz', 'archive/um/NEARUSDT-1m-2023-10.csv.gz', 'archive/um/NEARUSDT-1m-2026-02.csv.gz'],
  series: { exchange: 'binance', market: 'um', symbol: 'NEARUSDT', interval: '1m' },
};

export const HOURS: CandleFiles = {
  real: ['spot/1h/BTCUSDT-1h.csv.gz'],
  series: { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' },
};

/**
 * Writes candles as plain CSV without header lines into the folder of a benchmark: the real files if they are there and `count` is
 * `all`, otherwise as many generated ones, with the eight decimals that Binance writes.
 */
export function writeCandleFiles(folder: string, { real, series }: CandleFiles, count: number, size: 'all' | 'some'): void {
  const paths = real.map((name) => join(realFolder, name));
  if (size === 'all' && paths.every(existsSync)) {
    for (const path of paths) {
      const text = gunzipSync(readFileSync(path));
      writeFileSync(join(folder, nameOf(path)), text[0]! > 57 ? text.subarray(text.indexOf('\n') + 1) : text);
    }
    return;
  }
  const batch = generateCandles({ series, fromMs: Date.UTC(2018, 0, 1), count });
  const lines = Array.from({ length: count }, (_, row) => {
    const { openTimeMs, closeTimeMs, open, high, low, close, volume, ...more } = candleAt(batch, row);
    const decimals = (...values: number[]): string => values.map((value) => value.toFixed(8)).join(',');
    return [
      openTimeMs, decimals(open, high, low, close, volume), closeTimeMs, decimals(more.quoteVolume), more.trades,
      decimals(more.takerBuyVolume, more.takerBuyQuoteVolume), 0,
    ].join(',');
  });
  writeFileSync(join(folder, nameOf(paths[0]!)), `${lines.join('\n')}\n`);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.gz$/, '');

/** The files that {@link writeCandleFiles} wrote, in order of their names, which is that of their candles. */
export const candleFilesIn = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.endsWith('.csv')).sort().map((name) => join(folder, name));
