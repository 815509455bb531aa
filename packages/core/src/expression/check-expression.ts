import { type IndicatorName, signatureOf } from '../indicator/catalogue.ts';
import { type Expression, type ExpressionType, intervalsOf, partsOf } from './expression.ts';

/** Why an expression makes no sense, as one sentence; undefined if it does. */
export function checkExpression(expression: Expression, wanted: ExpressionType): string | undefined {
  const actual = typeOf(expression);
  if (actual !== wanted) {
    return wanted === 'condition'
      ? 'a rule must be a condition such as rsi(14) < 30, not a number'
      : 'a number is needed here, not a condition';
  }
  if (expression.kind === 'indicator') {
    const problem = checkIndicator(expression);
    if (problem) return problem;
  }
  if (expression.kind === 'higher' && intervalsOf(expression.operand).length > 0) {
    return `${intervalsOf(expression.operand)[0]!}: stands inside ${expression.interval}:, and an interval cannot stand inside another`;
  }
  const inner = typeOfParts(expression);
  for (const part of partsOf(expression)) {
    const problem = checkExpression(part, inner ?? typeOf(part));
    if (problem) return problem;
  }
  return undefined;
}

/** Is it a number a bar, or true and false? A shift is what its operand is, and so is a part on a higher interval. */
export function typeOf(expression: Expression): ExpressionType {
  switch (expression.kind) {
    case 'compare':
    case 'cross':
    case 'junction':
    case 'not':
      return 'condition';
    case 'shift':
    case 'higher':
      return typeOf(expression.operand);
    default:
      return 'number';
  }
}

/** What the parts of an expression must be; undefined where any type will do. */
function typeOfParts(expression: Expression): ExpressionType | undefined {
  if (expression.kind === 'shift' || expression.kind === 'higher') return undefined;
  return expression.kind === 'junction' || expression.kind === 'not' ? 'condition' : 'number';
}

function checkIndicator(call: Extract<Expression, { kind: 'indicator' }>): string | undefined {
  const signature = signatureOf(call.name);
  if (call.inputs.length !== signature.inputs.length) {
    return `${call.name} takes ${signature.inputs.length} series, not ${call.inputs.length}`;
  }
  if (call.parameters.length !== signature.parameters.length) {
    return `${call.name} takes ${signature.parameters.length} parameters, not ${call.parameters.length}`;
  }
  if (!signature.outputs.includes(call.output)) {
    return `${call.name} has no output "${call.output}"; it has ${signature.outputs.join(', ')}`;
  }
  return checkParameters(call.name, call.parameters);
}

/** Is every parameter of an indicator in its range? */
export function checkParameters(name: IndicatorName, values: readonly number[]): string | undefined {
  const { parameters, shorterFirst } = signatureOf(name);
  for (const [index, parameter] of parameters.entries()) {
    const value = values[index]!;
    if (parameter.integer && !Number.isInteger(value)) {
      return `the ${parameter.name} of ${name} must be a whole number, not ${value}`;
    }
    if (!(value >= parameter.min && value <= parameter.max)) {
      return `the ${parameter.name} of ${name} must lie between ${parameter.min} and ${parameter.max}, not ${value}`;
    }
  }
  if (shorterFirst) {
    const [shorter, longer] = shorterFirst.map((each) => values[parameters.findIndex((parameter) => parameter.name === each)]!);
    if (shorter! >= longer!) {
      return `the ${shorterFirst[0]} period of ${name} (${shorter}) must be shorter than the ${shorterFirst[1]} one (${longer})`;
    }
  }
  return undefined;
}
