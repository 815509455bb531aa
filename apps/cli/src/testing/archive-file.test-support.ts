import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS, decimalText, type Series } from '@wick/core';
import { generateCandles } from '@wick/testkit';

export interface ArchiveFile {
  readonly folder: string;
  readonly name: string;
  readonly fromMs: number;
  readonly count: number;
  /** Rows to leave out, counted from the first. */
  readonly without?: readonly [from: number, to: number];
  /** Default BTCUSDT; the file must be named after it. */
  readonly symbol?: string;
  readonly seed?: number;
}

const SERIES: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

/** Writes generated hours in the form of Binance's archive files, and gives the path. */
export function writeArchiveFile({ folder, name, fromMs, count, without = [0, 0], symbol = SERIES.symbol, seed = 1 }: ArchiveFile): string {
  const batch = generateCandles({ series: { ...SERIES, symbol }, fromMs, count, seed });
  const lines: string[] = [];
  for (let row = 0; row < batch.length; row++) {
    if (row >= without[0] && row < without[1]) continue;
    const [open, high, low, close, volume, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume] = COLUMNS.map((column) => decimalText(batch.columns[column][row]!));
    lines.push([batch.openTimeMs[row], open, high, low, close, volume, batch.closeTimeMs[row], quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume, 0].join(','));
  }
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
