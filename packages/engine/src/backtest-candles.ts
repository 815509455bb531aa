import { type FrameBlock, WickError } from '@wick/core';

/**
 * Prices that a portfolio can be computed from: known, finite and above zero. Volume and the details may be unknown (NaN);
 * rules over them are then false.
 *
 * @throws WickError CANDLES_DAMAGED that names the first damaged bar
 */
export function requirePrices(block: FrameBlock): void {
  const { open, high, low, close } = block.columns;
  const { length } = block;
  for (let bar = 0; bar < length; bar++) {
    const o = open[bar]!;
    const h = high[bar]!;
    const l = low[bar]!;
    const c = close[bar]!;
    if (!(o > 0 && h > 0 && l > 0 && c > 0 && o + h + l + c < Infinity)) throw damaged(block, bar);
  }
}

function damaged(block: FrameBlock, bar: number): WickError {
  const openTimeMs = block.openTimeMs[bar]!;
  const column = (['open', 'high', 'low', 'close'] as const).find((name) => {
    const price = block.columns[name][bar]!;
    return !(price > 0 && price < Infinity);
  });
  const at = new Date(openTimeMs).toISOString();
  const value = column && block.columns[column][bar];
  return new WickError('CANDLES_DAMAGED', `The candle of ${at} has ${value} as its ${column ?? 'price'}.`, {
    remedy: 'Import that range again, or leave it out; a price must be a number above zero.',
    details: { openTimeMs, column, value },
  });
}
