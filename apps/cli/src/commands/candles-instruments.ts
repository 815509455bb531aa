import type { Instrument, Ticker } from '@wick/core';
import type { Storage } from '@wick/storage';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions, UsageError } from '../command.ts';
import type { CliContext } from '../context.ts';
import { emit } from '../output/emit.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends OutputOptions {
  readonly market?: string;
  readonly exchange?: string;
  readonly split?: string;
  readonly reason?: string;
  readonly join?: string;
}

export const candlesInstrumentsCommand = (context: CliContext): Command =>
  leafCommand('instruments', 'which instruments a ticker has stood for')
    .argument('[symbol]', 'such as LUNAUSDT; without it, all tickers that stood for several')
    .option('--split <time>', 'from this open time on, UTC, it stands for something else')
    .option('--reason <text>', 'with --split: how that is known, one sentence')
    .option('--join <time>', 'undo the split at this time')
    .option('--market <market>', 'only this market: spot, um or cm (default with a symbol: spot)')
    .option('--exchange <exchange>', 'only this exchange: binance or simulated (default with a symbol: binance)')
    .addHelpText('after', `
Exchanges give tickers of dead coins to other coins. A ticker is split by itself after a gap of 60 days, or of 5 days after
which the price has another size, if the exchange has nothing there and other symbols were traded.`)
    .action((symbol: string | undefined, options: Options) => showInstruments(context, symbol, options));

async function showInstruments(context: CliContext, symbol: string | undefined, options: Options): Promise<void> {
  const problem = wrongUsage(symbol, options);
  if (problem !== undefined) throw new UsageError(problem, 'wick candles instruments');
  const [{ readPartialSeries }, { readTime }, { instrumentsToText }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../instruments/instruments-to-text.ts'),
  ]);
  const wanted = readPartialSeries(symbol, options);
  const splitMs = options.split === undefined ? undefined : readTime('--split', options.split);
  const joinMs = options.join === undefined ? undefined : readTime('--join', options.join);
  const instruments = await withStorage(context, async (storage) => {
    if (symbol === undefined) return severalInstruments(storage, wanted);
    const ticker: Ticker = { exchange: 'binance', market: 'spot', symbol, ...wanted };
    await requireStored(storage, ticker);
    if (splitMs !== undefined) await storage.instruments.splitInstrument(ticker, splitMs, options.reason ?? 'Somebody said so.');
    if (joinMs !== undefined) await join(storage, ticker, joinMs);
    return storage.instruments.instruments(ticker);
  });
  emit(context, options, instruments, () =>
    instruments.length === 0 ? 'No stored ticker has stood for several instruments.' : instrumentsToText(instruments));
}

function wrongUsage(symbol: string | undefined, { split, reason, join }: Options): string | undefined {
  if (split !== undefined && join !== undefined) return "option '--split' cannot be used with '--join'";
  if (reason !== undefined && split === undefined) return "option '--reason' needs '--split <time>'";
  if (symbol === undefined && (split !== undefined || join !== undefined)) return `option '--${split === undefined ? 'join' : 'split'}' needs a symbol`;
  return undefined;
}

/** Of stored tickers, those of more than one instrument. */
async function severalInstruments({ candles, instruments }: Storage, wanted: Partial<Ticker>): Promise<Instrument[]> {
  const matches = (ticker: Ticker): boolean => Object.entries(wanted).every(([key, value]) => ticker[key as keyof Ticker] === value);
  const tickers = new Map((await candles.series()).filter(matches).map((series) => [`${series.exchange}:${series.market}:${series.symbol}`, series]));
  const all: Instrument[] = [];
  for (const ticker of tickers.values()) {
    const ofTicker = await instruments.instruments(ticker);
    if (ofTicker.length > 1) all.push(...ofTicker);
  }
  return all;
}

async function requireStored({ candles }: Storage, { exchange, market, symbol }: Ticker): Promise<void> {
  const isStored = (await candles.series()).some((series) => series.exchange === exchange && series.market === market && series.symbol === symbol);
  if (isStored) return;
  const { candlesMissing } = await import('../candles-missing.ts');
  throw await candlesMissing({ exchange, market, symbol }, candles);
}

async function join({ instruments }: Storage, ticker: Ticker, atMs: number): Promise<void> {
  const splits = (await instruments.instruments(ticker)).flatMap(({ fromMs }) => (fromMs === null ? [] : [fromMs]));
  if (splits.includes(atMs)) return instruments.joinInstrument(ticker, atMs);
  const [{ WickError }, { timeOption }] = await Promise.all([import('@wick/core'), import('../options/time-option.ts')]);
  throw new WickError('OPTION_INVALID', `${ticker.symbol} is not split at ${timeOption(atMs)}.`, {
    remedy: splits.length === 0 ? 'It is one instrument already.' : `It is split at: ${splits.map(timeOption).join(', ')}.`,
    details: { ticker, splits },
  });
}
