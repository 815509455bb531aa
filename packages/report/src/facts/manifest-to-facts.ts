import type { Manifest, Series } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { timeToText } from '../format/time-to-text.ts';
import { executionToFacts } from './execution-to-facts.ts';
import { signalsToFacts } from './signals-to-facts.ts';

export interface Fact {
  readonly label: string;
  readonly value: string;
}

const MARKET_NAMES: Readonly<Record<Series['market'], string>> = {
  spot: 'spot',
  um: 'USD-margined futures',
  cm: 'coin-margined futures',
};

/** `binance spot` */
export const marketToText = ({ exchange, market }: Series): string => `${exchange} ${MARKET_NAMES[market]}`;

/** `BTCUSDT 1h, binance spot` */
export const seriesToText = (series: Series): string => `${series.symbol} ${series.interval}, ${marketToText(series)}`;

/** First and last opening times, UTC. */
export const rangeToText = ({ firstOpenTimeMs, lastOpenTimeMs }: Manifest): string =>
  firstOpenTimeMs === null ? 'no candles' : `${timeToText(firstOpenTimeMs)} to ${timeToText(lastOpenTimeMs)} UTC`;

export function candlesToText({ candles, missing, gaps }: Manifest): string {
  const there = numberToText(candles, 0);
  if (missing === 0) return `${there}, none missing`;
  return `${there} there, ${numberToText(missing, 0)} missing in ${numberToText(gaps, 0)} ${gaps === 1 ? 'gap' : 'gaps'}`;
}

/** What the run was computed from, as label and value, in the order in which a reader asks. */
export function manifestToFacts(manifest: Manifest): Fact[] {
  return [
    { label: 'Series', value: seriesToText(manifest.series) },
    { label: 'Range', value: rangeToText(manifest) },
    { label: 'Candles', value: candlesToText(manifest) },
    { label: 'Warm-up', value: `${numberToText(manifest.warmupBars, 0)} bars` },
    ...executionToFacts(manifest.execution),
    { label: 'Dataset', value: `sha256 ${manifest.datasetHash}` },
    ...(manifest.strategyHash === null ? [] : [{ label: 'Strategy', value: `sha256 ${manifest.strategyHash}` }]),
    ...(manifest.signals ? signalsToFacts(manifest.signals) : []),
    { label: 'Engine', value: manifest.engineVersion },
  ];
}
