import type { Series } from '@wick/core';
import type { CandleDifferences, RevisionLedger } from '@wick/storage';
import type { Command } from 'commander';
import { leafCommand, type OutputOptions } from '../command.ts';
import type { CliContext } from '../context.ts';
import { type SeriesFlags, withSeriesFlags } from '../options/series-flags.ts';
import { emit } from '../output/emit.ts';
import { formatAmount, formatCount, formatTime } from '../output/format.ts';
import { formatTable } from '../output/table.ts';
import { withStorage } from '../with-storage.ts';

interface Options extends SeriesFlags, OutputOptions {
  readonly from?: string;
  readonly to?: string;
}

/** Differences that are listed for people; programs get all. */
const SHOWN = 40;

export const candlesDiffCommand = (context: CliContext): Command =>
  withSeriesFlags(leafCommand('diff', 'what became of stored candles between two changes'))
    .option('--from <change>', 'as they were after this change; 0 is before the first one (default: before the newest one)')
    .option('--to <change>', 'as they were after this change (default: now)')
    .addHelpText('after', '\n"wick candles history" lists the changes. A value that is unknown is shown as –.')
    .action((symbol: string, options: Options) => showDifferences(context, symbol, options));

async function showDifferences(context: CliContext, symbol: string, options: Options): Promise<void> {
  const [{ readSeries }, { readRange }, { readChange }] = await Promise.all([
    import('../options/series-options.ts'),
    import('../options/time-options.ts'),
    import('../options/change-option.ts'),
  ]);
  const series = readSeries(symbol, options);
  const range = readRange(options);
  const from = readChange('--from', options.from);
  const to = readChange('--to', options.to) ?? ('now' as const);
  const document = await withStorage(context, async ({ candles, revisions }) => {
    if ((await candles.coverage(series)).candles === 0) {
      const { candlesMissing } = await import('../candles-missing.ts');
      throw await candlesMissing(series, candles);
    }
    const begin = from ?? (await beforeNewest(revisions, series));
    return { series, from: begin, to, ...(await revisions.diff(series, begin, to, range)) };
  });
  emit(context, options, document, () => differencesToText(document));
}

/** The change before the newest one, so that the differences are what the newest one did. */
async function beforeNewest(revisions: RevisionLedger, series: Series): Promise<number> {
  const [, previous] = await revisions.list(series, {}, 2);
  return previous?.id ?? 0;
}

type Document = CandleDifferences & { readonly series: Series; readonly from: number; readonly to: number | 'now' };

function differencesToText({ series, from, to, added, removed, changed }: Document): string {
  const title = `${series.symbol} ${series.interval} from change ${from} to ${to === 'now' ? 'now' : `change ${to}`}`;
  if (added.length + removed.length + changed.length === 0) return `${title}: nothing changed.`;
  const rows = changed.slice(0, SHOWN).map(({ openTimeMs, column, before, after }) => [formatTime(openTimeMs), column, before ?? '–', after ?? '–']);
  const columns = [{ title: 'Candle (UTC)' }, { title: 'Column' }, { title: 'Before', align: 'right' }, { title: 'After', align: 'right' }] as const;
  const parts = [
    `${title}:`,
    ...runsToText(added, 'added'),
    ...runsToText(removed, 'removed'),
    ...(rows.length > 0 ? [`\n${formatTable(columns, rows)}`] : []),
    ...(changed.length > SHOWN ? [`… and ${formatAmount(changed.length - SHOWN, 'more value')}; --json lists all`] : []),
  ];
  return parts.join('\n');
}

function runsToText(runs: CandleDifferences['added'], what: string): string[] {
  const lines = runs.slice(0, SHOWN).map(({ candles, firstOpenTimeMs, lastOpenTimeMs }) => {
    const when = candles === 1 ? formatTime(firstOpenTimeMs) : `${formatTime(firstOpenTimeMs)} … ${formatTime(lastOpenTimeMs)}`;
    return `  ${formatAmount(candles, 'candle')} ${what}: ${when}`;
  });
  if (runs.length > SHOWN) lines.push(`  … and ${formatCount(runs.length - SHOWN)} more runs of candles ${what}; --json lists all`);
  return lines;
}
