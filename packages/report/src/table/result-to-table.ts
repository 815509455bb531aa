import type { BacktestResult } from '@wick/core';
import { manifestToFacts, rangeToText, seriesToText } from '../facts/manifest-to-facts.ts';
import { isSimulated, resultToNotes, SIMULATED_MARKET } from '../facts/result-to-notes.ts';
import { rulesToText } from '../facts/rules-to-text.ts';
import { metricsToTable, type ShownMetrics } from './metrics-to-table.ts';
import { type Paint, paintWith } from './paint.ts';
import { tradesToTable } from './trades-to-table.ts';
import { wrapText } from './wrap-text.ts';

export interface TableOptions {
  /** ANSI colours. Off by default, so that text in a file stays text. */
  readonly colour?: boolean;
  /** Columns of the terminal. Default 100; nothing is narrower than 60. */
  readonly width?: number;
  /** `key` (default): the metrics that are read first. `all`: every metric, by group. */
  readonly metrics?: ShownMetrics;
}

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 60;

/**
 * A result for people at a terminal: the metrics with their conventions, the last trades, what the run was computed
 * from, and what to know before believing it. Candles that no market made are announced in the first line.
 */
export function resultToTable(result: BacktestResult, options: TableOptions = {}): string {
  const width = Math.max(MIN_WIDTH, options.width ?? DEFAULT_WIDTH);
  const paint = paintWith(options.colour ?? false);
  const sections = [
    isSimulated(result) && paint.warning(SIMULATED_MARKET),
    `${paint.bold(seriesToText(result.manifest.series))}\n${rangeToText(result.manifest)}`,
    metricsToTable(result.metrics, options.metrics ?? 'key', width, paint),
    tradesToTable(result.trades, width, paint),
    manifestToLines(result, width, paint),
    notesToLines(result, width, paint),
  ];
  return sections.filter((section) => typeof section === 'string').join('\n\n');
}

function manifestToLines({ manifest }: BacktestResult, width: number, paint: Paint): string {
  const facts = manifestToFacts(manifest);
  const margin = Math.max(...facts.map(({ label }) => label.length)) + 2;
  const line = (label: string, value: string): string => {
    const rows = value.split('\n').flatMap((row) => wrapText(row, width - margin));
    return `${paint.dim(label.padEnd(margin))}${rows.join(`\n${' '.repeat(margin)}`)}`;
  };
  return [line('Rules', rulesToText(manifest)), ...facts.map(({ label, value }) => line(label, value))].join('\n');
}

function notesToLines(result: BacktestResult, width: number, paint: Paint): string | undefined {
  const list = (title: string, sentences: readonly string[]): string[] =>
    sentences.length === 0
      ? []
      : [paint.bold(title), ...sentences.map((sentence) => `  · ${wrapText(sentence, width - 4).join('\n    ')}`)];
  const lines = [...list('To know', resultToNotes(result)), ...list('Assumed', result.manifest.assumptions)];
  return lines.length > 0 ? lines.join('\n') : undefined;
}
