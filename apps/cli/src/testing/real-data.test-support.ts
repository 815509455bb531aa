import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = process.env['WICK_REAL_DATA'] ?? fileURLToPath(new URL('../../../../../shared/data/binance', import.meta.url));

/** The folder with real Binance files, or undefined, after saying so, where there is none. */
export function realDataFolder(): string | undefined {
  if (existsSync(folder)) return folder;
  console.warn(`Tests on real candles are skipped: there is no ${folder}. WICK_REAL_DATA names another folder.`);
  return undefined;
}
