import type { CandleStore, Coverage, Instrument, Series } from '@wick/core';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { severalToSentence } from '../instruments/instruments-to-text.ts';
import { emit } from '../output/emit.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval?: string;
  readonly market?: string;
  readonly exchange?: string;
}

export const candlesCoverageCommand = (context: CliContext): Command =>
  leafCommand('coverage', 'what is stored, and what is missing in it')
    .argument('[symbol]', 'one symbol; without it, everything that is stored')
    .option('-i, --interval <interval>', 'only this candle interval, such as 1m or 1h')
    .option('--market <market>', 'only this market: spot, um or cm')
    .option('--exchange <exchange>', 'only this exchange: binance or simulated')
    .action(async (symbol: string | undefined, options: Options) => {
      const [coverages, toText] = await Promise.all([readCoverages(context, symbol, options), loadText(context.stdout.columns)]);
      // A symbol and an interval name one series, so a program gets an object; anything less may name several.
      const isOne = symbol !== undefined && coverages.length === 1;
      emit(context, options, isOne ? coverageToJson(coverages[0]!) : coverages.map(coverageToJson), () => toText(coverages));
    });

/** What is stored of a series, and what its ticker stood for. */
type InstrumentCoverage = Coverage & { readonly instruments: readonly Instrument[] };

async function readCoverages(context: CliContext, symbol: string | undefined, options: Options): Promise<InstrumentCoverage[]> {
  const { readPartialSeries } = await import('../options/series-options.ts');
  const wanted = readPartialSeries(symbol, options);
  return withStorage(context, async ({ candles, instruments }) => {
    const chosen = (await candles.coverages()).filter(({ series }) => matches(series, wanted));
    if (chosen.length === 0 && Object.keys(wanted).length > 0) await refuseMissing(wanted, candles);
    const coverages: InstrumentCoverage[] = [];
    for (const coverage of chosen) coverages.push({ ...coverage, instruments: await instruments.instruments(coverage.series) });
    return coverages;
  });
}

const matches = (series: Series, wanted: Partial<Series>): boolean =>
  Object.entries(wanted).every(([key, value]) => series[key as keyof Series] === value);

async function refuseMissing(wanted: Partial<Series>, candles: CandleStore): Promise<never> {
  const { candlesMissing } = await import('../candles-missing.ts');
  throw await candlesMissing(wanted, candles);
}

const coverageToJson = ({ series, ...rest }: Coverage): unknown => ({ series, ...rest });

async function loadText(width: number | undefined): Promise<(coverages: readonly InstrumentCoverage[]) => string> {
  const { coveragesToText } = await import('../output/coverage-to-text.ts');
  return (coverages) => {
    if (coverages.length === 0) return 'Nothing is stored yet. "wick candles import" and "wick candles sync" bring candles in.';
    const notes = new Set(coverages.flatMap(({ instruments }) => severalToSentence(instruments) ?? []));
    return [coveragesToText(coverages, width), ...(notes.size === 0 ? [] : [[...notes].join('\n')])].join('\n\n');
  };
}
