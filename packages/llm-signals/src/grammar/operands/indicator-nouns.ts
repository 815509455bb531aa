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

export const INDICATOR_NOUNS: readonly IndicatorNoun[] = [
  {
    name: 'sma',
    english: 'SMA',
    nouns: ['sma', 'simple moving average', 'simple ma', 'simple average'],
    loose: ['ma', 'moving average', 'average', 'mean'],
  },
  { name: 'ema', english: 'EMA', nouns: ['ema', 'exponential moving average', 'exponential ma', 'exponential average'] },
  { name: 'rsi', english: 'RSI', nouns: ['rsi', 'relative strength index', 'relative strength'] },
  {
    name: 'macd',
    english: 'MACD',
    nouns: ['macd'],
    outputs: { line: ['', 'line'], signal: ['signal line', 'signal'], histogram: ['histogram', 'hist'] },
    outputPlace: 'after',
  },
  {
    name: 'bollinger',
    english: 'Bollinger band',
    nouns: ['bollinger band', 'bollinger', 'bb', 'band'],
    outputs: { middle: ['middle', 'mid', 'central'], upper: ['upper', 'top'], lower: ['lower', 'bottom'] },
    outputPlace: 'before',
  },
  { name: 'atr', english: 'ATR', nouns: ['atr', 'average true range', 'true range'] },
  {
    name: 'stochastic',
    english: 'stochastic',
    nouns: ['stochastic', 'stochastic oscillator', 'slow stochastic'],
    outputs: { k: ['', '%K', 'K%', 'K', 'K line', '%K line'], d: ['%D', 'D%', 'D', 'D line', '%D line', 'signal line'] },
    outputPlace: 'after',
  },
  { name: 'obv', english: 'OBV', nouns: ['obv', 'on balance volume'] },
  { name: 'stdev', english: 'standard deviation', nouns: ['standard deviation', 'std dev', 'stdev', 'deviation'] },
  { name: 'roc', english: 'ROC', nouns: ['roc', 'rate of change'], loose: ['momentum'] },
];
