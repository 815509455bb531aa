import { describe, expect, test } from '@jest/globals';
import { strategyArbitrary } from '../arbitraries/strategy-arbitrary.ts';
import fc from 'fast-check';
import { strategyToText } from '../strategy/strategy-to-text.ts';
import { textToStrategy } from '../strategy/text-to-strategy.ts';
import { openTemplate, parametersOf, templateToStrategy } from './template.ts';

const CROSSING = 'entry: sma(close, $fast) crosses above sma(close, $slow)\nexit: rsi($fast) > $high # not $here\nstop loss: $stop%\nsize: $share% of equity';
const VALUES = { fast: 5, slow: 20, high: 70.5, stop: 2, share: 50 };

function isStrategy(text: string): boolean {
  try {
    textToStrategy(text);
    return true;
  } catch {
    return false;
  }
}

describe('a template', () => {
  test('names its parameters in the order in which they appear, those of comments left out', () => {
    expect(parametersOf(CROSSING)).toEqual(['fast', 'slow', 'high', 'stop', 'share']);
  });

  test('with values is the text with the values written in', () => {
    const template = openTemplate(CROSSING, VALUES);
    const other = { fast: 7, slow: 90, high: 60, stop: 0.5, share: 100 };
    const text = 'entry: sma(close, 7) crosses above sma(close, 90)\nexit: rsi(7) > 60\nstop loss: 0.5%\nsize: 100% of equity';
    expect(templateToStrategy(template, other)).toEqual(textToStrategy(text));
    expect(templateToStrategy(template, VALUES)).toEqual(template.example);
  });

  test.each([
    ['close > -$x', 5], ['close > 2 * $x', 3], ['close[$x] > open', 3], ['macd(3, 10, $x) > 0', 4], ['bollinger(20, $x).upper < close', 2.5],
    ['1h: (close > $x)', 7], ['close > kama(10, $x, 30)', 2],
  ])('may have its parameter in %s', (rule, value) => {
    const template = openTemplate(rule, { x: value });
    expect(templateToStrategy(template, { x: value + 1 })).toEqual(textToStrategy(`entry: ${rule.replace('$x', String(value + 1))}`));
  });

  test('may have a parameter in the place of any number of any strategy', () => {
    fc.assert(
      fc.property(strategyArbitrary({ maxPeriod: 12, maxShift: 40, maxDepth: 3 }), fc.nat(), (strategy, which) => {
        const text = strategyToText({ ...strategy, name: undefined });
        const numbers = [...text.matchAll(/(?<![\w.$])\d+(?:\.\d+)?(?![\w.:])/g)];
        fc.pre(numbers.length > 0);
        const number = numbers[which % numbers.length]!;
        const value = Number(number[0]);
        const withNumber = (other: number | string): string => `${text.slice(0, number.index)}${other}${text.slice(number.index + number[0].length)}`;
        // The shorter of the periods 1 and 2 has no room to vary.
        fc.pre([value + 1, value - 1, value + 2, value / 2].some((other) => isStrategy(withNumber(other))));
        const template = openTemplate(withNumber('$x'), { x: value });
        expect(templateToStrategy(template, { x: value })).toEqual(textToStrategy(text));
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['close > open', {}, 'The strategy has no parameter.'],
    ['close > $x', {}, 'The parameter $x has no values.'],
    ['close > $x', { x: 1, y: 2 }, 'The strategy has no parameter $y.'],
    ['close > sma(1$x)', { x: 2 }, 'The parameter $x does not stand where a number can vary.'],
  ])('%s with %j is refused', (rule, values, message) => {
    expect(() => openTemplate(rule, values)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID', message }));
  });

  test('is looked at with other values where the first leave no room', () => {
    expect(() => openTemplate('macd($fast, $slow, 9) > 0', { fast: 1, slow: 2 })).toThrow('does not stand where a number can vary');
    const template = openTemplate('macd($fast, $slow, 9) > 0', { fast: 1, slow: 2 }, [{ fast: 1, slow: 4 }]);
    expect(template.places.map(({ parameter }) => parameter)).toEqual(['fast', 'slow']);
    expect(templateToStrategy(template, { fast: 3, slow: 8 })).toEqual(textToStrategy('entry: macd(3, 8, 9) > 0'));
  });

  test('refuses values with which it makes no sense', () => {
    const template = openTemplate('close > $x * sma($y)', { x: 1, y: 2 });
    expect(() => templateToStrategy(template, { x: 1, y: 0 })).toThrow(expect.objectContaining({ code: 'STRATEGY_INVALID' }));
    expect(() => openTemplate('close > sma($x)', { x: 1.5 })).toThrow(expect.objectContaining({ code: 'STRATEGY_SYNTAX' }));
  });
});
