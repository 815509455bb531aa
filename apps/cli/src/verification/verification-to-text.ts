import { type Finding, type ReAggregationReport, type Series, SEVERITIES, type Severity } from '@wick/core';
import { formatAmount, formatCount, formatTime } from '../output/format.ts';
import type { Paint } from '../output/paint.ts';
import { formatTable } from '../output/table.ts';
import type { VerificationReport } from './verify-stored.ts';

const STYLE = { error: 'red', warning: 'yellow', note: 'gray' } as const satisfies Record<Severity, string>;

/** Totals, a table of the findings, gravest first, what each means with an example, and which intervals were compared. */
export function verificationToText({ series, reAggregations, findings }: VerificationReport, paint: Paint): string {
  const candles = series.reduce((sum, each) => sum + each.candles, 0);
  const totals = SEVERITIES.map((severity) => formatAmount(findings.filter((finding) => finding.severity === severity).length, severity));
  const head = `${formatAmount(candles, 'candle')} of ${series.length} series checked: ${totals.join(', ')}.`;
  const parts = [head];
  if (findings.length > 0) parts.push(findingsToTable(findings), findings.map((finding, at) => findingToText(finding, at, paint)).join('\n'));
  if (reAggregations.length > 0) parts.push(comparisonsToTable(reAggregations));
  return parts.join('\n\n');
}

const nameOf = ({ symbol, interval, market, exchange }: Series): string => `${symbol} ${interval} ${exchange === 'binance' ? market : `${exchange} ${market}`}`;

const findingsToTable = (findings: readonly Finding[]): string =>
  formatTable(
    [
      { title: '#', align: 'right' }, { title: 'Severity' }, { title: 'Series' }, { title: 'Check' }, { title: 'Candles', align: 'right' },
      { title: 'First (UTC)' }, { title: 'Last (UTC)' },
    ],
    findings.map(({ severity, series, check, count, fromMs, toMs }, at) => [
      String(at + 1), severity, nameOf(series), check, formatCount(count), formatTime(fromMs), formatTime(toMs),
    ]),
  );

const findingToText = ({ severity, series, message, example }: Finding, at: number, paint: Paint): string =>
  `${String(at + 1).padStart(3)}  ${paint(STYLE[severity], severity)}  ${nameOf(series)}: ${message}\n     ${example}`;

const comparisonsToTable = (comparisons: readonly ReAggregationReport[]): string =>
  formatTable(
    [
      { title: 'Series' }, { title: 'Added up from' }, { title: 'Compared', align: 'right' }, { title: 'Agree', align: 'right' },
      { title: 'Differ', align: 'right' }, { title: 'Of which in prices', align: 'right' }, { title: 'Volume', align: 'right' },
      { title: 'Off grid', align: 'right' }, { title: 'Incomplete', align: 'right' }, { title: 'Quiet', align: 'right' },
    ],
    comparisons.map(({ lower, higher, compared, agree, differ, differences }) => [
      nameOf(higher), lower.interval,
      ...[compared, agree, differ, differences.price, differences.volume, differences['off-grid'], differences.incomplete, differences.quiet].map(formatCount),
    ]),
  );
