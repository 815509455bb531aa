import type { INDICATORS, IndicatorName } from '@wick/core';
import { abs } from './abs.ts';
import { accumulationDistribution } from './accumulation-distribution.ts';
import { adx } from './adx.ts';
import { alma } from './alma.ts';
import { apo } from './apo.ts';
import { aroon } from './aroon.ts';
import { atr } from './atr.ts';
import { atrEma } from './atr-ema.ts';
import { averagePrice } from './average-price.ts';
import { awesome } from './awesome.ts';
import { balanceOfPower } from './balance-of-power.ts';
import { barsSinceHighest } from './bars-since-highest.ts';
import { barsSinceLowest } from './bars-since-lowest.ts';
import { beta } from './beta.ts';
import { bollinger } from './bollinger.ts';
import { bollingerBandwidth } from './bollinger-bandwidth.ts';
import { bollingerPercentB } from './bollinger-percent-b.ts';
import { bollingerRunning } from './bollinger-running.ts';
import { cci } from './cci.ts';
import { chaikinMoneyFlow } from './chaikin-money-flow.ts';
import { chaikinOscillator } from './chaikin-oscillator.ts';
import { chandelier } from './chandelier.ts';
import { choppiness } from './choppiness.ts';
import { closeLocation } from './close-location.ts';
import { cmo } from './cmo.ts';
import { coppock } from './coppock.ts';
import { correlation } from './correlation.ts';
import { cumulative } from './cumulative.ts';
import { dema } from './dema.ts';
import { dmi } from './dmi.ts';
import { donchian } from './donchian.ts';
import { dpo } from './dpo.ts';
import { easeOfMovement } from './ease-of-movement.ts';
import { efficiencyRatio } from './efficiency-ratio.ts';
import { elderRay } from './elder-ray.ts';
import { ema } from './ema.ts';
import { emaFirst } from './ema-first.ts';
import { fisher } from './fisher.ts';
import { forceIndex } from './force-index.ts';
import { heikinAshi } from './heikin-ashi.ts';
import { highest } from './highest.ts';
import { historicalVolatility } from './historical-volatility.ts';
import { hma } from './hma.ts';
import { ichimoku } from './ichimoku.ts';
import { kama } from './kama.ts';
import { keltner } from './keltner.ts';
import type { IndicatorDefinition } from './kernel.ts';
import { kst } from './kst.ts';
import { linreg } from './linreg.ts';
import { linregSlope } from './linreg-slope.ts';
import { log } from './log.ts';
import { logReturn } from './log-return.ts';
import { lowest } from './lowest.ts';
import { macd } from './macd.ts';
import { macdFirst } from './macd-first.ts';
import { macdRunning } from './macd-running.ts';
import { macdSma } from './macd-sma.ts';
import { massIndex } from './mass-index.ts';
import { max } from './max.ts';
import { meanDeviation } from './mean-deviation.ts';
import { median } from './median.ts';
import { medianPrice } from './median-price.ts';
import { mfi } from './mfi.ts';
import { min } from './min.ts';
import { momentum } from './momentum.ts';
import { natr } from './natr.ts';
import { negativeVolume } from './negative-volume.ts';
import { obv } from './obv.ts';
import { obvTwoWay } from './obv-two-way.ts';
import { parabolicSar } from './parabolic-sar.ts';
import { percentRank } from './percent-rank.ts';
import { positiveVolume } from './positive-volume.ts';
import { ppo } from './ppo.ts';
import { priceVolumeTrend } from './price-volume-trend.ts';
import { rma } from './rma.ts';
import { roc } from './roc.ts';
import { rollingVwap } from './rolling-vwap.ts';
import { rsi } from './rsi.ts';
import { rsiFirst } from './rsi-first.ts';
import { rsiOf } from './rsi-of.ts';
import { rsiRunning } from './rsi-running.ts';
import { rsiSma } from './rsi-sma.ts';
import { sign } from './sign.ts';
import { skewness } from './skewness.ts';
import { sma } from './sma.ts';
import { smaRunning } from './sma-running.ts';
import { stdev } from './stdev.ts';
import { stdevRunning } from './stdev-running.ts';
import { stochRsi } from './stoch-rsi.ts';
import { stochastic } from './stochastic.ts';
import { stochasticRaw } from './stochastic-raw.ts';
import { sum } from './sum.ts';
import { supertrend } from './supertrend.ts';
import { t3 } from './t3.ts';
import { tema } from './tema.ts';
import { trima } from './trima.ts';
import { trix } from './trix.ts';
import { trueRange } from './true-range.ts';
import { tsi } from './tsi.ts';
import { typicalPrice } from './typical-price.ts';
import { ultimate } from './ultimate.ts';
import { variance } from './variance.ts';
import { volumeOscillator } from './volume-oscillator.ts';
import { vortex } from './vortex.ts';
import { vwma } from './vwma.ts';
import { weightedClose } from './weighted-close.ts';
import { williamsR } from './williams-r.ts';
import { wma } from './wma.ts';
import { zScore } from './z-score.ts';
import { zlema } from './zlema.ts';

