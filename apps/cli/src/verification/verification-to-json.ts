import { SEVERITIES } from '@wick/core';
import type { VerificationReport } from './verify-stored.ts';

/** The report with its totals first. Findings hold up to 1,000 places each, comparisons every time that differs. */
export function verificationToJson({ series, reAggregations, findings }: VerificationReport): Record<string, unknown> {
  const totals = Object.fromEntries(SEVERITIES.map((severity) => [`${severity}s`, findings.filter((finding) => finding.severity === severity).length]));
  return { candles: series.reduce((sum, { candles }) => sum + candles, 0), ...totals, findings, series, reAggregations };
}
