import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { strategyArbitrary } from '../arbitraries/strategy-arbitrary.ts';
import { parseStrategy } from './strategy.ts';
import { canonicalJson, strategyHash } from './strategy-hash.ts';
import { strategyToText } from './strategy-to-text.ts';
import { looksLikeStrategyText, textToStrategy } from './text-to-strategy.ts';

const DIP = `
# buy dips that somebody else sells hard
name: Dip
entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)
exit: rsi(14) > 70; stop loss: 2%
size: 50% of equity
`;

describe('text and strategy', () => {
  test('printing any strategy and reading it again gives the same strategy and the same hash', () => {
    fc.assert(
      fc.property(strategyArbitrary({ interval: '1m' }), (strategy) => {
        const again = textToStrategy(strategyToText(strategy));
        expect(again).toEqual(strategy);
        expect(strategyHash(again)).toBe(strategyHash(strategy));
      }),
      { numRuns: 500 },
    );
  });

  test('the JSON form survives JSON', () => {
    fc.assert(
      fc.property(strategyArbitrary({ interval: '1m' }), (strategy) => {
        expect(parseStrategy(JSON.parse(JSON.stringify(strategy)))).toEqual(strategy);
      }),
    );
  });

  test('comments, semicolons and defaults', () => {
    expect(strategyToText(textToStrategy(DIP))).toBe(
      [
        'name: Dip',
        'entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)',
        'exit: rsi(14) > 70',
        'stop loss: 2%',
        'size: 50% of equity',
      ].join('\n'),
    );
    expect(textToStrategy('entry: close > open').size).toEqual({ kind: 'equity', percent: 100 });
  });

  test.each([
    'stop loss: 3 atr(14)',
    'trailing stop: 2.5 atr(14)',
    'size: 1000 quote',
    'stop loss: 2%\nsize: 1% risk',
    'size: 20% volatility(30)',
    'entry order: limit 0.5% for 3 bars',
    'entry order: stop 1 atr(14) for 5 bars',
    'entry order: stop 1% limit 0.2% for 1 bar',
    'scale in: 3 entries',
    'scale out: 50%',
  ])('%s', (statement) => {
    const text = strategyToText(textToStrategy(`entry: close > open\n${statement}`));
    expect(text.split('\n')).toEqual(expect.arrayContaining(statement.split('\n')));
  });

  test('a distance in ATR is written as people write it', () => {
    const stops = ['3 atr', '3*ATR', '3 * atr( 14 )', '3atr(14)'].map((text) => textToStrategy(`entry: close > open\nstop loss: ${text}`).stopLoss);
    expect(stops).toEqual(stops.map(() => ({ kind: 'atr', multiple: 3, period: 14 })));
  });

  test('"long entry" and "entry" are one statement', () => {
    expect(textToStrategy('LONG  ENTRY: close > open')).toEqual(textToStrategy('entry: close > open'));
    expect(() => textToStrategy('entry: close > open\nlong entry: close > 1')).toThrow('is given twice');
  });

  test('text form and English are told apart', () => {
    expect(looksLikeStrategyText(DIP)).toBe(true);
    expect(looksLikeStrategyText('short entry: close < open')).toBe(true);
    expect(looksLikeStrategyText('RSI oversold (<30) with volume spike')).toBe(false);
  });
});

describe('what cannot be read is refused at its line and column', () => {
  test.each([
    ['entry: close > open\nexit: vlume > 3', 'line 2, column 7: "vlume" is neither'],
    ['entry: close > open\nstop los: 2%', 'line 2, column 1: "stop los" is not a statement'],
    ['entry: close > open\nstop loss: two', 'line 2, column 12: a distance such as 2% or 3 atr(14) is needed here'],
    ['entry: close > open\nsize: all', 'line 2, column 7: a size is written'],
    ['entry: close > open\nsize: 20% volatility', 'line 2, column 7: a size is written'],
    ['entry: close > open\nsize: 20% of', 'line 2, column 7: a size is written'],
    ['entry: close > open\nsize: 20% risk (1)', 'line 2, column 16: nothing is expected here, but "(1)" follows'],
    ['entry: close > open\nstop loss: 3 atr(1.5)', 'line 2, column 17: nothing is expected here, but "(1.5)" follows'],
    ['entry: close > open; trailing stop: atr(14)', 'column 37: a distance such as'],
    ['entry: close > open\nentry order: market', 'line 2, column 14: an order begins with "limit" or "stop"'],
    ['entry: close > open\nentry order: limit 3 for 3 bars', 'line 2, column 20: a distance such as'],
    ['entry: close > open\nentry order: limit 3%', 'line 2, column 22: how long the order is good for'],
    ['entry: close > open\nentry order: stop 1%  limt 0.2% for 5 bars', 'line 2, column 23: how long the order is good for'],
    ['entry: close > open\nentry order: limit 1% limit 0.2% for 5 bars', 'line 2, column 23: how long the order is good for'],
    ['entry: close > open\nscale in: three', 'line 2, column 11: a number of entries'],
    ['entry: close > open\nscale out: half', 'line 2, column 12: a share of the position'],
    ['exit: close > open', 'column 7: "exit" needs an entry on the same side'],
    ['close > open', 'column 1: "close > open" is not a statement'],
  ])('%s', (text, message) => {
    expect(() => textToStrategy(text)).toThrow(message);
  });

  test.each([
    ['size: 100% of equity', 'a strategy needs an entry rule'],
    ['entry: close > open\nstop loss: 0%', 'stopLoss.percent'],
    ['entry: close > open\nsize: 1% risk', 'needs a stop loss or a trailing stop'],
    ['entry: close > open\nscale in: 1 entries', 'scaleIn.entries'],
    ['entry: close > open\nsize: 12501% of equity', 'size.percent'],
  ])('%s', (text, message) => {
    expect(() => textToStrategy(text)).toThrow(message);
  });

  test('JSON with a key nobody knows', () => {
    expect(() => parseStrategy({ ...textToStrategy(DIP), leverage: 3 })).toThrow(/not valid at the strategy: .*leverage/);
  });
});

describe('the hash of a strategy', () => {
  test('does not change with its name or the order of keys', () => {
    const strategy = textToStrategy(DIP);
    const reordered = Object.fromEntries(Object.entries(strategy).reverse());
    expect(strategyHash(parseStrategy(reordered))).toBe(strategyHash(strategy));
    expect(strategyHash({ ...strategy, name: 'Other' })).toBe(strategyHash(strategy));
  });

  test('changes with what it does', () => {
    expect(strategyHash(textToStrategy('entry: rsi < 30'))).not.toBe(strategyHash(textToStrategy('entry: rsi < 31')));
  });

  test('canonical JSON leaves undefined out and sorts keys at every level', () => {
    expect(canonicalJson({ b: [{ d: 1, c: undefined, a: null }], a: 'x' })).toBe('{"a":"x","b":[{"a":null,"d":1}]}');
  });
});
