import type { Expression } from '@wick/core';
import { compare, cross } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const SIGNS = { above: ['positive', 'in positive territory'], below: ['negative', 'in negative territory'] } as const;
const COLORS = { above: ['green'], below: ['red'] } as const;

/** Indicators that run on both sides of zero. */
const AROUND_ZERO: readonly string[] = [
  'macd', 'macd_sma', 'macd_running', 'macd_first', 'ppo', 'apo', 'roc', 'momentum', 'awesome', 'trix', 'cmo', 'dpo', 'kst', 'tsi', 'coppock', 'fisher',
  'elder_ray', 'balance_of_power', 'linreg_slope', 'cci', 'obv', 'obv_two_way', 'accumulation_distribution', 'chaikin_oscillator', 'chaikin_money_flow', 'force_index',
  'ease_of_movement', 'volume_oscillator', 'price_volume_trend', 'z_score', 'correlation', 'beta', 'skewness', 'log_return', 'close_location', 'sign',
];

/** `is positive`, `turns negative`, `crosses zero`; a histogram is green above zero. */
export const signPhrase: StatePhrase = {
  vocabulary: [...SIGNS.above, ...SIGNS.below, ...COLORS.above, ...COLORS.below, 'turns', 'turning', 'goes', 'moves'],
  examples: ['MACD histogram turns positive', 'momentum is positive'],
  read: (reader, left) => {
    const series = left.kind === 'higher' ? left.operand : left;
    if (!runsAroundZero(series)) return undefined;
    const turning = reader.take(['turns', 'turning', 'goes', 'moves', 'crosses', 'turns to', 'crosses into', 'crosses to', 'crosses zero to']);
    if (!turning) reader.takeIs();
    const drawn = series.kind === 'indicator' && (series.output === 'histogram' || series.name === 'awesome');
    const sign = reader.takeKey(SIGNS) ?? (drawn ? reader.takeKey(COLORS) : undefined);
    if (!sign) return undefined;
    return turning ? cross(left, sign, 0) : compare(left, sign === 'above' ? '>' : '<', 0);
  },
};

const runsAroundZero = (series: Expression): boolean =>
  series.kind === 'indicator' ? AROUND_ZERO.includes(series.name) || series.output === 'oscillator' : series.kind === 'arithmetic' && series.operator === '-';
