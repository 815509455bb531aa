import type { Command } from 'commander';

/** What names one stored series: its symbol, its interval, and where it is from. */
export const withSeriesFlags = (command: Command): Command =>
  command
    .argument('<symbol>', 'such as BTCUSDT')
    .requiredOption('-i, --interval <interval>', 'candle interval, such as 1m or 1h')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--exchange <exchange>', 'binance or simulated', 'binance')
    .option('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before');

export interface SeriesFlags {
  readonly interval: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly since?: string;
  readonly until?: string;
}
