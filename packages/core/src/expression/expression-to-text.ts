import { decimalText } from '../candle/decimal.ts';
import { signatureOf } from '../indicator/catalogue.ts';
import { BINDING, bindingOf } from './binding.ts';
import type { Expression } from './expression.ts';

/** The text form, with the fewest parentheses. `textToExpression` gives the same expression back. */
export const expressionToText = (expression: Expression): string => print(expression, BINDING.or);

function print(expression: Expression, atLeast: number): string {
  const text = write(expression);
  return bindingOf(expression) < atLeast ? `(${text})` : text;
}

function write(e: Expression): string {
  switch (e.kind) {
    case 'number':
      return decimalText(e.value);
    case 'column':
      return e.column;
    case 'indicator':
      return writeCall(e);
    case 'negate':
      // The parentheses keep -(5), a negation, apart from -5, a number.
      return `-${print(e.operand, e.operand.kind === 'number' ? BINDING.primary + 1 : BINDING.unary)}`;
    case 'arithmetic': {
      const own = bindingOf(e);
      return `${print(e.left, own)} ${e.operator} ${print(e.right, own + 1)}`;
    }
    case 'compare':
      return `${print(e.left, BINDING.sum)} ${e.operator} ${print(e.right, BINDING.sum)}`;
    case 'cross':
      return `${print(e.left, BINDING.sum)} crosses ${e.direction} ${print(e.right, BINDING.sum)}`;
    case 'junction': {
      const own = bindingOf(e);
      return `${print(e.left, own)} ${e.operator} ${print(e.right, own + 1)}`;
    }
    case 'not':
      return `not ${print(e.operand, BINDING.not)}`;
    case 'shift':
      return `${print(e.operand, BINDING.postfix)}[${e.bars}]`;
    case 'higher':
      return `${e.interval}: ${print(e.operand, BINDING.unary)}`;
  }
}

function writeCall(call: Extract<Expression, { kind: 'indicator' }>): string {
  const { inputs, outputs } = signatureOf(call.name);
  const usual = call.inputs.every((part, index) => part.kind === 'column' && part.column === inputs[index]?.default);
  const args = [...(usual ? [] : call.inputs.map((part) => print(part, BINDING.or))), ...call.parameters.map(decimalText)];
  const suffix = call.output === outputs[0] ? '' : `.${call.output}`;
  return `${call.name}(${args.join(', ')})${suffix}`;
}
