import type { Expression } from '@wick/core';

const PRICE_COLUMNS: readonly string[] = ['open', 'high', 'low', 'close'];
/** Indicators in the unit of their series. */
const SAME_UNIT: readonly string[] = ['sma', 'ema', 'bollinger', 'highest', 'lowest'];

/** Is it a price: of the candle, or an average, band or extreme of prices, now or earlier? */
export function isPrice(expression: Expression): boolean {
  switch (expression.kind) {
    case 'column':
      return PRICE_COLUMNS.includes(expression.column);
    case 'indicator':
      return SAME_UNIT.includes(expression.name) && expression.inputs.every(isPrice);
    case 'shift':
    case 'higher':
      return isPrice(expression.operand);
    default:
      return false;
  }
}
