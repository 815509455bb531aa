import type { Cursor } from './cursor.ts';

export const UNITS = { bars: ['bar', 'candle', 'period'], days: ['day'] };

/** Takes the unit of a period. Periods are counted in bars; a day is one only on daily candles, which is then said. */
export function takeUnit(cursor: Cursor): boolean {
  const unit = cursor.takeKey(UNITS);
  if (unit === 'days') cursor.assume('Periods count bars: a "day" is one bar, which is a day only on daily candles.');
  return unit !== undefined;
}
