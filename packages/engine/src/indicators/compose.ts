import type { Column, Expression, IndicatorName } from '@wick/core';

/** The words in which an indicator is defined by others. */
export const number = (value: number): Expression => ({ kind: 'number', value });

export const column = (name: Column): Expression => ({ kind: 'column', column: name });

export const outputOf = (name: IndicatorName, output: string, inputs: readonly Expression[], parameters: readonly number[]): Expression => ({
  kind: 'indicator',
  name,
  inputs: [...inputs],
  parameters: [...parameters],
  output,
});

export const valueOf = (name: IndicatorName, inputs: readonly Expression[], parameters: readonly number[]): Expression =>
  outputOf(name, 'value', inputs, parameters);

export const barsAgo = (bars: number, operand: Expression): Expression => (bars === 0 ? operand : { kind: 'shift', operand, bars });

const arithmetic =
  (operator: Extract<Expression, { kind: 'arithmetic' }>['operator']) =>
  (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator, left, right });

export const plus = arithmetic('+');
export const minus = arithmetic('-');
export const times = arithmetic('*');
export const dividedBy = arithmetic('/');

/** From one bar to the next. */
export const changeOf = (operand: Expression): Expression => minus(operand, barsAgo(1, operand));
export const absolute = (operand: Expression): Expression => valueOf('abs', [operand], []);
export const larger = (left: Expression, right: Expression): Expression => valueOf('max', [left, right], []);
export const smaller = (left: Expression, right: Expression): Expression => valueOf('min', [left, right], []);
export const sumOf = (operand: Expression, period: number): Expression => valueOf('sum', [operand], [period]);
export const percent = (part: Expression, whole: Expression): Expression => times(number(100), dividedBy(part, whole));

export const OPEN = column('open');
export const HIGH = column('high');
export const LOW = column('low');
export const CLOSE = column('close');
export const VOLUME = column('volume');
export const TYPICAL_PRICE = valueOf('typical_price', [], []);
export const MEDIAN_PRICE = valueOf('median_price', [], []);
export const TRUE_RANGE = valueOf('true_range', [], []);
