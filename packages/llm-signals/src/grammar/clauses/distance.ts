import { type Distance, signatureOf } from '@wick/core';
import type { Cursor } from '../reader/cursor.ts';
import { takeUnit } from '../reader/unit.ts';

const PERCENT = ['%', 'percent', 'pct', 'per cent'];
const PARTS_OF_ONE = { 0.5: ['half percent', 'half of percent', 'half of one percent', 'half of 1%'], 0.25: ['quarter percent', 'quarter of percent', 'quarter of one percent'] };
const TIMES = ['x', 'times', '*'];
const MULTIPLES = { 0.5: ['half', 'half of'], 1: ['one times'], 2: ['twice', 'double'] };
const ATR = ['atr', 'average true range'];

/** Every word of percentages and of distances. */
export const DISTANCE_WORDS: readonly string[] = [...PERCENT, ...TIMES, ...Object.values(MULTIPLES).flat(), ...ATR];

/** `2%`, `2 percent`. */
export const takePercent = (cursor: Cursor): number | undefined =>
  cursor.attempt(() => {
    const part = cursor.takeKey(PARTS_OF_ONE as unknown as Record<string, readonly string[]>);
    if (part !== undefined) return Number(part);
    const value = cursor.takeNumber();
    return value !== undefined && cursor.take(PERCENT) ? value : undefined;
  });

/** `2%`, `3 ATR`, `3x ATR(14)`, `twice the 20-bar ATR`. */
export function takeDistance(cursor: Cursor): Distance | undefined {
  const percent = takePercent(cursor);
  if (percent !== undefined) return { kind: 'percent', percent };
  return cursor.attempt(() => {
    const multiple = takeMultiple(cursor);
    const period = multiple === undefined ? undefined : takeAtr(cursor);
    return multiple !== undefined && period !== undefined ? { kind: 'atr', multiple, period } : undefined;
  });
}

/** `3`, `3x`, `twice`. */
export function takeMultiple(cursor: Cursor): number | undefined {
  const named = cursor.takeKey(MULTIPLES as unknown as Record<string, readonly string[]>);
  const multiple = named === undefined ? cursor.takeNumber() : Number(named);
  if (multiple !== undefined) cursor.take(TIMES);
  return multiple;
}

/** `ATR`, `ATR(14)`, `14-bar ATR`: its period, which is the usual one where none is said. */
export const takeAtr = (cursor: Cursor): number | undefined =>
  cursor.attempt(() => {
    const leading = cursor.takeWhole();
    if (leading !== undefined) takeUnit(cursor);
    if (!cursor.take(ATR)) return undefined;
    const period = leading ?? takeBracketed(cursor);
    if (period !== undefined) return period;
    const usual = signatureOf('atr').parameters[0]!.default;
    cursor.assume(`ATR: period ${usual}, as the sentence gives none.`);
    return usual;
  });

const takeBracketed = (cursor: Cursor): number | undefined =>
  cursor.attempt(() => {
    if (!cursor.take(['('])) return undefined;
    const period = cursor.takeWhole();
    if (period !== undefined) takeUnit(cursor);
    return cursor.take([')']) ? period : undefined;
  });
