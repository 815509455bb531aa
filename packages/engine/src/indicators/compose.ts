import type { Column, Expression, IndicatorName } from '@wick/core';

/** The words in which an indicator is defined by others. */
export const number = (value: number): Expression => ({ kind: 'number', value });

export const column = (name: Column): Expression => ({ kind: 'column', column: name });

export const valueOf = (name: IndicatorName, inputs: readonly Expression[], parameters: readonly number[]): Expression => ({
  kind: 'indicator',
  name,
  inputs: [...inputs],
  parameters: [...parameters],
  output: 'value',
});

export const barsAgo = (bars: number, operand: Expression): Expression => ({ kind: 'shift', operand, bars });

const arithmetic =
  (operator: Extract<Expression, { kind: 'arithmetic' }>['operator']) =>
  (left: Expression, right: Expression): Expression => ({ kind: 'arithmetic', operator, left, right });

export const plus = arithmetic('+');
export const minus = arithmetic('-');
export const times = arithmetic('*');
export const dividedBy = arithmetic('/');
