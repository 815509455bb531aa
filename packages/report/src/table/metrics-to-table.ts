import { type MetricName, METRICS, type Metrics } from '@wick/core';
import Table from 'cli-table3';
import { METRIC_NAMES, metricToText, toneOfMetric } from '../format/metric-to-text.ts';
import type { Paint } from './paint.ts';
import { wrapText } from './wrap-text.ts';

/** Borders and padding of three columns. */
const FRAME_WIDTH = 10;

/** Every metric in core's order: title, value in its unit, and how it is computed. */
export function metricsToTable(metrics: Metrics, width: number, paint: Paint): string {
  const values = METRIC_NAMES.map((name) => metricToText(metrics, name));
  const titleWidth = Math.max(...METRIC_NAMES.map((name) => METRICS[name].title.length));
  const valueWidth = Math.max(...values.map((value) => value.length), 'Value'.length);
  const conventionWidth = width - titleWidth - valueWidth - FRAME_WIDTH;
  const convention = (name: MetricName): string =>
    wrapText(METRICS[name].convention, conventionWidth).map(paint.dim).join('\n');
  const table = new Table({
    head: ['Metric', 'Value', 'How it is computed'],
    colAligns: ['left', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  METRIC_NAMES.forEach((name, row) => {
    table.push([METRICS[name].title, toneToPaint(toneOfMetric(metrics, name), paint)(values[row]!), convention(name)]);
  });
  return table.toString();
}

const toneToPaint = (tone: 'good' | 'bad' | 'neutral', paint: Paint): ((text: string) => string) =>
  tone === 'neutral' ? paint.bold : paint[tone];