export type IndicatorDefinitions = {
  readonly [Name in IndicatorName]: IndicatorDefinition<(typeof INDICATORS)[Name]['outputs'][number]>;
};

/** How each indicator of the catalogue in core is computed. A name without a definition does not compile. */
export const INDICATOR_DEFINITIONS: IndicatorDefinitions = {
  abs,
  accumulation_distribution: accumulationDistribution,
  adx,
  alma,
  apo,
  aroon,
  atr,
  atr_ema: atrEma,
  average_price: averagePrice,
  awesome,
  balance_of_power: balanceOfPower,
  bars_since_highest: barsSinceHighest,
  bars_since_lowest: barsSinceLowest,
  beta,
  bollinger,
  bollinger_bandwidth: bollingerBandwidth,
  bollinger_percent_b: bollingerPercentB,
  bollinger_running: bollingerRunning,
  cci,
  chaikin_money_flow: chaikinMoneyFlow,
  chaikin_oscillator: chaikinOscillator,
  chandelier,
  choppiness,
  close_location: closeLocation,
  cmo,
  coppock,
  correlation,
  cumulative,
  dema,
  dmi,
  donchian,
  dpo,
  ease_of_movement: easeOfMovement,
  efficiency_ratio: efficiencyRatio,
  elder_ray: elderRay,
  ema,
  ema_first: emaFirst,
  fisher,
  force_index: forceIndex,
  heikin_ashi: heikinAshi,
  highest,
  historical_volatility: historicalVolatility,
  hma,
  ichimoku,
  kama,
  keltner,
  kst,
  linreg,
  linreg_slope: linregSlope,
  log,
  log_return: logReturn,
  lowest,
  macd,
  macd_first: macdFirst,
  macd_running: macdRunning,
  macd_sma: macdSma,
  mass_index: massIndex,
  max,
  mean_deviation: meanDeviation,
  median,
  median_price: medianPrice,
  mfi,
  min,
  momentum,
  natr,
  negative_volume: negativeVolume,
  obv,
  obv_two_way: obvTwoWay,
  parabolic_sar: parabolicSar,
  percent_rank: percentRank,
  positive_volume: positiveVolume,
  ppo,
  price_volume_trend: priceVolumeTrend,
  rma,
  roc,
  rolling_vwap: rollingVwap,
  rsi,
  rsi_first: rsiFirst,
  rsi_of: rsiOf,
  rsi_running: rsiRunning,
  rsi_sma: rsiSma,
  sign,
  skewness,
  sma,
  sma_running: smaRunning,
  stdev,
  stdev_running: stdevRunning,
  stoch_rsi: stochRsi,
  stochastic,
  stochastic_raw: stochasticRaw,
  sum,
  supertrend,
  t3,
  tema,
  trima,
  trix,
  true_range: trueRange,
  tsi,
  typical_price: typicalPrice,
  ultimate,
  variance,
  volume_oscillator: volumeOscillator,
  vortex,
  vwma,
  weighted_close: weightedClose,
  williams_r: williamsR,
  wma,
  z_score: zScore,
  zlema,
};
