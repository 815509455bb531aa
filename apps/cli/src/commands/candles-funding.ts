import type { TimeRange } from '@wick/core';
import type { FundingSyncReport } from '@wick/ingestion';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';
import { fundingToText } from '../sync/funding-to-store.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly market: string;
  readonly since?: string;
  readonly until?: string;
}

export const candlesFundingCommand = (context: CliContext): Command =>
  leafCommand('funding', 'fetch what a perpetual contract has paid, and sum it up')
    .argument('<symbol>', 'such as BTCUSDT, or BTCUSD_PERP of cm')
    .option('--market <market>', 'um or cm', 'um')
    .option('--since <time>', 'first time of payment, UTC, such as 2024-11-01 (default: the first there is)')
    .option('--until <time>', 'time to stop before (default: now)')
    .action(async (symbol: string, options: Options) => {
      const report = await syncOne(context, symbol, options);
      emit(context, options, report, () => fundingToText(report, paintFor(context.stdout, context.env)));
    });

async function syncOne(context: CliContext, symbol: string, options: Options): Promise<FundingSyncReport> {
  const [{ oneOf, readSymbol }, { readRange }, { createFundingSource, syncFunding }] = await Promise.all([
    import('../options/series-options.ts'), import('../options/time-options.ts'), import('@wick/ingestion'),
  ]);
  const market = oneOf('--market', options.market, ['um', 'cm']);
  const contract = { exchange: 'binance', market, symbol: readSymbol(symbol) } as const;
  const range: TimeRange = { fromMs: 0, toMs: Date.now(), ...readRange(options) };
  return withStorage(context, ({ funding: store, limits }) =>
    syncFunding({ source: createFundingSource({ market, limits, ...binanceAddress(context) }), store, contract, range, signal: context.signal }),
  );
}
