import type { CandleBatch } from '../candle/candle-batch.ts';
import { type Series, seriesKey } from '../candle/series.ts';
import { closingTimesCheck } from './closing-times.ts';
import { columnAgreementCheck } from './column-agreement.ts';
import { type CandleCheck, CHECKS, type Finding, SEVERITIES } from './finding.ts';
import { gapsCheck } from './gaps.ts';
import { gridCheck } from './grid.ts';
import { jumpsCheck, type JumpOptions } from './jumps.ts';
import { priceOrderCheck } from './price-order.ts';
import { repeatsCheck } from './repeats.ts';
import { timeOrderCheck } from './time-order.ts';
import { zeroVolumeCheck, type ZeroVolumeOptions } from './zero-volume.ts';

export interface VerificationOptions {
  readonly zeroVolume?: ZeroVolumeOptions;
  readonly jumps?: JumpOptions;
}

/**
 * All checks that need one series only. Its candles are pushed in ascending batches, of which nothing is kept; what was
 * found is asked for once, at the end, gravest first.
 */
export function verifyCandles(series: Series, options: VerificationOptions = {}): { push(batch: CandleBatch): void; findings(): Finding[] } {
  const checks: CandleCheck[] = [
    priceOrderCheck(series), timeOrderCheck(series), gridCheck(series), closingTimesCheck(series), gapsCheck(series),
    zeroVolumeCheck(series, options.zeroVolume), columnAgreementCheck(series), repeatsCheck(series), jumpsCheck(series, options.jumps),
  ];
  let rows = 0;
  return {
    push(batch) {
      for (const check of checks) check.push(batch, rows);
      rows += batch.length;
    },
    findings: () => sortFindings(checks.flatMap((check) => check.findings())),
  };
}

/** Gravest first, then by series, then in the order of {@link CHECKS}, then by time. */
export const sortFindings = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compareText(seriesKey(a.series), seriesKey(b.series)) ||
      CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check) ||
      a.fromMs - b.fromMs,
  );

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
