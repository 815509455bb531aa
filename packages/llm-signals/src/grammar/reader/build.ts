import type { Column, Expression, IndicatorName } from '@wick/core';
import { indicatorCall } from '@wick/core';

/** Short names for the expressions that phrases mean. */
export const number = (value: number): Expression => ({ kind: 'number', value: value === 0 ? 0 : value });
export const column = (name: Column): Expression => ({ kind: 'column', column: name });
export const shift = (operand: Expression, bars: number): Expression => ({ kind: 'shift', operand, bars });
export const not = (operand: Expression): Expression => ({ kind: 'not', operand });

export const times = (left: number | Expression, right: Expression): Expression => ({
  kind: 'arithmetic',
  operator: '*',
  left: typeof left === 'number' ? number(left) : left,
  right,
});

export const compare = (left: Expression, operator: '<' | '<=' | '>' | '>=' | '==' | '!=', right: Expression | number): Expression => ({
  kind: 'compare',
  operator,
  left,
  right: typeof right === 'number' ? number(right) : right,
});

export const cross = (left: Expression, direction: 'above' | 'below', right: Expression | number): Expression => ({
  kind: 'cross',
  direction,
  left,
  right: typeof right === 'number' ? number(right) : right,
});

export const junction = (operator: 'and' | 'or', terms: readonly Expression[]): Expression =>
  terms.reduce((left, right) => ({ kind: 'junction', operator, left, right }));

export const all = (...terms: Expression[]): Expression => junction('and', terms);
export const any = (...terms: Expression[]): Expression => junction('or', terms);

/** An indicator with these series and parameters; the rest are its defaults. @throws Error for a call that the catalogue refuses */
export function indicator(name: IndicatorName, given: readonly (Expression | number)[] = [], output?: string): Expression {
  const call = indicatorCall(name, given.map((each) => (typeof each === 'number' ? number(each) : each)), output);
  if (typeof call === 'string') throw new Error(call);
  return call;
}

export const rsi = (period = 14): Expression => indicator('rsi', [period]);
export const sma = (input: Expression, period: number): Expression => indicator('sma', [input, period]);
