import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { type SeriesFlags, withSeriesFlags } from '../options/series-flags.ts';
import { emit } from '../output/emit.ts';
import { formatAmount } from '../output/format.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends SeriesFlags, OutputOptions {
  readonly seal?: boolean;
}

export const candlesUnsealCommand = (context: CliContext): Command =>
  withSeriesFlags(leafCommand('unseal', 'turn sealed months back to rows, for the SQL view "wick.candle"'))
    .option('--seal', 'undo it: let the months of the range become blocks again')
    .addHelpText(
      'after',
      `
Months that are over are kept in compressed blocks, which SQL cannot read. Unsealed months are rows: they take about six
times the space, and stay rows until --seal. All of wick reads both. Whole months (years above 1h, days of 1s) are unsealed.`,
    )
    .action((symbol: string, options: Options) => unsealCandles(context, symbol, options));

async function unsealCandles(context: CliContext, symbol: string, options: Options): Promise<void> {
  const [{ readSeries }, { readRange }] = await Promise.all([import('../options/series-options.ts'), import('../options/time-options.ts')]);
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const { candles, periods } = await withStorage(context, async (storage) => {
    if ((await storage.candles.frame(series, range)).length === 0) {
      const { candlesMissing } = await import('../candles-missing.ts');
      throw await candlesMissing(series, storage.candles, range);
    }
    if (options.seal) return { candles: null, periods: await storage.reseal(series, range) };
    return { candles: await storage.unseal(series, range), periods: null };
  });
  const name = `${series.symbol} ${series.interval}`;
  emit(context, options, { series, unsealedCandles: candles, resealedPeriods: periods }, () =>
    candles === null
      ? `${formatAmount(periods, 'period')} of ${name} may be blocks again.`
      : `${formatAmount(candles, 'candle')} of ${name} became rows: select * from wick.candle where symbol = '${series.symbol}' and interval = '${series.interval}'`,
  );
}
