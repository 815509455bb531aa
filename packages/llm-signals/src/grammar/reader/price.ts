import type { Expression } from '@wick/core';

const PRICE_COLUMNS: readonly string[] = ['open', 'high', 'low', 'close'];
/** Indicators in the unit of their series, or of the price where they read the candle. */
const SAME_UNIT: readonly string[] = [
  'sma', 'sma_running', 'ema', 'ema_first', 'rma', 'wma', 'hma', 'dema', 'tema', 't3', 'trima', 'zlema', 'kama', 'alma', 'vwma', 'rolling_vwap',
  'linreg', 'parabolic_sar', 'supertrend', 'ichimoku', 'chandelier', 'bollinger', 'bollinger_running', 'keltner', 'donchian', 'highest', 'lowest',
  'median', 'typical_price', 'median_price', 'weighted_close', 'average_price', 'heikin_ashi',
];

/** Is it a price: of the candle, or an average, band or extreme of prices, now or earlier? */
export function isPrice(expression: Expression): boolean {
  switch (expression.kind) {
    case 'column':
      return PRICE_COLUMNS.includes(expression.column);
    case 'indicator':
      return SAME_UNIT.includes(expression.name) && expression.output !== 'direction' && expression.inputs.every(isPrice);
    case 'shift':
    case 'higher':
      return isPrice(expression.operand);
    default:
      return false;
  }
}
