import type { IndicatorName } from '@wick/core';
import type { Oracle } from './naive-arithmetic.test-support.ts';
import { NAIVE_MOMENTUM } from './naive-momentum.test-support.ts';
import { NAIVE_PRICE } from './naive-price.test-support.ts';
import { NAIVE_STATISTICS } from './naive-statistics.test-support.ts';
import { NAIVE_TREND } from './naive-trend.test-support.ts';
import { NAIVE_VOLATILITY } from './naive-volatility.test-support.ts';
import { NAIVE_VOLUME } from './naive-volume.test-support.ts';

/**
 * Every indicator straight from its definition, as slowly as it likes. Inputs are the arguments, then the columns that
 * it reads.
 */
export const NAIVE: Readonly<Record<IndicatorName, Oracle>> = {
  ...NAIVE_TREND,
  ...NAIVE_MOMENTUM,
  ...NAIVE_VOLATILITY,
  ...NAIVE_VOLUME,
  ...NAIVE_STATISTICS,
  ...NAIVE_PRICE,
};
