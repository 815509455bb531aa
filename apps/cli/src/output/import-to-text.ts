import { basename } from 'node:path';
import type { Coverage, Instrument, WickError, WriteReport } from '@wick/core';
import type { ImportOutcome, ImportReport } from '@wick/ingestion';
import { reuseToSentence } from '../instruments/instruments-to-text.ts';
import { coverageToSentence } from './coverage-to-sentence.ts';
import { formatAmount, formatCount } from './format.ts';
import type { Paint } from './paint.ts';

type Totals = WriteReport & { readonly files: number; readonly failed: number };

function totalsOf(outcomes: readonly ImportOutcome[]): Totals {
  const totals = { files: outcomes.length, failed: 0, received: 0, added: 0, unchanged: 0, revised: 0 };
  for (const outcome of outcomes) {
    if ('error' in outcome) {
      totals.failed++;
      continue;
    }
    totals.received += outcome.candles;
    totals.added += outcome.added;
    totals.unchanged += outcome.unchanged;
    totals.revised += outcome.revised;
  }
  return totals;
}

export const importToJson = (outcomes: readonly ImportOutcome[], newInstruments: readonly Instrument[], coverages: readonly Coverage[]): unknown => ({
  files: outcomes,
  totals: totalsOf(outcomes),
  newInstruments,
  coverage: coverages,
});

export function importToText(
  outcomes: readonly ImportOutcome[],
  newInstruments: readonly Instrument[],
  coverages: readonly Coverage[],
  paint: Paint,
): string {
  const lines = outcomes.map((outcome) => ('error' in outcome ? failureToText(outcome, paint) : fileToText(outcome, paint)));
  const totals = totalsOf(outcomes);
  if (totals.failed < totals.files) lines.push('', totalsToText(totals));
  for (const coverage of coverages) lines.push(coverageToSentence(coverage));
  for (const instrument of newInstruments) lines.push(`${paint('yellow', '!')} ${reuseToSentence(instrument)}`);
  if (totals.failed > 0) lines.push(`${formatAmount(totals.failed, 'file')} of ${formatCount(totals.files)} could not be imported.`);
  return lines.join('\n');
}

function fileToText(report: ImportReport, paint: Paint): string {
  const { series, gaps, missing, offGrid, duplicates, unknownColumns, verified } = report;
  const head = `${paint('green', '✓')} ${basename(report.path)}  ${series.symbol} ${series.interval} ${series.market}  ${writtenToText({ ...report, received: report.candles })}`;
  const notes = [
    verified && 'its checksum is right',
    gaps.length > 0 && `${formatAmount(gaps.length, 'gap')} with ${formatAmount(missing, 'missing candle')}`,
    offGrid > 0 && `${formatCount(offGrid)} off the grid of the interval, kept`,
    duplicates > 0 && `${formatAmount(duplicates, 'repeated row')} dropped`,
    unknownColumns.length > 0 && `not in the file: ${unknownColumns.join(', ')}`,
  ].filter((text) => text !== false);
  return notes.length === 0 ? head : `${head}\n    ${notes.join(' · ')}`;
}

const failureToText = ({ path, error }: { path: string; error: WickError }, paint: Paint): string =>
  `${paint('red', '✗')} ${basename(path)}  ${error.message}\n    ${paint('dim', '→')} ${error.remedy}`;

/** `744 candles: 700 added, 44 unchanged`, without the parts that are zero. */
export function writtenToText({ received, added, unchanged, revised }: WriteReport): string {
  const parts = Object.entries({ added, unchanged, revised }).filter(([, count]) => count > 0);
  return `${formatAmount(received, 'candle')}: ${parts.map(([name, count]) => `${formatCount(count)} ${name}`).join(', ') || 'nothing to store'}`;
}

const totalsToText = (totals: Totals): string =>
  totals.added === 0 && totals.revised === 0
    ? `Nothing changed: all ${formatAmount(totals.received, 'candle')} were stored already.`
    : `${formatAmount(totals.files - totals.failed, 'file')}, ${writtenToText(totals)}.`;
