import type { TimeRange } from '@wick/core';
import type { FundingSyncReport } from '@wick/ingestion';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { binanceAddress } from '../options/binance-address.ts';
import { emit } from '../output/emit.ts';
import { formatAmount, formatTime } from '../output/format.ts';
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
      emit(context, options, report, () => reportToText(report));
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

function reportToText({ contract, payments, firstTimeMs, lastTimeMs, sum, added }: FundingSyncReport): string {
  const name = `${contract.symbol} ${contract.market}`;
  if (firstTimeMs === null || lastTimeMs === null) return `${name}  no payments in this range: only perpetual contracts have some`;
  const range = `${minute(firstTimeMs)} to ${minute(lastTimeMs)} UTC`;
  const paid = `${Math.abs(sum * 100).toFixed(4)} % of the position's value, ${sum < 0 ? 'to' : 'by'} those who were long for all of it`;
  return `${name}  ${formatAmount(payments, 'payment')}, ${range}: ${added === 0 ? 'nothing new' : `${formatAmount(added, 'payment')} added`}\n    ${paid}`;
}

/** Payments come some milliseconds late, which is of no interest here. */
const minute = (timeMs: number): string => formatTime(timeMs - (timeMs % 60_000));
