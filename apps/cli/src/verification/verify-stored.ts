import {
  type CandleBatch, type CandleStore, type Finding, isMultipleOf, reAggregation, type ReAggregationReport, type Series, seriesKey,
  sortFindings, verifyCandles,
} from '@wick/core';
import { explainGaps } from './explain-gaps.ts';

export interface VerificationReport {
  readonly series: readonly { readonly series: Series; readonly candles: number }[];
  readonly reAggregations: readonly ReAggregationReport[];
  /** Gravest first. */
  readonly findings: readonly Finding[];
}

/**
 * Checks stored series, and every pair of them of which one interval divides the other. Lower intervals that were not
 * chosen are read too, to compare the chosen ones with. Each series is read once as it streams by, and once more, whole,
 * for each lower one that it is compared with.
 */
export async function verifyStored(store: CandleStore, chosen: readonly Series[], signal: AbortSignal): Promise<VerificationReport> {
  const counts: { series: Series; candles: number }[] = [];
  const reAggregations: ReAggregationReport[] = [];
  const findings: Finding[] = [];
  const isChosen = new Set(chosen.map(seriesKey));
  for (const series of await store.series()) {
    const higher = chosen.filter((other) => isHigherOf(other, series));
    if (!isChosen.has(seriesKey(series)) && higher.length === 0) continue;
    const own = isChosen.has(seriesKey(series)) ? verifyCandles(series) : undefined;
    const comparisons = [];
    for (const each of higher) comparisons.push(reAggregation(series, each, await whole(store, each, signal)));
    let candles = 0;
    for await (const batch of store.candles(series)) {
      signal.throwIfAborted();
      candles += batch.length;
      own?.push(batch);
      for (const comparison of comparisons) comparison.push(batch);
    }
    if (own) {
      counts.push({ series, candles });
      for (const finding of own.findings()) findings.push(...(finding.check === 'gaps' ? explainGaps(finding, (await store.coverage(series)).gaps) : [finding]));
    }
    for (const comparison of comparisons) {
      const report = comparison.report();
      // Series that cover different times have nothing to say about each other.
      if (report.compared === 0) continue;
      reAggregations.push(report);
      findings.push(...comparison.findings());
    }
  }
  return { series: counts, reAggregations, findings: sortFindings(findings) };
}

const isHigherOf = (other: Series, series: Series): boolean =>
  other.exchange === series.exchange && other.market === series.market && other.symbol === series.symbol &&
  other.interval !== series.interval && isMultipleOf(other.interval, series.interval);

async function whole(store: CandleStore, series: Series, signal: AbortSignal): Promise<CandleBatch[]> {
  const batches: CandleBatch[] = [];
  for await (const batch of store.candles(series)) {
    signal.throwIfAborted();
    batches.push(batch);
  }
  return batches;
}
