import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expressionArbitrary } from '../arbitraries/expression-arbitrary.ts';
import { WickError } from '../errors/wick-error.ts';
import { checkExpression } from './check-expression.ts';
import { columnsOf, type Expression, expressionSchema, intervalsOf } from './expression.ts';
import { expressionToText } from './expression-to-text.ts';
import { textToExpression } from './text-to-expression.ts';

const { number, condition } = expressionArbitrary({ interval: '1m' });

describe('text and expression', () => {
  test('printing any expression and reading it again gives the same expression', () => {
    fc.assert(
      fc.property(number, (expression) => {
        expect(textToExpression(expressionToText(expression), 'number')).toEqual(expression);
      }),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(condition, (expression) => {
        expect(textToExpression(expressionToText(expression))).toEqual(expression);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every generated expression is valid by the schema and by the checks', () => {
    fc.assert(
      fc.property(condition, (expression) => {
        expect(expressionSchema.parse(JSON.parse(JSON.stringify(expression)))).toEqual(expression);
        expect(checkExpression(expression, 'condition')).toBeUndefined();
      }),
    );
  });

  // What is written → the canonical text.
  test.each([
    ['rsi < 30', 'rsi(14) < 30'],
    ['RSI(14) < 30 AND Volume > 1.5 * SMA(volume, 20)', 'rsi(14) < 30 and volume > 1.5 * sma(volume, 20)'],
    ['rsi(close, 14) < 30', 'rsi(14) < 30'],
    ['sma(volume) > 1e3', 'sma(volume, 20) > 1000'],
    ['macd.histogram > 0', 'macd(12, 26, 9).histogram > 0'],
    ['macd crosses above macd.signal', 'macd(12, 26, 9) crosses above macd(12, 26, 9).signal'],
    ['((close)) > ((open))', 'close > open'],
    ['(close > open and rsi < 30) or obv > 0', 'close > open and rsi(14) < 30 or obv() > 0'],
    ['close > open and (rsi < 30 or obv > 0)', 'close > open and (rsi(14) < 30 or obv() > 0)'],
    ['not (close > open)', 'not close > open'],
    ['close - (open - low) > 2', 'close - (open - low) > 2'],
    ['close - open - low > 2', 'close - open - low > 2'],
    ['close > highest(20)[1]', 'close > highest(20)[1]'],
    ['(close > open)[2]', '(close > open)[2]'],
    ['- close * 2 < -3', '-close * 2 < -3'],
    ['-(close * 2) < -(3)', '-(close * 2) < -(3)'],
    ['sma(5, 20) < 1', 'sma(5, 20) < 1'],
    ['stochastic(14, 3, 3).d < 20', 'stochastic(14, 3, 3).d < 20'],
    ['quotevolume > 0', 'quoteVolume > 0'],
    ['close > 1h: ema(close, 200)', 'close > 1h: ema(200)'],
    ['1h:ema(20)[2] + 1 > 1d : close', '1h: ema(20)[2] + 1 > 1d: close'],
    ['(1h: ema(20))[2] > -1M: -close', '(1h: ema(20))[2] > -1M: -close'],
    ['1h: (rsi < 30) and not 4h: (close > open)[1]', '1h: (rsi(14) < 30) and not 4h: (close > open)[1]'],
    ['1h: rsi < 30', '1h: rsi(14) < 30'],
    ['1w: (close - open) > 1e3', '1w: (close - open) > 1000'],
  ])('%s reads as %s', (written, canonical) => {
    expect(expressionToText(textToExpression(written))).toBe(canonical);
  });
});

describe('what cannot be read is refused at its column', () => {
  test.each([
    ['rsi(14) < ', 11, 'is needed here, not the end'],
    ['rsi(14) < 30 nd volume > 3', 14, 'an operator or the end of the rule is needed here, not "nd"'],
    ['vlume > 3', 1, '"vlume" is neither a candle column nor an indicator'],
    ['close > 3 $', 11, '"$" means nothing here'],
    ['rsi(0) < 3', 1, 'the period of rsi must lie between 1 and 525600, not 0'],
    ['rsi(14.5) < 3', 1, 'the period of rsi must be a whole number, not 14.5'],
    ['rsi(close, 14, 3) < 3', 1, 'rsi takes at most 2 arguments, not 3'],
    ['macd(26, 12, 9) > 0', 1, 'the fast period of macd (26) must be shorter than the slow one (12)'],
    ['macd.upper > 0', 1, 'macd has no output "upper"; it has line, signal, histogram'],
    ['sma(close, close) > 0', 1, 'the period of sma must be a plain number'],
    ['correlation(close, 20) > 0', 1, 'correlation needs 2 series before its parameters'],
    ['correlation(close) > 0', 1, 'correlation needs 2 series before its parameters'],
    ['close[0] > 1', 7, 'a whole number of bars from 1 to 100000 is needed here, not "0"'],
    ['close', 1, 'a rule must be a condition such as rsi(14) < 30, not a number'],
    ['(close > open) + 1 > 0', 1, 'a number is needed here, not a condition'],
    ['1 < close < 3', 11, 'an operator or the end of the rule is needed here, not "<"'],
    ['close crosses 3', 15, '"above" or "below" is needed here, not "3"'],
    ['', 1, 'is needed here, not the end'],
    ['close > 7h: close', 9, '"7h" is not a Binance candle interval'],
    ['close > 1h ema(20)', 10, 'an operator or the end of the rule is needed here, not "h"'],
    ['close > 1h:', 12, 'is needed here, not the end'],
    ['close > 1h: sma(1d: close, 3)', 1, '1d: stands inside 1h:, and an interval cannot stand inside another'],
  ])('%s', (text, column, problem) => {
    const error = errorOf(() => textToExpression(text));
    expect(error.code).toBe('STRATEGY_SYNTAX');
    expect(error.message).toContain(problem);
    expect(error.details).toMatchObject({ line: 1, column });
  });

  test('the excerpt puts a caret below the place', () => {
    expect(errorOf(() => textToExpression('rsi(14) < 30 nd volume > 3')).details['excerpt']).toBe(
      'rsi(14) < 30 nd volume > 3\n             ^',
    );
  });

  test('a slip of the pen gets the name that was probably meant', () => {
    expect(errorOf(() => textToExpression('vlume > 3')).remedy).toBe('Did you mean volume?');
    expect(errorOf(() => textToExpression('stochastik > 3')).remedy).toBe('Did you mean stochastic?');
    expect(errorOf(() => textToExpression('close > 1H: close')).remedy).toBe('Did you mean 1h?');
  });

  test.each(['(', '- ', 'not ', 'rsi(', 'close + ', 'close > open and ', '1h: '])('an endless %s is refused, not a stack overflow', (part) => {
    expect(errorOf(() => textToExpression(`${part.repeat(100_000)} close > 1`)).message).toContain('a rule may have 2000 words');
    expect(errorOf(() => textToExpression(`${part.repeat(400)} $`)).code).toBe('STRATEGY_SYNTAX');
  });
});

test('the higher intervals that a rule names are known, from the lowest', () => {
  expect(intervalsOf(textToExpression('1d: close > 1h: open and 4h: (low < 1)[2] or 1h: (open > 1)'))).toEqual(['1h', '4h', '1d']);
  expect(intervalsOf(textToExpression('close > open'))).toEqual([]);
});

test('the columns that a rule reads include those that an indicator reads by itself', () => {
  expect(columnsOf(textToExpression('atr(14) > 1 and sma(volume, 3) > trades'))).toEqual(['high', 'low', 'close', 'volume', 'trades']);
});

test('an expression of the wrong shape is refused by the schema', () => {
  const bad = { kind: 'indicator', name: 'rsi', inputs: [], parameters: [14], output: 'value' } satisfies Expression;
  expect(checkExpression(bad, 'number')).toBe('rsi takes 1 series, not 0');
  expect(expressionSchema.safeParse({ kind: 'column', column: 'close', extra: 1 }).success).toBe(false);
  expect(expressionSchema.safeParse({ kind: 'number', value: -0 }).success).toBe(false);
});

function errorOf(act: () => unknown): WickError {
  try {
    act();
  } catch (error) {
    if (error instanceof WickError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
