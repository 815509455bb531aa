import type { Series } from '@wick/core';
import type { Command } from 'commander';
import { FailureReported, leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { paintFor } from '../output/paint.ts';
import type { VerificationReport } from '../verification/verify-stored.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval?: string;
  readonly market?: string;
  readonly exchange?: string;
  readonly strict?: true;
}

export const candlesVerifyCommand = (context: CliContext): Command =>
  leafCommand('verify', 'check stored candles: against each other, and each interval against the lower ones')
    .argument('[symbols...]', 'such as BTCUSDT; without one, everything that is stored')
    .option('-i, --interval <interval>', 'only this candle interval, such as 1m or 1h')
    .option('--market <market>', 'only this market: spot, um or cm')
    .option('--exchange <exchange>', 'only this exchange: binance or simulated')
    .option('--strict', 'warnings count as errors')
    .addHelpText('after', `
Errors are values that contradict each other, warnings are what a result should not rest on unseen, notes are worth knowing.
Exit code 1 if there are errors, or warnings with --strict. Nothing is changed.`)
    .action((symbols: string[], options: Options) => verify(context, symbols, options));

async function verify(context: CliContext, symbols: readonly string[], options: Options): Promise<void> {
  const [{ verificationToText }, { verificationToJson }] = await Promise.all([
    import('../verification/verification-to-text.ts'),
    import('../verification/verification-to-json.ts'),
  ]);
  const report = await verifySelected(context, symbols, options);
  emit(context, options, verificationToJson(report), () => verificationToText(report, paintFor(context.stdout, context.env)));
  const isBad = report.findings.some(({ severity }) => severity === 'error' || (options.strict === true && severity === 'warning'));
  if (isBad) throw new FailureReported();
}

async function verifySelected(context: CliContext, symbols: readonly string[], options: Options): Promise<VerificationReport> {
  const [{ readPartialSeries }, { verifyStored }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../verification/verify-stored.ts'),
  ]);
  const wanted = symbols.length === 0 ? [readPartialSeries(undefined, options)] : symbols.map((symbol) => readPartialSeries(symbol, options));
  return withStorage(context, async ({ candles }) => {
    const stored = await candles.series();
    for (const each of wanted) {
      if (stored.some((series) => matches(series, each))) continue;
      const { candlesMissing } = await import('../candles-missing.ts');
      throw await candlesMissing(each, candles);
    }
    return verifyStored(candles, stored.filter((series) => wanted.some((each) => matches(series, each))), context.signal);
  });
}

const matches = (series: Series, wanted: Partial<Series>): boolean =>
  Object.entries(wanted).every(([key, value]) => series[key as keyof Series] === value);
