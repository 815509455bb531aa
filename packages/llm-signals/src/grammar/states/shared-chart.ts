import { type Expression, intervalsOf } from '@wick/core';
import { leadingChart } from '../reader/chart.ts';
import type { Reader } from '../reader/reader.ts';

/**
 * A comparison whose chart is named at its end: "EMA 9 above EMA 21 on the 1h" is about hours on both sides. A price is
 * compared as it is: "price above the 200 EMA on the daily" looks at the latest close.
 *
 * @param start where the right side begins
 */
export function onSharedChart(reader: Reader, start: number, left: Expression, right: Expression, build: (right: Expression) => Expression): Expression {
  if (!sharesChart(left, right) || isOwnChart(reader, start)) return build(right);
  return { kind: 'higher', interval: right.interval, operand: build(right.operand) };
}

/** Would a chart named behind the right side be read as that of both? A paraphrase then puts the right side in parentheses. */
export const sharesChart = (left: Expression, right: Expression): right is Extract<Expression, { kind: 'higher' }> =>
  right.kind === 'higher' && intervalsOf(left).length === 0 && left.kind !== 'number' && !(left.kind === 'column' && ['open', 'high', 'low', 'close'].includes(left.column));

/** `the 1h EMA 21`, `(EMA 21 on the 1h)`. */
function isOwnChart(reader: Reader, start: number): boolean {
  if (reader.tokens[start]?.text === '(') return true;
  const { position } = reader;
  reader.position = start;
  const leading = leadingChart(reader);
  reader.position = position;
  return leading !== undefined;
}
