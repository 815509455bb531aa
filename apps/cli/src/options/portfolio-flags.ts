import type { Command } from 'commander';

/** The options of several symbols with one cash, and of whose rules hold. */
export const withPortfolioFlags = (command: Command): Command =>
  command
    .option('--sequence <rule>', 'several symbols: who has its turn first on a bar: exits-first (default), listed, reversed or sells-first')
    .option('--weights <list>', 'instead of a strategy: shares of the equity to hold, such as BTCUSDT=60%,ETHUSDT=40%; negative is short')
    .option('--rebalance <interval>', 'with --weights: set them again at the first bar that closes in each new 1d, 1w, 1M, …; never: buy once')
    .option('--close-delisted', 'several symbols: close a position at the last close of a symbol whose candles end before those of others')
    .option('--conventions <whose>', "vectorbt: its rules and fills at the close, for comparing with it");
