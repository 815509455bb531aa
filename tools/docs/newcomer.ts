import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Candle, candleAt, type CandleBatch, decimalText, MINUTE_MS, type Series } from '@wick/core';
import { startBinanceSimulator } from '@wick/testkit';

export interface Newcomer {
  /** The folder in which they stand, which is also their home; a downloaded archive file lies in it. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly leave: () => Promise<void>;
}

const HOURS: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };

/** Somebody with an empty home who tries the commands of a page. A simulator plays Binance; nothing else is there to help. */
export async function openNewcomer(workspaceRoot: string): Promise<Newcomer> {
  const folder = mkdtempSync(join(tmpdir(), 'wick-newcomer-'));
  const binance = await startBinanceSimulator();
  const november = { fromMs: Date.UTC(2024, 10, 1), toMs: Date.UTC(2024, 11, 1) };
  writeFileSync(join(folder, 'BTCUSDT-1h-2024-11.csv'), archiveCsv(binance.truth(HOURS, november)));
  const env = {
    ...process.env,
    HOME: folder,
    PATH: `${join(workspaceRoot, 'node_modules/.bin')}:${process.env['PATH']}`,
    WICK_DATA_DIR: join(folder, 'data'),
    WICK_BINANCE_REST_URL: binance.restUrl,
    DATABASE_URL: '',
    NODE_OPTIONS: '',
    FORCE_COLOR: '0',
    NO_COLOR: '1',
  };
  const leave = async (): Promise<void> => {
    await binance.close();
    // The embedded server may still be writing its last pages.
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  return { folder, env, leave };
}

/** Candles as in a file of Binance's public archive: twelve columns, no header. */
function archiveCsv(batch: CandleBatch): string {
  const line = (candle: Candle): string => {
    const { openTimeMs, open, high, low, close, volume, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume } = candle;
    const closeTimeMs = openTimeMs + 60 * MINUTE_MS - 1;
    const values = [openTimeMs, open, high, low, close, volume, closeTimeMs, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume, 0];
    return `${values.map(decimalText).join(',')}\n`;
  };
  return Array.from({ length: batch.length }, (_, row) => line(candleAt(batch, row))).join('');
}
