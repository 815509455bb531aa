import type { Expression } from '@wick/core';

/** They say how much is traded or moves, not which way: what is asked of them for longs is asked for shorts. */
const WITHOUT_SIDE: readonly string[] = [
  'volume', 'quoteVolume', 'trades', 'adx', 'atr', 'atr_ema', 'natr', 'true_range', 'bollinger_bandwidth', 'historical_volatility', 'choppiness', 'mass_index', 'stdev', 'variance',
  'efficiency_ratio', 'volume_oscillator',
];
/** Does it say nothing about longs or shorts, such as the volume? */
export const isWithoutSide = (left: Expression): boolean => {
  switch (left.kind) {
    case 'column':
      return WITHOUT_SIDE.includes(left.column);
    case 'indicator':
      return WITHOUT_SIDE.includes(left.name);
    case 'shift':
    case 'higher':
      return isWithoutSide(left.operand);
    case 'arithmetic':
      return isWithoutSide(left.left);
    default:
      return false;
  }
};
