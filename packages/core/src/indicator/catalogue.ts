import { MOMENTUM } from './catalogue/momentum.ts';
import { PRICE } from './catalogue/price.ts';
import { STATISTICS } from './catalogue/statistics.ts';
import { TREND } from './catalogue/trend.ts';
import { VOLATILITY } from './catalogue/volatility.ts';
import { VOLUME } from './catalogue/volume.ts';
import type { IndicatorSignature } from './signature.ts';

/** The families in which indicators are listed. */
export const INDICATOR_FAMILIES = {
  trend: TREND,
  momentum: MOMENTUM,
  volatility: VOLATILITY,
  volume: VOLUME,
  statistics: STATISTICS,
  price: PRICE,
} as const;

/**
 * Every indicator a strategy can name. Names, defaults and argument order follow TradingView's where it has the
 * indicator. The formula of each stands beside its computation in `packages/engine/src/indicators`.
 */
export const INDICATORS = {
  ...TREND,
  ...MOMENTUM,
  ...VOLATILITY,
  ...VOLUME,
  ...STATISTICS,
  ...PRICE,
} as const satisfies Record<string, IndicatorSignature>;

export type IndicatorName = keyof typeof INDICATORS;

export const INDICATOR_NAMES = Object.keys(INDICATORS) as IndicatorName[];

export const isIndicatorName = (name: string): name is IndicatorName => Object.hasOwn(INDICATORS, name);

export const signatureOf = (name: IndicatorName): IndicatorSignature => INDICATORS[name];
