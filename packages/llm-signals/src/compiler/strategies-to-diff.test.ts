import { describe, expect, test } from '@jest/globals';
import { type Expression, type Strategy, strategyToText, textToStrategy } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { compareWithGrammar } from './compare-with-grammar.ts';
import { strategiesToDiff } from './strategies-to-diff.ts';

const diff = (left: string, right: string) => strategiesToDiff(textToStrategy(left), textToStrategy(right));

/** The same rules with the sides of whatever may be turned round turned round, by an endless list of yes and no. */
function turned(strategy: Strategy, choices: Iterator<boolean>): Strategy {
  const side = (e: Expression): Expression => {
    switch (e.kind) {
      case 'number':
      case 'column':
        return e;
      case 'indicator':
        return { ...e, inputs: e.inputs.map(side) };
      case 'negate':
      case 'not':
      case 'shift':
      case 'higher':
        return { ...e, operand: side(e.operand) };
    }
    const [left, right] = [side(e.left), side(e.right)];
    const same = { ...e, left, right };
    if (choices.next().value !== true) return same;
    if (e.kind === 'compare') return { ...e, operator: MIRRORED[e.operator], left: right, right: left };
    if (e.kind === 'cross') return { ...e, direction: e.direction === 'above' ? 'below' : 'above', left: right, right: left };
    return e.kind === 'junction' || e.operator === '+' || e.operator === '*' ? { ...same, left: right, right: left } : same;
  };
  const rules = (of: Strategy['long']) => of && { entry: side(of.entry), ...(of.exit && { exit: side(of.exit) }) };
  return { ...strategy, ...(strategy.long && { long: rules(strategy.long) }), ...(strategy.short && { short: rules(strategy.short) }) };
}

const MIRRORED = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '==': '==', '!=': '!=' } as const;

describe('the difference of two strategies', () => {
  test('names each part once: the same, different with both texts, or only on one side', () => {
    const left = 'entry: rsi(14) < 30\nexit: rsi(14) > 70\nstop loss: 2%\nscale in: 3 entries';
    const right = 'entry: rsi(14) < 25\nexit: rsi(14) > 70\nshort entry: rsi(14) > 80\nstop loss: 3 atr(14)';
    expect(diff(left, right)).toEqual({
      same: ['exit', 'size'],
      differences: [
        { part: 'entry', left: 'rsi(14) < 30', right: 'rsi(14) < 25' },
        { part: 'short entry', left: null, right: 'rsi(14) > 80' },
        { part: 'scale in', left: '3 entries', right: null },
        { part: 'stop loss', left: '2%', right: '3 atr(14)' },
      ],
    });
  });

  test.each([
    ['rsi(14) < 30 and volume > 5', '5 < volume and 30 > rsi(14)'],
    ['close > open and (close > 1 and close > 2)', '(close > 2 and close > open) and close > 1'],
    ['sma(5) crosses above sma(9)', 'sma(9) crosses below sma(5)'],
    ['2 * close + 1 >= open', 'open <= 1 + close * 2'],
  ])('is not the order of writing: %s, %s', (left, right) => {
    expect(diff(`entry: ${left}`, `entry: ${right}`).differences).toEqual([]);
  });

  test.each([
    ['close > open', 'close < open'],
    ['close > open', 'close >= open'],
    ['close - open > 0', 'open - close > 0'],
    ['sma(5) crosses above sma(9)', 'sma(5) crosses below sma(9)'],
    ['close > 1 and close > 2 or close > 3', 'close > 1 and (close > 2 or close > 3)'],
    // Sums round: grouped otherwise they are other numbers.
    ['close + (open + 1) > 0', 'close + open + 1 > 0'],
  ])('is what is meant: %s, %s', (left, right) => {
    expect(diff(`entry: ${left}`, `entry: ${right}`).differences).toEqual([{ part: 'entry', left, right }]);
  });

  test('of any strategy with itself under another name is none, and all of its parts are the same', () => {
    fc.assert(
      fc.property(strategyArbitrary(), (strategy) => {
        const { same, differences } = strategiesToDiff(strategy, { ...strategy, name: 'Another name' });
        const { name: _name, ...behaviour } = strategy;
        expect(differences).toEqual([]);
        expect(same).toHaveLength(strategyToText(behaviour).split('\n').length);
      }),
    );
  });

  test('of any strategy with the same one written the other way round is none', () => {
    fc.assert(
      fc.property(strategyArbitrary(), fc.infiniteStream(fc.boolean()), (strategy, choices) => {
        expect(strategiesToDiff(strategy, turned(strategy, choices)).differences).toEqual([]);
      }),
    );
  });

  test('is the same from either side, with left and right exchanged', () => {
    fc.assert(
      fc.property(strategyArbitrary(), strategyArbitrary(), (a, b) => {
        const [ab, ba] = [strategiesToDiff(a, b), strategiesToDiff(b, a)];
        expect(ba.same).toEqual(ab.same);
        expect(ba.differences).toEqual(ab.differences.map(({ part, left, right }) => ({ part, left: right, right: left })));
      }),
    );
  });
});

describe('a comparison with the grammar', () => {
  test('holds what the grammar understood and assumed', () => {
    const byModel = textToStrategy('entry: rsi(14) < 30\nexit: rsi(14) > 65');
    expect(compareWithGrammar('RSI below 30', byModel)).toEqual({
      understood: true,
      strategyText: 'entry: rsi(14) < 30\nexit: rsi(14) > 70\nsize: 100% of equity',
      assumptions: expect.arrayContaining([expect.stringContaining('names no exit')]),
      same: ['entry', 'size'],
      differences: [{ part: 'exit', left: 'rsi(14) > 65', right: 'rsi(14) > 70' }],
    });
  });

  test('says which words the grammar does not know', () => {
    const comparison = compareWithGrammar('buy when the moon is full', textToStrategy('entry: rsi(14) < 30'));
    expect(comparison).toMatchObject({ understood: false, problem: expect.stringContaining('not understood at'), fragments: [expect.objectContaining({ text: expect.stringContaining('moon') })] });
  });
});
