import { describe, expect, test } from '@jest/globals';
import { type Expression, textToExpression } from '@wick/core';
import { expressionsToPlan, type Plan } from './expressions-to-plan.ts';

const rules = (...texts: string[]): Plan => expressionsToPlan(texts.map((text) => textToExpression(text)), 'condition');
const numbers = (...texts: string[]): Plan => expressionsToPlan(texts.map((text) => textToExpression(text, 'number')), 'number');

const kernelsOf = (plan: Plan): string[] =>
  plan.nodes.flatMap((node) => (node.kind === 'kernel' ? [`${node.name}(${node.parameters.join(', ')})`] : []));

describe('a plan', () => {
  test('computes an equal part of several rules once', () => {
    const plan = rules(
      'rsi(14) < 30 and volume > 1.5 * sma(volume, 20)',
      'rsi(14) > 70 or close < sma(20)',
      'rsi(close, 14) > 80',
      'volume < sma(volume, 20) * 1.5',
    );
    expect(kernelsOf(plan)).toEqual(['rsi(14)', 'sma(20)', 'sma(20)']);
    expect(plan.nodes.filter((node) => node.kind === 'arithmetic')).toHaveLength(1);
  });

  test('computes the outputs of one indicator, and what indicators have in common, once', () => {
    const plan = numbers('macd().line', 'macd().signal', 'macd().histogram', 'ema(12)', 'keltner(12, 2).upper', 'keltner(26, 3).lower');
    expect(kernelsOf(plan)).toEqual(['ema(12)', 'ema(26)', 'ema(9)', 'atr(10)']);
  });

  test('does not grow with the nesting of indicators that use their source many times', () => {
    let nested: Expression = { kind: 'column', column: 'close' };
    for (let depth = 0; depth < 60; depth++) {
      nested = { kind: 'indicator', name: 'macd', inputs: [nested], parameters: [2, 3, 2], output: 'histogram' };
    }
    expect(kernelsOf(expressionsToPlan([nested], 'number'))).toHaveLength(180);
  });

  test('has no nodes that nobody reads', () => {
    expect(rules('close > open and 1 > 2').nodes).toEqual([{ kind: 'truth', value: false }]);
    expect(rules('close > open or 2 > 1').nodes).toEqual([{ kind: 'truth', value: true }]);
    expect(rules('close > open and 2 > 1').nodes.map((node) => node.kind)).toEqual(['column', 'column', 'compare']);
  });

  test('folds constants by the rules of bars: a quotient by zero is unknown', () => {
    expect(numbers('2 * (3 + 4) / 7 - -1').nodes).toEqual([{ kind: 'number', value: 3 }]);
    expect(numbers('1 / 0').nodes).toEqual([{ kind: 'number', value: NaN }]);
    expect(rules('close > 1 / 0').nodes).toEqual([{ kind: 'truth', value: false }]);
    expect(rules('not close > 1 / 0').nodes).toEqual([{ kind: 'truth', value: false }]);
    expect(rules('not 1 > 2').nodes).toEqual([{ kind: 'truth', value: true }]);
  });

  test('tells an overflow from an unknown constant', () => {
    expect(rules('close < 1e308 * 10', 'close < 1 / 0').roots.map(({ node }) => node)).toEqual([2, 3]);
  });

  test('sees that a > b is b < a, that sums have no order and that not (a < b) is a >= b', () => {
    const { roots } = rules('close > open', 'open < close', 'not open >= close', 'not (not close > open)');
    expect(new Set(roots.map((root) => root.node)).size).toBe(1);
    expect(new Set(numbers('close + open', 'open + close').roots.map((root) => root.node)).size).toBe(1);
    expect(new Set(rules('close == open', 'not open != close').roots.map((root) => root.node)).size).toBe(1);
    expect(new Set(rules('not (close > open or close > high)', 'close <= high and close <= open').roots.map((root) => root.node)).size).toBe(1);
  });

  test('adds up shifts', () => {
    expect(new Set(numbers('close[2][3]', 'close[5]').roots.map((root) => root.node)).size).toBe(1);
    expect(new Set(rules('(close > open)[2][3]', '(close > open)[5]').roots.map((root) => root.node)).size).toBe(1);
  });

  test('shares the comparisons of a crossing with everybody else', () => {
    const plan = rules('close crosses above open', 'open crosses below close', 'close > open', 'not close crosses above open');
    expect(plan.nodes.filter((node) => node.kind === 'compare')).toHaveLength(2);
    expect(plan.roots[0]!.node).toBe(plan.roots[1]!.node);
  });

  test('refuses an expression that makes no sense', () => {
    const zeroPeriod: Expression = { kind: 'indicator', name: 'sma', inputs: [{ kind: 'column', column: 'close' }], parameters: [0], output: 'value' };
    expect(() => expressionsToPlan([zeroPeriod], 'number')).toThrow(
      expect.objectContaining({ code: 'STRATEGY_INVALID', message: expect.stringContaining('the period of sma must lie between 1 and') }),
    );
    expect(() => expressionsToPlan([textToExpression('close', 'number')], 'condition')).toThrow(
      expect.objectContaining({ code: 'STRATEGY_INVALID' }),
    );
  });
});
