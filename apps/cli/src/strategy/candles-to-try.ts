import { type CandleStore, type Coverage, intervalsOfStrategy, isMultipleOf, nextOpenTime, type Series, type Strategy, type TimeRange } from '@wick/core';
import { readPartialSeries, type SeriesOptions } from '../options/series-options.ts';
import { type RangeOptions, readRange } from '../options/time-options.ts';

export interface TrialOptions extends SeriesOptions, RangeOptions {
  readonly symbol?: string;
}

/** What the options say about the candles that a strategy is tried on. */
export interface WantedCandles {
  readonly series: Partial<Series>;
  readonly range: Partial<TimeRange>;
  /** Did they say anything? */
  readonly isNamed: boolean;
}

/** @throws WickError OPTION_INVALID | INTERVAL_UNKNOWN */
export function readWantedCandles(options: TrialOptions): WantedCandles {
  const [series, range] = [readPartialSeries(options.symbol, options), readRange(options)];
  return { series, range, isNamed: Object.keys(series).length + Object.keys(range).length > 0 };
}

/**
 * Everything stored that the options allow, the series with the most candles first.
 * @throws WickError CANDLES_MISSING if candles are named and nothing of them is stored
 */
export async function candidatesOf(candles: CandleStore, { series, range, isNamed }: WantedCandles): Promise<Coverage[]> {
  const coverages = await candles.coverages();
  const fitting = coverages.filter((coverage) => isOf(coverage.series, series) && overlaps(coverage, range));
  if (fitting.length === 0 && isNamed) {
    const { candlesMissing } = await import('../candles-missing.ts');
    throw await candlesMissing(series, candles, range);
  }
  return fitting.sort((a, b) => b.candles - a.candles);
}

/** Are the candles that the rules name made of whole candles of this series? */
export const fits = (strategy: Strategy, { interval }: Series): boolean =>
  intervalsOfStrategy(strategy).every((named) => isMultipleOf(named, interval));

const isOf = (series: Series, wanted: Partial<Series>): boolean =>
  Object.entries(wanted).every(([name, value]) => series[name as keyof Series] === value);

function overlaps({ series, firstOpenTimeMs, lastOpenTimeMs }: Coverage, { fromMs = -Infinity, toMs = Infinity }: Partial<TimeRange>): boolean {
  return firstOpenTimeMs !== null && lastOpenTimeMs !== null && firstOpenTimeMs < toMs && nextOpenTime(lastOpenTimeMs, series.interval) > fromMs;
}
