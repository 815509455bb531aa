import type { Expression } from './expression.ts';

/** How tightly a form binds; a part that binds less tightly than its place asks for gets parentheses. */
export const BINDING = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, unary: 7, postfix: 8, primary: 9 } as const;

/** How tightly the outermost form of an expression binds. */
export function bindingOf(expression: Expression): number {
  switch (expression.kind) {
    case 'junction':
      return BINDING[expression.operator];
    case 'not':
      return BINDING.not;
    case 'compare':
    case 'cross':
      return BINDING.compare;
    case 'arithmetic':
      return expression.operator === '+' || expression.operator === '-' ? BINDING.sum : BINDING.product;
    case 'negate':
    case 'higher':
      return BINDING.unary;
    case 'shift':
      return BINDING.postfix;
    case 'number':
      return expression.value < 0 ? BINDING.unary : BINDING.primary;
    default:
      return BINDING.primary;
  }
}
