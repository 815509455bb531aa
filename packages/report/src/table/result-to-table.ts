import type { BacktestResult } from '@wick/core';
import { manifestToFacts, rangeToText, seriesToText } from '../facts/manifest-to-facts.ts';
import { isSimulated, resultToNotes, SIMULATED_MARKET } from '../facts/result-to-notes.ts';
import { rulesToText } from '../facts/rules-to-text.ts';
import { factsToLines, notesToLines } from './facts-to-lines.ts';
import { metricsToTable } from './metrics-to-table.ts';
import { paintWith } from './paint.ts';
import { type TableOptions, tableWidth } from './table-options.ts';
import { tradesToTable } from './trades-to-table.ts';

/**
 * A result for people at a terminal: the metrics with their conventions, the last trades, what the run was computed
 * from, and what to know before believing it. Candles that no market made are announced in the first line.
 */
export function resultToTable(result: BacktestResult, options: TableOptions = {}): string {
  const width = tableWidth(options);
  const paint = paintWith(options.colour ?? false);
  const sections = [
    isSimulated(result) && paint.warning(SIMULATED_MARKET),
    `${paint.bold(seriesToText(result.manifest.series))}\n${rangeToText(result.manifest)}`,
    metricsToTable(result.metrics, options.metrics ?? 'key', width, paint),
    tradesToTable(result.trades, width, paint),
    factsToLines([{ label: 'Rules', value: rulesToText(result.manifest) }, ...manifestToFacts(result.manifest)], width, paint),
    notesToLines(resultToNotes(result), result.manifest.assumptions, width, paint),
  ];
  return sections.filter((section) => typeof section === 'string').join('\n\n');
}
