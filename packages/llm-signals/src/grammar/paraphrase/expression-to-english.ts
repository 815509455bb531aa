import { BINDING, bindingOf, canonicalJson, decimalText, type Expression, signatureOf } from '@wick/core';
import { COLUMN_NOUNS } from '../operands/column.ts';
import { inferredBeside } from '../operands/indicator.ts';
import { chartToEnglish } from '../reader/chart.ts';
import { NAMED_PARAMETERS, parameterToEnglish } from '../operands/parameters.ts';
import { sharesChart } from '../states/shared-chart.ts';
import { INDICATOR_NOUNS } from '../operands/indicator-nouns.ts';

const COMPARED = { '<': 'is below', '<=': 'is at most', '>': 'is above', '>=': 'is at least', '==': 'is equal to', '!=': 'is not equal to' } as const;
const ARITHMETIC = { '+': 'plus', '-': 'minus', '*': 'times', '/': 'divided by' } as const;

/** A condition in the grammar's own English: reading it gives the same expression back. */
export const expressionToEnglish = (expression: Expression): string => print(expression, BINDING.or);

/** @param beside left side of the comparison on whose right side this stands */
function print(expression: Expression, atLeast: number, beside?: Expression): string {
  const text = write(expression, beside);
  return englishBindingOf(expression) < atLeast ? `(${text})` : text;
}

function write(e: Expression, beside?: Expression): string {
  switch (e.kind) {
    case 'number':
      return decimalText(e.value);
    case 'column':
      return `the ${COLUMN_NOUNS[e.column][0]}`;
    case 'indicator':
      return isExtreme(e) ? writeExtreme(e, 'of', ' including the current one', beside) : writeCall(e, beside);
    case 'negate':
      return `the negative of ${print(e.operand, BINDING.unary, beside)}`;
    case 'arithmetic': {
      const own = englishBindingOf(e);
      return `${print(e.left, own, beside)} ${ARITHMETIC[e.operator]} ${print(e.right, own + 1, beside)}`;
    }
    case 'compare':
      return `${print(e.left, BINDING.sum)} ${COMPARED[e.operator]} ${printRight(e.left, e.right)}`;
    case 'cross':
      return `${print(e.left, BINDING.sum)} crosses ${e.direction} ${printRight(e.left, e.right)}`;
    case 'junction': {
      const own = englishBindingOf(e);
      // "Or" beside "and" would be right without parentheses too, but a reader had to know it.
      const [left, right] = [e.left, e.right].map((part) => (e.operator === 'or' && part.kind === 'junction' && part.operator === 'and' ? BINDING.primary : undefined));
      return `${print(e.left, left ?? own)} ${e.operator} ${print(e.right, right ?? own + 1)}`;
    }
    case 'not':
      return `not (${print(e.operand, BINDING.or)})`;
    case 'shift':
      return writeShift(e, beside);
    case 'higher':
      return `${printSuffixed(e.operand, beside)} ${chartToEnglish(e.interval)}`;
  }
}

/** A chart behind the right side would be read as that of both. */
const printRight = (left: Expression, right: Expression): string =>
  sharesChart(left, right) ? `(${write(right, left)})` : print(right, BINDING.sum, left);

function writeShift(e: Extract<Expression, { kind: 'shift' }>, beside?: Expression): string {
  const { operand, bars } = e;
  if (isPreviousExtreme(e) && isExtreme(operand)) return writeExtreme(operand, 'of the previous', '', beside);
  return `${printSuffixed(operand, beside)} ${barCount(bars)} ago`;
}

/** Something of which more is said behind it: a bare number or "… of 20 bars including the current one" would not take it. */
const printSuffixed = (operand: Expression, beside?: Expression): string =>
  print(operand, isExtreme(operand) || operand.kind === 'number' ? BINDING.primary + 1 : BINDING.primary, beside);

type Call = Extract<Expression, { kind: 'indicator' }>;

const isExtreme = (e: Expression): e is Call => e.kind === 'indicator' && (e.name === 'highest' || e.name === 'lowest');

const isPreviousExtreme = (e: Expression): boolean => e.kind === 'shift' && e.bars === 1 && isExtreme(e.operand);

const barCount = (bars: number): string => `${bars} ${bars === 1 ? 'bar' : 'bars'}`;

/** `the highest high of the previous 20 bars`. */
function writeExtreme(call: Call, of: string, tail: string, beside?: Expression): string {
  const [series] = call.inputs;
  const text = series?.kind === 'column' ? COLUMN_NOUNS[series.column][0] : print(series!, BINDING.primary + 1, beside);
  return `the ${call.name} ${text} ${of} ${barCount(call.parameters[0]!)}${tail}`;
}

/** `RSI(14)`, `SMA(20) of the volume`, `MACD(12, 26, 9) signal line`. */
function writeCall(call: Call, beside?: Expression): string {
  if (isOwnLine(call, beside)) return call.output === 'signal' ? 'its signal line' : 'its histogram';
  const noun = INDICATOR_NOUNS.find(({ name }) => name === call.name)!;
  const output = noun.outputs?.[call.output]?.[0] ?? '';
  const { inputs, parameters: signature } = signatureOf(call.name);
  const figures = call.parameters.map((value, index) => (NAMED_PARAMETERS.includes(call.name) ? `${parameterToEnglish(signature[index]!.name)} ` : '') + decimalText(value));
  const parameters = figures.length > 0 ? `(${figures.join(', ')})` : '';
  const tail = call.name === 'donchian' && call.output !== 'middle' ? ' including the current one' : '';
  const named = noun.outputPlace === 'before' ? `the ${output} ${noun.english}${parameters}${tail}` : `${noun.english}${parameters}${output && ` ${output}`}`;
  const usual = call.inputs.every((part, index) => part.kind === 'column' && part.column === inputs[index]?.default);
  if (usual && !(beside && inferredBeside(call.name, beside))) return named;
  return `${named} of ${call.inputs.map((part) => print(part, BINDING.primary, beside)).join(' and of ')}`;
}

/** The signal line or histogram of the very MACD on the left. */
const isOwnLine = (call: Call, beside?: Expression): boolean =>
  call.name === 'macd' && call.output !== 'line' && beside !== undefined && canonicalJson({ ...call, output: 'line' }) === canonicalJson(beside);

/** English binds as the rule language does, but "the highest high of the 20 bars before" is one noun, and a chart is named behind. */
function englishBindingOf(e: Expression): number {
  if (isPreviousExtreme(e)) return BINDING.primary;
  return e.kind === 'higher' ? BINDING.postfix : bindingOf(e);
}
