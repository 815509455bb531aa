import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { candleAt, decimalText, MINUTE_MS } from '@wick/core';
import { generateCandles } from '@wick/testkit';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A command line with a home of its own, away from the user's data. */
export interface WickHome {
  readonly folder: string;
  readonly wick: (...args: string[]) => string;
  readonly node: (...args: string[]) => string;
  /** Writes minutes of a simulated market as an archive file and imports them. */
  importMinutes(count: number): void;
  remove(): void;
}

export function createWickHome(): WickHome {
  const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
  const env = {
    ...process.env,
    HOME: folder,
    PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH']}`,
    WICK_DATA_DIR: join(folder, 'data'),
    DATABASE_URL: '',
    NODE_OPTIONS: '',
  };
  const run = (command: string, args: string[]): string =>
    execFileSync(command, args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
  const wick = (...args: string[]): string => run(join(root, 'node_modules/.bin/wick'), args);
  return {
    folder,
    wick,
    node: (...args) => run('node', args),
    importMinutes(count) {
      const series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' } as const;
      const batch = generateCandles({ series, fromMs: Date.UTC(2024, 0, 1), count });
      const rows = Array.from({ length: batch.length }, (_, row) => {
        const { openTimeMs, open, high, low, close, volume, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume } = candleAt(batch, row);
        const values = [openTimeMs, open, high, low, close, volume, openTimeMs + MINUTE_MS - 1, quoteVolume, trades, takerBuyVolume, takerBuyQuoteVolume, 0];
        return values.map(decimalText).join(',');
      });
      const file = join(folder, 'BTCUSDT-1m-2024.csv');
      writeFileSync(file, `${rows.join('\n')}\n`);
      wick('candles', 'import', '--exchange', 'simulated', file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
}
