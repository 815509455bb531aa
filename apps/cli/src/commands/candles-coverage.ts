import type { CandleStore, Coverage, Gap, Instrument, Series } from '@wick/core';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { severalToSentence } from '../instruments/instruments-to-text.ts';
import { emit } from '../output/emit.ts';
import { formatAmount, formatCount, formatTime } from '../output/format.ts';
import { formatTable } from '../output/table.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly interval?: string;
  readonly market?: string;
  readonly exchange?: string;
}

/** Gaps that are listed for people; programs get all. */
const GAPS_SHOWN = 20;

export const candlesCoverageCommand = (context: CliContext): Command =>
  leafCommand('coverage', 'what is stored, and what is missing in it')
    .argument('[symbol]', 'one symbol; without it, everything that is stored')
    .option('-i, --interval <interval>', 'only this candle interval, such as 1m or 1h')
    .option('--market <market>', 'only this market: spot, um or cm')
    .option('--exchange <exchange>', 'only this exchange: binance or simulated')
    .action(async (symbol: string | undefined, options: Options) => {
      const coverages = await readCoverages(context, symbol, options);
      // A symbol and an interval name one series, so a program gets an object; anything less may name several.
      const isOne = symbol !== undefined && coverages.length === 1;
      emit(context, options, isOne ? coverageToJson(coverages[0]!) : coverages.map(coverageToJson), () => coveragesToText(coverages));
    });

/** What is stored of a series, and what its ticker stood for. */
type InstrumentCoverage = Coverage & { readonly instruments: readonly Instrument[] };

async function readCoverages(context: CliContext, symbol: string | undefined, options: Options): Promise<InstrumentCoverage[]> {
  const { readPartialSeries } = await import('../options/series-options.ts');
  const wanted = readPartialSeries(symbol, options);
  return withStorage(context, async ({ candles, instruments }) => {
    const stored = await candles.series();
    const chosen = stored.filter((series) => matches(series, wanted));
    if (chosen.length === 0 && Object.keys(wanted).length > 0) await refuseMissing(wanted, candles);
    const coverages: InstrumentCoverage[] = [];
    for (const series of chosen) coverages.push({ ...(await candles.coverage(series)), instruments: await instruments.instruments(series) });
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

function coveragesToText(coverages: readonly InstrumentCoverage[]): string {
  if (coverages.length === 0) return 'Nothing is stored yet. "wick candles import" and "wick candles sync" bring candles in.';
  const table = formatTable(
    [
      { title: 'Exchange' }, { title: 'Market' }, { title: 'Symbol' }, { title: 'Interval' },
      { title: 'Candles', align: 'right' }, { title: 'First (UTC)' }, { title: 'Last (UTC)' },
      { title: 'Gaps', align: 'right' }, { title: 'Missing', align: 'right' }, { title: 'Off grid', align: 'right' },
    ],
    coverages.map(({ series, candles, firstOpenTimeMs, lastOpenTimeMs, gaps, missing, offGrid }) => [
      series.exchange, series.market, series.symbol, series.interval, formatCount(candles),
      firstOpenTimeMs === null ? '–' : formatTime(firstOpenTimeMs), lastOpenTimeMs === null ? '–' : formatTime(lastOpenTimeMs),
      formatCount(gaps.length), formatCount(missing), formatCount(offGrid),
    ]),
  );
  const gapLists = coverages.filter(({ gaps }) => gaps.length > 0).map(gapsToText);
  const notes = [...new Set(coverages.map(({ instruments }) => severalToSentence(instruments) ?? ''))].filter((note) => note !== '');
  return [table, ...(notes.length === 0 ? [] : [notes.join('\n')]), ...gapLists].join('\n\n');
}

function gapsToText({ series, gaps }: Coverage): string {
  const lines = gaps.slice(0, GAPS_SHOWN).map(gapToText);
  if (gaps.length > GAPS_SHOWN) lines.push(`  … and ${formatCount(gaps.length - GAPS_SHOWN)} more; --json lists all`);
  return [`Gaps of ${series.symbol} ${series.interval}:`, ...lines].join('\n');
}

const gapToText = ({ fromMs, toMs, missing }: Gap): string =>
  `  ${formatTime(fromMs)} → ${formatTime(toMs)}  ${formatAmount(missing, 'candle')}`;
