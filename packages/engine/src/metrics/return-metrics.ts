import { DAY_MS, type ReturnMetrics } from '@wick/core';
import { finite } from './finite.ts';

/** A year of the calendar; `daysPerYear` is for ratios, which count trading days. */
export const YEAR_MS = 365 * DAY_MS;

/**
 * Total return: final / initial − 1.
 * CAGR: (final / initial)^(1 / years) − 1, years of 365 days from the first bar's open to the last bar's close;
 * null without bars, and where a negative final value has no power.
 */
export function returnMetrics(initialCash: number, finalValue: number, spanMs: number): ReturnMetrics {
  const growth = finalValue / initialCash;
  return {
    totalReturn: finite(growth - 1),
    cagr: spanMs > 0 && growth >= 0 ? finite(growth ** (YEAR_MS / spanMs) - 1) : null,
    finalValue,
  };
}
