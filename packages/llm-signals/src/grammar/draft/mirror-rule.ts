import { type Column, type Expression, type IndicatorName, signatureOf } from '@wick/core';
import { column, compare, cross, indicator, not, number, shift } from '../reader/build.ts';
import { isPrice } from '../reader/price.ts';
import { isWithoutSide } from '../reader/without-side.ts';
import { oppositeLevel } from '../states/oscillator.ts';

type Operator = '<' | '<=' | '>' | '>=' | '==' | '!=';

const TURNED: Readonly<Record<Operator, Operator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' };

/** What stands on the other side of the market. */
const OTHER_COLUMN: Readonly<Partial<Record<Column, Column>>> = { high: 'low', low: 'high' };
const OTHER_OUTPUT: Readonly<Record<string, string>> = { upper: 'lower', lower: 'upper', plus: 'minus', minus: 'plus', up: 'down', down: 'up', long: 'short', short: 'long' };
const OTHER_INDICATOR: Readonly<Partial<Record<IndicatorName, IndicatorName>>> = { highest: 'lowest', lowest: 'highest', max: 'min', min: 'max' };

/** They run on both sides of zero, so that a level turns its sign. */
const AROUND_ZERO: readonly string[] = [
  'macd', 'ppo', 'apo', 'roc', 'momentum', 'awesome', 'trix', 'kst', 'tsi', 'coppock', 'fisher', 'linreg_slope', 'chaikin_oscillator', 'chaikin_money_flow', 'force_index',
  'z_score', 'dpo', 'balance_of_power', 'supertrend', 'log_return',
];

/** The same rule for the other side of the market: `rsi(14) < 30` is `rsi(14) > 70`. Undefined where it is not certain what that is. */
export function mirrorRule(rule: Expression): Expression | undefined {
  switch (rule.kind) {
    case 'junction': {
      const [left, right] = [mirrorRule(rule.left), mirrorRule(rule.right)];
      return left && right && { ...rule, left, right };
    }
    case 'not': {
      const operand = mirrorRule(rule.operand);
      return operand && not(operand);
    }
    case 'shift': {
      const operand = mirrorRule(rule.operand);
      return operand && shift(operand, rule.bars);
    }
    case 'higher': {
      const operand = mirrorRule(rule.operand);
      return operand && { ...rule, operand };
    }
    case 'compare':
    case 'cross': {
      if (isWithoutSide(rule.left)) return rule;
      const left = mirrorSeries(rule.left);
      const right = mirrorLevel(rule.left, rule.right);
      if (!left || !right) return undefined;
      return rule.kind === 'compare' ? compare(left, TURNED[rule.operator], right) : cross(left, rule.direction === 'above' ? 'below' : 'above', right);
    }
    default:
      return undefined;
  }
}

function mirrorLevel(left: Expression, level: Expression): Expression | undefined {
  if (level.kind !== 'number') return mirrorSeries(level);
  const opposite = oppositeLevel(left, level);
  if (opposite !== undefined) return number(opposite);
  const series = left.kind === 'higher' ? left.operand : left;
  const turns = series.kind === 'indicator' ? AROUND_ZERO.includes(series.name) : series.kind === 'arithmetic' && series.operator === '-';
  return turns ? number(-level.value) : undefined;
}

/** A series seen from the other side. Undefined for one that is not known to have another side. */
function mirrorSeries(series: Expression): Expression | undefined {
  switch (series.kind) {
    case 'column':
      return isPrice(series) ? column(OTHER_COLUMN[series.column] ?? series.column) : undefined;
    case 'shift':
    case 'higher': {
      const operand = mirrorSeries(series.operand);
      return operand && { ...series, operand };
    }
    case 'arithmetic': {
      const [left, right] = [mirrorSeries(series.left), mirrorSeries(series.right)];
      return series.operator === '-' && left && right ? { ...series, left, right } : undefined;
    }
    case 'indicator':
      return mirrorIndicator(series);
    default:
      return undefined;
  }
}

function mirrorIndicator(call: Extract<Expression, { kind: 'indicator' }>): Expression | undefined {
  const usual = call.inputs.every((input, index) => input.kind === 'column' && input.column === signatureOf(call.name).inputs[index]?.default);
  const inputs = usual ? call.inputs : call.inputs.map(mirrorSeries);
  const output = OTHER_OUTPUT[call.output] ?? call.output;
  const name = OTHER_INDICATOR[call.name] ?? call.name;
  if (!inputs.every((input) => input !== undefined)) return undefined;
  return name === call.name ? { ...call, inputs, output } : indicator(name, [...(usual && isExtreme(name) ? [] : inputs), ...call.parameters]);
}

const isExtreme = (name: IndicatorName): boolean => name === 'highest' || name === 'lowest';
