import type { INDICATORS, IndicatorName } from '@wick/core';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { ema } from './ema.ts';
import { highest } from './highest.ts';
import type { IndicatorDefinition } from './kernel.ts';
import { lowest } from './lowest.ts';
import { macd } from './macd.ts';
import { obv } from './obv.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { stdev } from './stdev.ts';
import { stochastic } from './stochastic.ts';

export type IndicatorDefinitions = {
  readonly [Name in IndicatorName]: IndicatorDefinition<(typeof INDICATORS)[Name]['outputs'][number]>;
};

/** How each indicator of the catalogue in core is computed. A name without a definition does not compile. */
export const INDICATOR_DEFINITIONS: IndicatorDefinitions = {
  atr,
  bollinger,
  ema,
  highest,
  lowest,
  macd,
  obv,
  roc,
  rsi,
  sma,
  stdev,
  stochastic,
};
