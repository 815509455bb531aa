import { type MetricName, METRICS, type Metrics } from '@wick/core';
import Table from 'cli-table3';
import { METRIC_NAMES, metricSections, metricToText, toneOfMetric } from '../format/metric-to-text.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap-text.ts';

/** Borders and padding of three columns. */
const FRAME_WIDTH = 10;

/** Which metrics a table shows: those that core calls key, or every one under the headings of their groups. */
export type ShownMetrics = 'key' | 'all';

/** Metrics in core's order: title, value in its unit, and how it is computed; and how many are left out. */
export function metricsToTable(metrics: Metrics, shown: ShownMetrics, width: number, paint: Paint): string {
  // Most runs have no funding; where there is some, nobody should have to look for it.
  const isCharged = (name: MetricName): boolean => name === 'fundingPaid' && metrics.fundingPaid !== null;
  const sections = metricSections((name) => shown === 'all' || METRICS[name].isKey || isCharged(name));
  const names = sections.flatMap((section) => section.names);
  const text = (name: MetricName): string => metricToText(metrics, name);
  const titleWidth = Math.max(...names.map((name) => METRICS[name].title.length));
  const valueWidth = Math.max(...names.map((name) => text(name).length), 'Value'.length);
  const conventionWidth = width - titleWidth - valueWidth - FRAME_WIDTH;
  const convention = (name: MetricName): string =>
    wrapText(METRICS[name].convention, conventionWidth).map(paint.dim).join('\n');
  const table = new Table({
    head: ['Metric', 'Value', 'How it is computed'],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const section of sections) {
    if (shown === 'all') table.push([{ content: paint.bold(section.heading.toUpperCase()), colSpan: 3 }]);
    for (const name of section.names) {
      table.push([METRICS[name].title, toneToPaint(toneOfMetric(metrics, name), paint)(text(name)), convention(name)]);
    }
  }
  const more = METRIC_NAMES.length - names.length;
  return more === 0 ? table.toString() : `${table.toString()}\n${paint.dim(`${more} more metrics are in the JSON and in the HTML report.`)}`;
}

const toneToPaint = (tone: 'good' | 'bad' | 'neutral', paint: Paint): ((text: string) => string) =>
  tone === 'neutral' ? paint.bold : paint[tone];
