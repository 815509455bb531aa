import type { Market, Series } from '@wick/core';
import type { SyncAllOptions } from '@wick/ingestion';
import type { Command } from 'commander';
import { FailureReported, leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval: string;
  readonly since: string;
  readonly until?: string;
  readonly market: string;
  readonly plan?: true;
  readonly recheck?: true;
  /** From `--no-archives`. */
  readonly archives: boolean;
  /** From `--no-funding`. */
  readonly funding: boolean;
  readonly concurrency: string;
}

export const candlesSyncCommand = (context: CliContext): Command =>
  leafCommand('sync', 'fetch from Binance what the store lacks of a range')
    .argument('<symbols...>', 'such as BTCUSDT ETHUSDT')
    .requiredOption('-i, --interval <intervals>', 'candle interval, or several: 1m,1h')
    .requiredOption('--since <time>', 'first open time, UTC, such as 2024-11-01')
    .option('--until <time>', 'open time to stop before (default: now)')
    .option('--market <market>', 'spot, um or cm', 'spot')
    .option('--plan', 'only show how the candles would be had')
    .option('--recheck', 'ask again for what the exchange had nothing for')
    .option('--no-archives', 'everything over REST')
    .option('--no-funding', 'of futures: the candles alone, without funding rates')
    .option('--concurrency <count>', 'archive files at the same time; each takes up the memory of a month', '4')
    .addHelpText('after', '\nInterrupt it at any moment and run it again: it goes on where it was. A symbol that fails does not stop the others.')
    .action((symbols: string[], options: Options) => syncSymbols(context, symbols, options));

async function syncSymbols(context: CliContext, symbols: readonly string[], options: Options): Promise<void> {
  const wanted = await readWanted(symbols, options);
  await withStorage(context, async (storage) => {
    const [{ planSync }, { connectBinance }, { planToJson, plansToText }] = await Promise.all([
      import('@wick/ingestion'), import('../sync/connect-binance.ts'), import('../sync/plan-to-text.ts'),
    ]);
    const work = { ...(await connectBinance(context, storage, wanted.market, options.archives)), ...wanted, signal: context.signal };
    const plans = await planSync(work);
    if (options.plan) {
      emit(context, options, { plans: plans.map(planToJson) }, () => plansToText(plans));
      if (plans.some((plan) => 'error' in plan)) throw new FailureReported();
      return;
    }
    if (!options.json) context.stdout.write(`${plansToText(plans)}\n\n`);
    const [{ carryOutPlans }, { syncToText }, { fundingToStore }] = await Promise.all([
      import('../sync/carry-out-plans.ts'), import('../sync/sync-to-text.ts'), import('../sync/funding-to-store.ts'),
    ]);
    const { outcomes, instruments } = await carryOutPlans(context, storage, work, plans);
    // A symbol without candles has no funding either, and has said why already.
    const synced = outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome.series]));
    const funding = options.funding ? await fundingToStore(context, storage, wanted.market, synced, wanted.range) : [];
    const paint = paintFor(context.stdout, context.env);
    const document = { series: outcomes, ...(instruments.length > 0 && { instruments }), ...(funding.length > 0 && { funding }) };
    emit(context, options, document, () => syncToText(outcomes, instruments, funding, paint));
    if ([...outcomes, ...funding].some((outcome) => 'error' in outcome)) throw new FailureReported();
  });
}

type Wanted = Pick<SyncAllOptions, 'series' | 'range' | 'recheck' | 'concurrency'> & { readonly market: Market };

/** @throws WickError OPTION_INVALID | INTERVAL_UNKNOWN */
async function readWanted(symbols: readonly string[], options: Options): Promise<Wanted> {
  const [{ oneOf }, { readRange }, { readCount }] = await Promise.all([
    import('../options/series-options.ts'), import('../options/time-options.ts'), import('../sweep/read-count.ts'),
  ]);
  const market = oneOf('--market', options.market, ['spot', 'um', 'cm']);
  const { fromMs = 0, toMs = Date.now() } = readRange(options);
  const concurrency = readCount('--concurrency', options.concurrency);
  return { market, series: await seriesOf(symbols, options), range: { fromMs, toMs }, recheck: options.recheck === true, concurrency };
}

/** Each symbol in each interval, once. */
async function seriesOf(symbols: readonly string[], options: Options): Promise<Series[]> {
  const [{ readSeries }, { seriesKey }] = await Promise.all([import('../options/series-options.ts'), import('@wick/core')]);
  const intervals = options.interval.split(',').map((interval) => interval.trim());
  const all = symbols.flatMap((symbol) => intervals.map((interval) => readSeries(symbol, { market: options.market, interval })));
  return [...new Map(all.map((series) => [seriesKey(series), series])).values()];
}
