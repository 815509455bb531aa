import type { Command } from 'commander';

/** The options that say how orders become fills and what that costs, for every command that runs a strategy. */
export const withExecutionFlags = (command: Command): Command =>
  command
    .option('--fill <rule>', 'next-open: at the open after the signal; close: at the close of its own bar')
    .option('--cash <amount>', 'initial cash in the quote asset')
    .option('--fee <rate>', 'fee of each fill, such as 0.001 or 0.1%')
    .option('--maker-fee <rate>', 'fee of resting orders, where it differs')
    .option('--fixed-fee <amount>', 'in the quote asset for each fill, on top of the rate')
    .option('--slippage <bps>', 'how much worse than the price a fill is, in basis points')
    .option('--slippage-range <share>', "and this share of the bar's range, such as 5%")
    .option('--volume-impact <bps>', "and these basis points × √(size / the bar's volume)")
    .option('--leverage <times>', 'positions may be worth this many times the equity, such as 3')
    .option('--maintenance-margin <share>', 'with leverage: positions are liquidated where the equity falls to this share of them')
    .option('--step-size <amount>', 'sizes are whole multiples of it, in the base asset')
    .option('--min-size <amount>', 'smallest order, in the base asset')
    .option('--max-size <amount>', 'largest order, in the base asset')
    .option('--min-notional <amount>', 'smallest value of an order, in the quote asset')
    .option('--risk-free <rate>', 'yearly rate for Sharpe and Sortino, such as 2%');
