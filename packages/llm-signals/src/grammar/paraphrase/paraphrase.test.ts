import { describe, expect, test } from '@jest/globals';
import {
  type Column, COLUMNS, type Distance, type EntryOrder, type Expression, INTERVALS, intervalsOf, expressionToText, indicatorCall, INDICATOR_NAMES,
  MAX_PERIOD, parseStrategy, signatureOf, type Size, type Strategy, strategyToText, textToStrategy,
} from '@wick/core';
import fc from 'fast-check';
import { compileSentence } from '../compile-sentence.ts';
import { paraphrase } from './paraphrase.ts';

const figure = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.double({ min: -1e9, max: 1e9, noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(1e-7, 0.1, 1e21, 30, 70, 100),
).map((value) => (value === 0 ? 0 : value));

/** Every number a bar that the catalogue allows. */
const numeric: (depth: number) => fc.Arbitrary<Expression> = fc.memo((depth) => {
  const leaf = fc.oneof(
    figure.map((value): Expression => ({ kind: 'number', value })),
    fc.constantFrom<Column>(...COLUMNS).map((column): Expression => ({ kind: 'column', column })),
  );
  if (depth <= 1) return leaf;
  const part = numeric(depth - 1);
  return fc.oneof(
    leaf,
    indicatorOf(part),
    part.map((operand): Expression => ({ kind: 'negate', operand })),
    fc.tuple(fc.constantFrom('+', '-', '*', '/'), part, part).map(([operator, left, right]): Expression => ({ kind: 'arithmetic', operator, left, right })),
    fc.tuple(part, fc.integer({ min: 1, max: 3 })).map(([operand, bars]): Expression => ({ kind: 'shift', operand, bars })),
    onInterval(part),
  );
});

/** No interval stands inside another. */
const onInterval = (part: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
  fc.tuple(part, fc.constantFrom(...INTERVALS)).map(([operand, interval]) =>
    intervalsOf(operand).length > 0 ? operand : { kind: 'higher', interval, operand },
  );

function indicatorOf(part: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  return fc.constantFrom(...INDICATOR_NAMES).chain((name) => {
    const { inputs, parameters, outputs } = signatureOf(name);
    const series = fc.oneof(
      fc.constant(inputs.map((input): Expression => ({ kind: 'column', column: input.default }))),
      fc.tuple(...inputs.map(() => part)),
    );
    const values = fc
      .tuple(...parameters.map(({ integer, min, max }) =>
        integer ? fc.oneof(fc.integer({ min, max: 300 }), fc.constant(max)) : fc.double({ min, max: Math.min(max, 10), noNaN: true }).map((value) => value + 0),
      ))
      .filter((list) => typeof indicatorCall(name, list.map((value): Expression => ({ kind: 'number', value }))) !== 'string');
    return fc.tuple(series, values, fc.constantFrom(...outputs)).map(([given, list, output]) => {
      const call = indicatorCall(name, [...given, ...list.map((value): Expression => ({ kind: 'number', value }))], output);
      if (typeof call === 'string') throw new Error(call);
      return call;
    });
  });
}

/** Every condition, with parts of its kind nested to any side. */
const condition: (depth: number) => fc.Arbitrary<Expression> = fc.memo((depth) => {
  const number = numeric(depth <= 1 ? 2 : 3);
  const compared = fc
    .tuple(fc.constantFrom('<', '<=', '>', '>=', '==', '!='), number, number)
    .map(([operator, left, right]): Expression => ({ kind: 'compare', operator, left, right }));
  const crossing = fc
    .tuple(fc.constantFrom('above', 'below'), number, number)
    .map(([direction, left, right]): Expression => ({ kind: 'cross', direction, left, right }));
  if (depth <= 1) return fc.oneof(compared, crossing);
  const part = condition(depth - 1);
  return fc.oneof(
    compared,
    crossing,
    fc.tuple(fc.constantFrom('and', 'or'), part, part).map(([operator, left, right]): Expression => ({ kind: 'junction', operator, left, right })),
    part.map((operand): Expression => ({ kind: 'not', operand })),
    fc.tuple(part, fc.integer({ min: 1, max: 3 })).map(([operand, bars]): Expression => ({ kind: 'shift', operand, bars })),
    onInterval(part),
  );
});

const rules = fc.record({ entry: condition(3), exit: condition(2) }, { requiredKeys: ['entry'] });
const share = (max: number): fc.Arbitrary<number> => fc.oneof(fc.integer({ min: 1, max }), fc.double({ min: 0.001, max, noNaN: true }));
const bars = (min = 1): fc.Arbitrary<number> => fc.oneof(fc.integer({ min, max: 50 }), fc.constant(MAX_PERIOD));
const distance: fc.Arbitrary<Distance> = fc.oneof(
  share(100).map((percent) => ({ kind: 'percent' as const, percent })),
  fc.record({ kind: fc.constant('atr' as const), multiple: share(1000), period: bars() }),
);
const positive = fc.oneof(fc.integer({ min: 1, max: 1_000_000 }), fc.double({ min: 1e-8, max: 1e8, noNaN: true }));
const size: fc.Arbitrary<Size> = fc.oneof(
  share(12_500).map((percent) => ({ kind: 'equity' as const, percent })),
  positive.map((value) => ({ kind: 'value' as const, value })),
  positive.map((amount) => ({ kind: 'amount' as const, amount })),
  share(100).map((percent) => ({ kind: 'risk' as const, percent })),
  fc.record({ kind: fc.constant('volatility' as const), percent: share(1000), period: bars(2) }),
);
const entryOrder: fc.Arbitrary<EntryOrder> = fc.oneof(
  fc.record({ kind: fc.constantFrom('limit' as const, 'stop' as const), offset: distance, bars: bars() }),
  fc.record({ kind: fc.constant('stop-limit' as const), offset: distance, limit: distance, bars: bars() }),
);
const scaleIn = fc.record({ entries: fc.integer({ min: 2, max: 1000 }) });
const scaleOut = fc.record({ percent: share(99) });
const name = fc.string({ minLength: 1, maxLength: 30, unit: 'binary' }).filter((text) => text.trim() === text && text !== '' && !/[\n\r;#]/.test(text));

const strategies: fc.Arbitrary<Strategy> = fc
  .record(
    {
      version: fc.constant(1 as const), name, long: rules, short: rules,
      stopLoss: distance, takeProfit: distance, trailingStop: distance, exitAfter: fc.record({ bars: bars() }), size, entryOrder, scaleIn, scaleOut,
    },
    { requiredKeys: ['version', 'size'] },
  )
  .filter(({ long, short }) => long !== undefined || short !== undefined)
  .filter((strategy) => strategy.size.kind !== 'risk' || strategy.stopLoss !== undefined || strategy.trailingStop !== undefined);

describe('a strategy in English', () => {
  test('compiles to the same strategy again, whatever the strategy', () => {
    fc.assert(
      fc.property(strategies, (strategy) => {
        expect(compileSentence(paraphrase(strategy)).strategy).toEqual(strategy);
      }),
      { numRuns: 300 },
    );
  });

  test.each(INDICATOR_NAMES)('has a word for every output of %s', (name) => {
    for (const output of signatureOf(name).outputs) {
      const call = indicatorCall(name, [], output);
      if (typeof call === 'string') throw new Error(call);
      const entry: Expression = { kind: 'compare', operator: '>', left: call, right: { kind: 'number', value: 1 } };
      const strategy: Strategy = { version: 1, long: { entry, exit: entry }, size: { kind: 'equity', percent: 100 } };
      expect(compileSentence(paraphrase(strategy)).strategy).toEqual(strategy);
    }
  });

  test('makes no assumption when it is compiled: everything is said', () => {
    fc.assert(
      fc.property(strategies, (strategy) => {
        const { assumptions } = compileSentence(paraphrase(strategy));
        expect(assumptions.filter((text) => !/the opposite entry closes it|only a take profit/.test(text))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)\nexit: rsi(14) > 70', 'Go long when RSI(14) is below 30 and the volume is above 1.5 times SMA(20) of the volume. Exit the long when RSI(14) is above 70. Use 100% of the equity.'],
    ['entry: macd crosses above macd.signal\nstop loss: 2%\nsize: 1000 quote', 'Go long when MACD(12, 26, 9) crosses above its signal line. Stop loss at 2%. Use 1000 quote per trade.'],
    ['short entry: close < lowest(low, 20)[1]', 'Go short when the close is below the lowest low of the previous 20 bars. No exit for the short. Use 100% of the equity.'],
    ['entry: volume > sma(close, 20)\nexit: not (close > open or close > close[3])\nsize: 0.5 base', 'Go long when the volume is above SMA(20) of the close. Exit the long when not (the close is above the open or the close is above the close 3 bars ago). Use 0.5 base per trade.'],
    ['entry: close > open\nexit: close < open\nstop loss: 3 atr(14)\nexit after: 10 bars\nsize: 1% risk\nentry order: limit 0.5% for 3 bars\nscale in: 3 entries\nscale out: 50%', 'Go long when the close is above the open. Exit the long when the close is below the open. Stop loss at 3 ATR(14). Exit after 10 bars. Risk 1% of the equity per trade. Enter with a limit order 0.5% better than the close, good for 3 bars. Scale in up to 3 entries. Scale out 50% at each exit.'],
    ['short entry: close < open\ntrailing stop: 2.5 atr(20)\nsize: 15% volatility(30)\nentry order: stop 1% limit 0.2 atr(14) for 1 bar', 'Go short when the close is below the open. Trailing stop of 2.5 ATR(20). Target 15% annualized volatility over 30 bars. Enter with a stop order 1% beyond the close and a limit 0.2 ATR(14) beyond the stop, good for 1 bar.'],
    ['name: Dips "n" more\nentry: stochastic.d < 20\nexit: close > bollinger.upper\ntrailing stop: 3%', 'Go long when stochastic(14, 3, 3) %D is below 20. Exit the long when the close is above the upper Bollinger band(20, 2). Trailing stop of 3%. Use 100% of the equity. Name it "Dips \\"n\\" more".'],
  ])('reads as a trader would say it: %s', (text, english) => {
    const strategy = textToStrategy(text);
    expect(paraphrase(strategy)).toBe(english);
    expect(strategyToText(compileSentence(english).strategy)).toBe(strategyToText(strategy));
  });

  test('deep nesting costs time in proportion to its length, not more', () => {
    let expression: Expression = { kind: 'compare', operator: '<', left: { kind: 'column', column: 'close' }, right: { kind: 'number', value: 5 } };
    for (let depth = 0; depth < 60; depth++) expression = { kind: 'not', operand: { kind: 'shift', operand: expression, bars: 1 } };
    const strategy = parseStrategy({ version: 1, long: { entry: expression, exit: expression }, size: { kind: 'equity', percent: 100 } });
    expect(expressionToText(compileSentence(paraphrase(strategy)).strategy.long!.entry)).toBe(expressionToText(expression));
  });
});
