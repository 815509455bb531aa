import type { IndicatorName } from '@wick/core';

/** What an indicator is called in English. */
export interface IndicatorNoun {
  readonly name: IndicatorName;
  /** As a paraphrase writes it; always one of `nouns` or `loose` in some case. */
  readonly english: string;
  readonly nouns: readonly string[];
  /** Names that could mean something else too: the choice is listed as an assumption. */
  readonly loose?: readonly string[];
  /** What outputs are called; the first name is the paraphrase's, '' for one that needs no name. */
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
  /** `lower Bollinger band` or `MACD signal line`. */
  readonly outputPlace?: 'before' | 'after';
}

/**
 * In the order of the catalogue's families. Of two that could be read at a place, the one that reaches further is meant, so
 * that "stochastic RSI" is not a stochastic.
 */
export const INDICATOR_NOUNS: readonly IndicatorNoun[] = [
  // trend
  {
    name: 'sma',
    english: 'SMA',
    nouns: ['sma', 'simple moving average', 'simple ma', 'simple average'],
    loose: ['ma', 'moving average', 'average', 'mean'],
  },
  { name: 'ema', english: 'EMA', nouns: ['ema', 'exponential moving average', 'exponential ma', 'exponential average'] },
  { name: 'rma', english: 'RMA', nouns: ['rma', 'smoothed moving average', 'wilder moving average', 'smma'] },
  { name: 'wma', english: 'WMA', nouns: ['wma', 'weighted moving average', 'linear weighted moving average'] },
  { name: 'hma', english: 'HMA', nouns: ['hma', 'hull moving average', 'hull ma'] },
  { name: 'dema', english: 'DEMA', nouns: ['dema', 'double ema', 'double exponential moving average'] },
  { name: 'tema', english: 'TEMA', nouns: ['tema', 'triple ema', 'triple exponential moving average'] },
  { name: 't3', english: 'Tillson average', nouns: ['tillson average', 'tillson moving average'] },
  { name: 'trima', english: 'TRIMA', nouns: ['trima', 'triangular moving average'] },
  { name: 'zlema', english: 'ZLEMA', nouns: ['zlema', 'zero lag ema', 'zero lag exponential moving average'] },
  { name: 'kama', english: 'KAMA', nouns: ['kama', 'kaufman adaptive moving average', 'kaufman moving average'] },
  { name: 'alma', english: 'ALMA', nouns: ['alma', 'arnaud legoux moving average'] },
  { name: 'vwma', english: 'VWMA', nouns: ['vwma', 'volume weighted moving average'] },
  { name: 'rolling_vwap', english: 'rolling VWAP', nouns: ['rolling vwap'] },
  { name: 'linreg', english: 'linear regression', nouns: ['linear regression', 'linreg', 'linear regression line'] },
  { name: 'linreg_slope', english: 'linear regression slope', nouns: ['linear regression slope', 'linreg slope'] },
  { name: 'parabolic_sar', english: 'parabolic SAR', nouns: ['parabolic sar', 'psar', 'parabolic stop and reverse'] },
  {
    name: 'supertrend',
    english: 'supertrend',
    nouns: ['supertrend', 'super trend'],
    outputs: { value: ['', 'line'], direction: ['direction'] },
    outputPlace: 'after',
  },
  {
    name: 'ichimoku',
    english: 'Ichimoku',
    nouns: ['ichimoku', 'ichimoku kinko hyo'],
    outputs: { conversion: ['conversion line', 'tenkan sen', 'tenkan'], base: ['base line', 'kijun sen', 'kijun'], spanA: ['span A', 'senkou span A', 'leading span A'], spanB: ['span B', 'senkou span B', 'leading span B'] },
    outputPlace: 'after',
  },
  {
    name: 'chandelier',
    english: 'chandelier',
    nouns: ['chandelier', 'chandelier exit'],
    outputs: { long: ['long stop', 'long'], short: ['short stop', 'short'] },
    outputPlace: 'after',
  },
  {
    name: 'dmi',
    english: 'DMI',
    nouns: ['dmi', 'directional movement index', 'directional movement'],
    outputs: { plus: ['positive line', 'plus line'], minus: ['negative line', 'minus line'], dx: ['DX'] },
    outputPlace: 'after',
  },
  { name: 'adx', english: 'ADX', nouns: ['adx', 'average directional index'] },
  {
    name: 'aroon',
    english: 'Aroon',
    nouns: ['aroon'],
    outputs: { up: ['up line', 'up'], down: ['down line', 'down'], oscillator: ['oscillator'] },
    outputPlace: 'after',
  },
  {
    name: 'vortex',
    english: 'vortex',
    nouns: ['vortex', 'vortex indicator'],
    outputs: { plus: ['positive line', 'plus line'], minus: ['negative line', 'minus line'] },
    outputPlace: 'after',
  },
  // momentum
  { name: 'rsi', english: 'RSI', nouns: ['rsi', 'relative strength index', 'relative strength'] },
  { name: 'rsi_sma', english: 'Cutler RSI', nouns: ['cutler rsi', 'simple rsi'] },
  {
    name: 'stoch_rsi',
    english: 'stochastic RSI',
    nouns: ['stochastic rsi'],
    outputs: { k: ['', '%K', 'K line', '%K line'], d: ['%D', 'D line', '%D line'] },
    outputPlace: 'after',
  },
  {
    name: 'macd',
    english: 'MACD',
    nouns: ['macd'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'], histogram: ['histogram', 'hist'] },
    outputPlace: 'after',
  },
  {
    name: 'macd_sma',
    english: 'simple MACD',
    nouns: ['simple macd'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'], histogram: ['histogram', 'hist'] },
    outputPlace: 'after',
  },
  {
    name: 'ppo',
    english: 'PPO',
    nouns: ['ppo', 'percentage price oscillator'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'], histogram: ['histogram', 'hist'] },
    outputPlace: 'after',
  },
  { name: 'apo', english: 'APO', nouns: ['apo', 'absolute price oscillator'] },
  {
    name: 'stochastic',
    english: 'stochastic',
    nouns: ['stochastic', 'stochastic oscillator', 'slow stochastic'],
    outputs: { k: ['', '%K', 'K%', 'K', 'K line', '%K line'], d: ['%D', 'D%', 'D', 'D line', '%D line', 'signal line'] },
    outputPlace: 'after',
  },
  { name: 'stochastic_raw', english: 'raw stochastic', nouns: ['raw stochastic'] },
  { name: 'williams_r', english: 'Williams %R', nouns: ['williams %r', 'williams r', 'williams percent r'] },
  { name: 'cci', english: 'CCI', nouns: ['cci', 'commodity channel index'] },
  { name: 'roc', english: 'ROC', nouns: ['roc', 'rate of change'], loose: ['momentum'] },
  { name: 'momentum', english: 'price momentum', nouns: ['price momentum', 'momentum difference'] },
  { name: 'awesome', english: 'awesome oscillator', nouns: ['awesome oscillator'] },
  { name: 'ultimate', english: 'ultimate oscillator', nouns: ['ultimate oscillator'] },
  { name: 'trix', english: 'TRIX', nouns: ['trix'] },
  { name: 'cmo', english: 'CMO', nouns: ['cmo', 'chande momentum oscillator'] },
  { name: 'dpo', english: 'DPO', nouns: ['dpo', 'detrended price oscillator'] },
  {
    name: 'kst',
    english: 'KST',
    nouns: ['kst', 'know sure thing'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'] },
    outputPlace: 'after',
  },
  {
    name: 'tsi',
    english: 'TSI',
    nouns: ['tsi', 'true strength index'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'] },
    outputPlace: 'after',
  },
  { name: 'coppock', english: 'Coppock curve', nouns: ['coppock curve', 'coppock'] },
  { name: 'fisher', english: 'Fisher transform', nouns: ['fisher transform'] },
  {
    name: 'elder_ray',
    english: 'Elder ray',
    nouns: ['elder ray'],
    outputs: { bull: ['bull power'], bear: ['bear power'] },
    outputPlace: 'after',
  },
  { name: 'balance_of_power', english: 'balance of power', nouns: ['balance of power'] },
  { name: 'efficiency_ratio', english: 'efficiency ratio', nouns: ['efficiency ratio', 'kaufman efficiency ratio'] },
  // volatility
  { name: 'true_range', english: 'true range', nouns: ['true range'] },
  { name: 'atr', english: 'ATR', nouns: ['atr', 'average true range'] },
  { name: 'atr_ema', english: 'exponential ATR', nouns: ['exponential atr'] },
  { name: 'natr', english: 'NATR', nouns: ['natr', 'normalized atr', 'normalized average true range'] },
  {
    name: 'bollinger',
    english: 'Bollinger band',
    nouns: ['bollinger band', 'bollinger', 'bb', 'band'],
    outputs: { middle: ['middle', 'mid', 'central'], upper: ['upper', 'top'], lower: ['lower', 'bottom'] },
    outputPlace: 'before',
  },
  { name: 'bollinger_percent_b', english: 'Bollinger %b', nouns: ['bollinger %b', 'percent b'] },
  { name: 'bollinger_bandwidth', english: 'Bollinger bandwidth', nouns: ['bollinger bandwidth', 'band width'] },
  {
    name: 'keltner',
    english: 'Keltner channel',
    nouns: ['keltner channel', 'keltner', 'keltner band'],
    outputs: { middle: ['middle', 'mid', 'central'], upper: ['upper', 'top'], lower: ['lower', 'bottom'] },
    outputPlace: 'before',
  },
  {
    name: 'donchian',
    english: 'Donchian channel',
    nouns: ['donchian channel', 'donchian', 'donchian band'],
    outputs: { middle: ['middle', 'mid', 'central'], upper: ['upper', 'top'], lower: ['lower', 'bottom'] },
    outputPlace: 'before',
  },
  { name: 'historical_volatility', english: 'historical volatility', nouns: ['historical volatility'] },
  { name: 'choppiness', english: 'choppiness index', nouns: ['choppiness index', 'choppiness'] },
  { name: 'mass_index', english: 'mass index', nouns: ['mass index'] },
  // volume
  { name: 'obv', english: 'OBV', nouns: ['obv', 'on balance volume'] },
  { name: 'price_volume_trend', english: 'PVT', nouns: ['pvt', 'price volume trend'] },
  { name: 'negative_volume', english: 'NVI', nouns: ['nvi', 'negative volume index'] },
  { name: 'positive_volume', english: 'PVI', nouns: ['pvi', 'positive volume index'] },
  {
    name: 'accumulation_distribution',
    english: 'accumulation distribution',
    nouns: ['accumulation distribution', 'accumulation distribution line'],
  },
  { name: 'chaikin_oscillator', english: 'Chaikin oscillator', nouns: ['chaikin oscillator'] },
  { name: 'chaikin_money_flow', english: 'Chaikin money flow', nouns: ['chaikin money flow', 'cmf'] },
  { name: 'mfi', english: 'MFI', nouns: ['mfi', 'money flow index'] },
  { name: 'force_index', english: 'force index', nouns: ['force index', 'elder force index'] },
  { name: 'ease_of_movement', english: 'ease of movement', nouns: ['ease of movement', 'eom'] },
  { name: 'volume_oscillator', english: 'volume oscillator', nouns: ['volume oscillator'] },
  // statistics
  { name: 'bars_since_highest', english: 'age of highest', nouns: ['age of highest'] },
  { name: 'bars_since_lowest', english: 'age of lowest', nouns: ['age of lowest'] },
  { name: 'sum', english: 'rolling sum', nouns: ['rolling sum'] },
  { name: 'cumulative', english: 'running total', nouns: ['running total', 'cumulative sum'] },
  { name: 'median', english: 'rolling median', nouns: ['rolling median', 'median'] },
  { name: 'percent_rank', english: 'percent rank', nouns: ['percent rank', 'percentile rank'] },
  { name: 'stdev', english: 'standard deviation', nouns: ['standard deviation', 'std dev', 'stdev', 'deviation'] },
  { name: 'variance', english: 'variance', nouns: ['variance'] },
  { name: 'mean_deviation', english: 'mean deviation', nouns: ['mean deviation', 'mean absolute deviation'] },
  { name: 'skewness', english: 'skewness', nouns: ['skewness'] },
  { name: 'z_score', english: 'z score', nouns: ['z score'] },
  { name: 'correlation', english: 'correlation', nouns: ['correlation'] },
  { name: 'beta', english: 'beta', nouns: ['beta'] },
  // price
  { name: 'typical_price', english: 'typical price', nouns: ['typical price'] },
  { name: 'median_price', english: 'median price', nouns: ['median price'] },
  { name: 'weighted_close', english: 'weighted close', nouns: ['weighted close'] },
  { name: 'average_price', english: 'average price', nouns: ['average price'] },
  {
    name: 'heikin_ashi',
    english: 'Heikin Ashi',
    nouns: ['heikin ashi'],
    outputs: { close: ['close'], open: ['open'], high: ['high'], low: ['low'] },
    outputPlace: 'after',
  },
  { name: 'close_location', english: 'close location', nouns: ['close location', 'money flow multiplier'] },
  { name: 'log_return', english: 'log return', nouns: ['log return', 'logarithmic return'] },
  { name: 'log', english: 'logarithm', nouns: ['logarithm', 'natural logarithm'] },
  { name: 'abs', english: 'absolute value', nouns: ['absolute value'] },
  { name: 'sign', english: 'sign', nouns: ['sign'] },
  { name: 'max', english: 'larger', nouns: ['larger'] },
  { name: 'min', english: 'smaller', nouns: ['smaller'] },
];
