import { type BacktestResult, METRICS, type MetricName } from '@wick/core';
import { formatAmount, formatCount } from '../output/format.ts';
import { formatTable } from '../output/table.ts';
import type { SweepSummary } from './best-combinations.ts';
import type { Selection } from './selection.ts';

export interface SweepText {
  readonly summary: SweepSummary;
  readonly selection: Selection | null;
  readonly best: BacktestResult | undefined;
  readonly sort: string;
  readonly lowest: boolean;
  readonly resumed: number;
  readonly paths: readonly string[];
  readonly notes: readonly string[];
}

/** The best combinations as a table, and how much of that is owed to having tried so many. */
export function sweepToText({ summary, selection, best, sort, lowest, resumed, paths, notes }: SweepText): string {
  const { combinations, neverTraded, top } = summary;
  const parameters = Object.keys(top[0]?.parameters ?? {});
  const metrics = Object.keys(top[0]?.metrics ?? {});
  const columns = [...parameters.map((title) => ({ title, align: 'right' as const })), ...metrics.map((name) => ({ title: titleOf(name), align: 'right' as const }))];
  const rows = top.map((row) => [...parameters.map((name) => String(row.parameters[name])), ...metrics.map((name) => valueToText(name, row.metrics[name]!))]);
  const counted = [
    `${formatAmount(combinations, 'combination')} tried`,
    ...(neverTraded > 0 ? [`${formatCount(neverTraded)} never traded`] : []),
    ...(resumed > 0 ? [`${formatCount(resumed)} of them computed before the sweep was interrupted`] : []),
  ];
  return [
    top.length === 0 ? `${titleOf(sort)} is defined for none of the combinations.` : `${lowest ? 'Lowest' : 'Highest'} by ${titleOf(sort).toLowerCase()}:\n\n${formatTable(columns, rows)}`,
    `${counted.join(', ')}.`,
    ...(selection ? [selectionToText(selection)] : []),
    ...(best && best.manifest.assumptions.length > 0 ? [`Assumed:\n${best.manifest.assumptions.map((line) => `- ${line}`).join('\n')}`] : []),
    ...notes,
    ...paths.map((path) => `Written: ${path}`),
  ].join('\n\n');
}

const selectionToText = ({ trials, bestSharpe, expectedBestSharpe, deflatedSharpe }: Selection): string =>
  `The best of ${formatCount(trials)} was picked because it is the best. Its Sharpe ratio is ${bestSharpe.toFixed(2)}; the best of so many independent ones that are all ` +
  `worth nothing would be expected to show ${expectedBestSharpe.toFixed(2)}. Chance that it is better than that (deflated Sharpe ratio): ` +
  `${deflatedSharpe === null ? 'not defined' : `${(deflatedSharpe * 100).toFixed(1)}%`}.`;

const infoOf = (name: string): { title: string; unit: string } | undefined => METRICS[name as MetricName];

const titleOf = (name: string): string => infoOf(name)?.title ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/^./, (letter) => letter.toUpperCase());

/** A dash where it is not defined. */
function valueToText(name: string, value: number | null): string {
  if (value === null) return '–';
  switch (infoOf(name)?.unit) {
    case 'share':
      return `${(value * 100).toFixed(2)}%`;
    case 'ratio':
      return value.toFixed(2);
    case 'quote':
      return value.toFixed(2);
    default:
      return String(Number(value.toPrecision(7)));
  }
}
