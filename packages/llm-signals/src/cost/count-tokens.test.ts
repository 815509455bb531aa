import { beforeAll, describe, expect, test } from '@jest/globals';
import { sentenceToMessages } from '../compiler/prompt.ts';
import { createTokenCounter, loadTokenCounter, type TokenCounter } from './count-tokens.ts';

let counter: TokenCounter;
beforeAll(async () => {
  counter = await loadTokenCounter();
});

describe('the counter of tokens', () => {
  // o200k_base: words of English are one token, digits go in groups of three.
  test.each([
    ['hello world', 2],
    ['123456', 2],
    ['70123.45', 4],
    ['', 0],
  ])('%j has %d', (text, tokens) => {
    expect(counter.tokensIn(text)).toBe(tokens);
  });

  test('takes a mark of the tokenizer in a text for text', () => {
    expect(counter.tokensIn('<|endoftext|>')).toBeGreaterThan(1);
  });

  test('adds four tokens around each message and three ahead of the answer', () => {
    expect(counter.tokensOf({ messages: [{ role: 'system', content: 'hello world' }, { role: 'user', content: '123456' }] })).toBe(2 + 4 + 2 + 4 + 3);
  });

  test('counts the real prompt of the compiler', () => {
    const tokens = counter.tokensOf({ messages: sentenceToMessages('RSI oversold (<30) with volume spike (>1.5x 20-period MA)') });
    expect(tokens).toBeGreaterThan(1_000);
    expect(tokens).toBeLessThan(5_000);
  });

  test('counts a system message once for all windows, and another one again', () => {
    const counted: string[] = [];
    const counting = createTokenCounter((text) => counted.push(text));
    const question = (system: string, window: string) => ({ messages: [{ role: 'system' as const, content: system }, { role: 'user' as const, content: window }] });
    for (const window of ['a', 'b', 'c']) counting.tokensOf(question('rules', window));
    counting.tokensOf(question('other rules', 'd'));
    expect(counted).toEqual(['rules', 'a', 'b', 'c', 'other rules', 'd']);
  });
});
