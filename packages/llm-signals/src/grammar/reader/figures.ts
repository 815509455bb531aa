import { type Expression, MAX_SHIFT } from '@wick/core';
import { number } from './build.ts';
import type { Cursor } from './cursor.ts';
import { AGO, DAY_BEFORE, IN_PERCENT, OF_PREVIOUS, OF_YESTERDAY } from './joints.ts';
import { takeUnit } from './unit.ts';

/** `3 bars ago`, `[3]`, `of the previous candle`: how many bars back. */
export function takeBarsAgo(cursor: Cursor): number | undefined {
  return cursor.attempt(() => {
    if (cursor.take(OF_PREVIOUS)) return 1;
    if (cursor.take(OF_YESTERDAY)) {
      cursor.assume(DAY_BEFORE);
      return 1;
    }
    const bracket = cursor.take(['[']);
    if (!bracket) cursor.take(['of', 'from']);
    const bars = cursor.takeWhole();
    if (bars === undefined || bars < 1 || bars > MAX_SHIFT) return undefined;
    return (bracket ? cursor.take([']']) : takeUnit(cursor) && cursor.take(AGO)) ? bars : undefined;
  });
}

/** A figure; `%` is read over beside what is a percentage itself. */
export function readLiteral(cursor: Cursor): Expression | undefined {
  const article = cursor.seesArticle;
  const value = cursor.takeNumber();
  if (value === undefined || !Number.isFinite(value)) return undefined;
  // "Above the 50 level" is a figure, "above the 200" an average that is not named.
  const named = (article || value === 0) && cursor.take(['line', 'level', 'mark']);
  if (article && !named) return undefined;
  if (cursor.peek().text === '%' && cursor.subject?.kind === 'indicator' && IN_PERCENT.includes(cursor.subject.name)) cursor.position++;
  return number(value);
}
