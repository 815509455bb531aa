import type { Series } from '@wick/core';
import type { Revision } from '@wick/storage';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { type SeriesFlags, withSeriesFlags } from '../options/series-flags.ts';
import { emit } from '../output/emit.ts';
import { formatCount, formatTime } from '../output/format.ts';
import { formatTable } from '../output/table.ts';
import { withStorage } from '../with-storage.ts';

/** Revisions that are listed for people; programs get all. */
const SHOWN = 50;

export const candlesHistoryCommand = (context: CliContext): Command =>
  withSeriesFlags(leafCommand('history', 'what was written when, from where, and what it changed'))
    .addHelpText('after', '\nA change has a number; "wick candles diff" takes it. Candles that come one by one are one change as long as nothing else comes.')
    .action((symbol: string, options: SeriesFlags & OutputOptions) => showHistory(context, symbol, options));

async function showHistory(context: CliContext, symbol: string, options: SeriesFlags & OutputOptions): Promise<void> {
  const [{ readSeries }, { readRange }, { revisionToJson }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../output/revision-to-text.ts'),
  ]);
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const revisions = await withStorage(context, async ({ candles, revisions: ledger }) => {
    const listed = await ledger.list(series, range);
    if (listed.length > 0 || (await candles.coverage(series)).candles > 0) return listed;
    const { candlesMissing } = await import('../candles-missing.ts');
    throw await candlesMissing(series, candles);
  });
  emit(context, options, { series, revisions: revisions.map(revisionToJson) }, () => historyToText(series, revisions));
}

function historyToText({ symbol, interval }: Series, revisions: readonly Revision[]): string {
  if (revisions.length === 0) return `No change of ${symbol} ${interval} is on record: its candles were written before wick kept a history.`;
  const table = formatTable(
    [
      { title: 'Change', align: 'right' }, { title: 'Written (UTC)' }, { title: 'Added', align: 'right' }, { title: 'Revised', align: 'right' },
      { title: 'First (UTC)' }, { title: 'Last (UTC)' }, { title: 'SHA-256' }, { title: 'Source' },
    ],
    revisions.slice(0, SHOWN).map(({ id, writtenAtMs, added, revised, changed, sha256, source }) => [
      String(id), formatTime(Math.floor(writtenAtMs / 1_000) * 1_000), formatCount(added), formatCount(revised),
      formatTime(changed.firstOpenTimeMs), formatTime(changed.lastOpenTimeMs), sha256?.slice(0, 8) ?? '–', source,
    ]),
  );
  const rest = revisions.length > SHOWN ? `\n… and ${formatCount(revisions.length - SHOWN)} earlier ones; --json lists all` : '';
  return table + rest;
}
