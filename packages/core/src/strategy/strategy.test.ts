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
    ['entry: close > open\nstop loss: two', 'line 2, column 12: a percentage such as 2% is needed here'],
    ['entry: close > open\nsize: all', 'line 2, column 7: a size is written'],
    ['exit: close > open', 'column 7: "exit" needs an entry on the same side'],
    ['close > open', 'column 1: "close > open" is not a statement'],
  ])('%s', (text, message) => {
    expect(() => textToStrategy(text)).toThrow(message);
  });

  test.each([
    ['size: 100% of equity', 'a strategy needs an entry rule'],
    ['entry: close > open\nstop loss: 0%', 'stopLoss.percent'],
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
