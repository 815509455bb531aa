import type { Cursor } from '../reader/cursor.ts';

export const PERCENT = ['%', 'percent', 'pct', 'per cent'];

/** `2%`, `2 percent`. */
export const takePercent = (cursor: Cursor): number | undefined =>
  cursor.attempt(() => {
    const value = cursor.takeNumber();
    return value !== undefined && cursor.take(PERCENT) ? value : undefined;
  });
