import type { Series } from '@wick/core';
import type { CliContext } from '../context.ts';
import { withStorage } from '../with-storage.ts';
import { type Check, failed, ok, warning } from './check.ts';

/** Does the database that would be used answer, and what is in it? The embedded one is started if it does not run. */
export async function checkDatabase(context: CliContext): Promise<Check[]> {
  try {
    return await withStorage(context, async (storage) => {
      const status = await storage.status();
      return [ok('Database', `${status.kind}, PostgreSQL ${status.serverVersion}`), checkCandles(await storage.candles.series())];
    });
  } catch (error) {
    const { isWickError } = await import('@wick/core');
    if (isWickError(error)) return [failed('Database', error.message, error.remedy)];
    return [failed('Database', (error as Error).message, 'Run "wick db status --debug" to see more.')];
  }
}

/** What can be run: each series by itself, and the symbols of one market and interval together. */
export function checkCandles(stored: readonly Series[]): Check {
  if (stored.length === 0) return warning('Candles', 'none are stored yet', 'Run "wick demo", or "wick candles sync BTCUSDT --interval 1h --since 2024-01-01".');
  const together = new Map<string, number>();
  for (const { exchange, market, interval } of stored) {
    const key = `${exchange} ${market} ${interval}`;
    together.set(key, (together.get(key) ?? 0) + 1);
  }
  const portfolios = [...together].filter(([, symbols]) => symbols > 1).map(([key, symbols]) => `${symbols} symbols on ${key}`);
  const series = `${stored.length} series`;
  return ok('Candles', portfolios.length === 0 ? series : `${series}; can share one cash: ${portfolios.join(', ')}`);
}
