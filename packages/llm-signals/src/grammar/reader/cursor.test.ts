import { describe, expect, test } from '@jest/globals';
import { Cursor } from './cursor.ts';

describe('a cursor', () => {
  test('forgets everything about a track that turned out wrong', () => {
    const cursor = new Cursor('RSI crosses above 30');
    cursor.assume('kept');
    const found = cursor.attempt(() => {
      cursor.take(['rsi']);
      cursor.assume('wrong');
      cursor.lastSubject = { kind: 'column', column: 'close' };
      return undefined;
    });
    expect(found).toBeUndefined();
    expect(cursor.position).toBe(0);
    expect(cursor.lastSubject).toBeUndefined();
    expect(cursor.notes).toEqual([{ kind: 'assumption', text: 'kept' }]);
  });

  test('takes the longest phrase, in any inflection', () => {
    const cursor = new Cursor('crossed above 30');
    expect(cursor.takeKey({ verb: ['cross'], crossing: ['crosses above'] })).toBe('crossing');
    expect(cursor.takeNumber()).toBe(30);
    expect(cursor.atEnd).toBe(true);
  });
});

describe('tokens', () => {
  test.each([
    ['20-day stop-loss', ['20', 'day', 'stop', 'loss']],
    ['close - open', ['close', '-', 'open']],
    ['above -5', ['above', '-', '5']],
    ['$1,000 and SMA(50,200)', ['$', '1,000', 'and', 'sma', '(', '50', ',', '200', ')']],
    ['EMA20 is below 1.5x the %K.', ['ema', '20', 'is', 'below', '1.5', 'x', '%', 'k', '.']],
    ["isn't ≥ 30", ['is', 'not', '>=', '30']],
  ])('of %j', (sentence, texts) => {
    expect(new Cursor(sentence).tokens.slice(0, -1).map(({ text }) => text)).toEqual(texts);
  });
});
