import { beforeAll, describe, expect, test } from '@jest/globals';
import { answerToStrategy } from '../compiler/answer-to-strategy.ts';
import { MAX_REPAIRS } from '../compiler/llm-compilation.ts';
import { sentenceToMessages } from '../compiler/prompt.ts';
import { DEFAULT_PROVIDER, PROVIDERS } from '../provider/providers.ts';
import { loadTokenCounter, type TokenCounter } from './count-tokens.ts';
import { ASSUMED_COMPLETION_TOKENS } from './estimate.ts';
import { compilePrompts, EXAMPLE_SENTENCE, EXAMPLE_STRATEGY, windowExamples } from './example-questions.ts';
import { findPrice } from './find-price.ts';
import { priceTable } from './price-table.ts';
import { PRICES } from './prices.ts';
import { costOfWays, tokensOfWays } from './ways-to-cost.ts';

const NOVEMBER = Date.parse('2026-11-25T12:00Z');
const MILLION_CANDLES = { candles: 1_000_000, window: 50, every: 1 };
const defaultPrice = findPrice(DEFAULT_PROVIDER, PROVIDERS[DEFAULT_PROVIDER].defaultModel, NOVEMBER)!;

let counter: TokenCounter;
beforeAll(async () => {
  counter = await loadTokenCounter();
});

describe('the cost of both ways', () => {
  test('compiled once, over a million candles, is at most $0.00001 per thousand with the default provider, also with every repair', () => {
    const { compiledUsd, repairedUsd } = costOfWays(tokensOfWays(MILLION_CANDLES, counter), MILLION_CANDLES, defaultPrice);
    // $0.28 per million in, $0.42 per million out, once, over a thousand times a thousand candles.
    const { promptTokens, completionTokens } = tokensOfWays(MILLION_CANDLES, counter).compiled.usage;
    expect(compiledUsd).toBeCloseTo((promptTokens * 0.28 + completionTokens * 0.42) / 1e6 / 1_000, 15);
    expect(compiledUsd).toBeLessThan(repairedUsd);
    expect(repairedUsd).toBeLessThanOrEqual(0.00001);
  });

  test('compiled counts the real prompt, the answer and all that is said again in a repair', () => {
    const { compiled, repaired } = tokensOfWays(MILLION_CANDLES, counter);
    const first = counter.tokensOf({ messages: sentenceToMessages(EXAMPLE_SENTENCE) });
    const answer = counter.tokensIn(EXAMPLE_STRATEGY);
    expect(compiled).toEqual({ repairs: 0, isMeasured: false, usage: { promptTokens: first, cachedTokens: 0, completionTokens: answer } });
    const said = counter.tokensOf(compilePrompts(1)[1]!) - first;
    expect(repaired).toEqual({ repairs: MAX_REPAIRS, usage: { promptTokens: 4 * first + (1 + 2 + 3) * said, cachedTokens: 0, completionTokens: 4 * answer } });
  });

  test('does not change with the number of candles when compiled, and does by window', () => {
    const of = (candles: number): ReturnType<typeof costOfWays> => costOfWays(tokensOfWays({ ...MILLION_CANDLES, candles }, counter), { ...MILLION_CANDLES, candles }, defaultPrice);
    expect(of(1_000).compiledUsd / of(1_000_000).compiledUsd).toBeCloseTo(1_000, 6);
    expect(of(1_000).windowsUsd).toBe(of(1_000_000).windowsUsd);
  });

  test('by window is a question for every so many candles', () => {
    const tokens = tokensOfWays(MILLION_CANDLES, counter);
    const { promptTokens, completionTokens } = tokens.decision.usage;
    const hourly = costOfWays(tokens, MILLION_CANDLES, defaultPrice).windowsUsd;
    expect(hourly).toBeCloseTo((1_000 * (promptTokens * 0.28 + completionTokens * 0.42)) / 1e6, 12);
    expect(costOfWays(tokens, { ...MILLION_CANDLES, every: 24 }, defaultPrice).windowsUsd).toBeCloseTo(hourly / 24, 12);
    expect(promptTokens).toBeGreaterThan(tokensOfWays({ ...MILLION_CANDLES, window: 10 }, counter).decision.usage.promptTokens);
  });

  test('by window counts on the beginning that a provider recognises', () => {
    const tokens = tokensOfWays(MILLION_CANDLES, counter);
    const flash = findPrice('deepseek', 'deepseek-flash', NOVEMBER)!;
    const { prefixCache: _cache, ...without } = flash;
    const blocks = Math.floor(tokens.decision.sharedTokens / 64);
    expect(blocks).toBeGreaterThan(3);
    const saved = costOfWays(tokens, MILLION_CANDLES, without).windowsUsd - costOfWays(tokens, MILLION_CANDLES, flash).windowsUsd;
    expect(saved).toBeCloseTo((1_000 * 64 * blocks * (0.15 - 0.003)) / 1e6, 12);
  });

  test('is that of measured answers where there are some', () => {
    const decision = { what: 'decision', provider: 'holysheep', model: 'deepseek-chat', usage: { promptTokens: 2_000, cachedTokens: 500, completionTokens: 70 }, repairs: 0 } as const;
    const compilation = { ...decision, what: 'compilation', usage: { promptTokens: 4_000, cachedTokens: 0, completionTokens: 100 }, repairs: 1 } as const;
    const tokens = tokensOfWays({ ...MILLION_CANDLES, measured: [decision, compilation] }, counter);
    const { windowsUsd, compiledUsd } = costOfWays(tokens, MILLION_CANDLES, defaultPrice);
    expect(windowsUsd).toBeCloseTo((1_500 * 0.28 + 500 * 0.028 + 70 * 0.42) / 1e3, 12);
    expect(compiledUsd).toBeCloseTo((4_000 * 0.28 + 100 * 0.42) / 1e9, 15);
    expect([tokens.compiled.repairs, tokens.compiled.isMeasured]).toEqual([1, true]);
  });

  test('the answer that an estimate assumes is as long as the example', () => {
    expect(tokensOfWays(MILLION_CANDLES, counter).decision.usage.completionTokens).toBe(ASSUMED_COMPLETION_TOKENS);
  });

  test('the example of an answer is a strategy, and the example windows are as many candles long as was asked', () => {
    expect(answerToStrategy(JSON.parse(EXAMPLE_STRATEGY) as unknown)).toMatchObject({ kind: 'valid' });
    for (const masked of [false, true]) {
      const data = JSON.parse(windowExamples(50, masked)[0]!.messages[1]!.content) as { candles: unknown[]; symbol?: string };
      expect([data.candles.length, 'symbol' in data]).toEqual([50, !masked]);
    }
  });
});

describe('the table of prices', () => {
  const rows = priceTable(1_000_000, NOVEMBER);
  const rowOf = (provider: string, model: string): (typeof rows)[number] | undefined => rows.find((row) => row.provider === provider && row.model === model);

  test.each([
    ['deepseek-chat', 0.42, 12.6, 153.3],
    ['gemini-2.5-flash', 2.5, 75, 912.5],
    ['gpt-4.1', 8, 240, 2_920],
    ['claude-sonnet-4-5', 15, 450, 5_475],
  ])('a million tokens of output a day of %s at HolySheep: $%d a day, $%d a month, $%d a year', (model, day, month, year) => {
    const row = rowOf('holysheep', model)!;
    expect([row.dayUsd, row.monthUsd, row.yearUsd]).toEqual([day, month, year].map((usd) => expect.closeTo(usd, 9)));
  });

  test('has every price for every provider of it, and says which do not hold', () => {
    expect(rows).toHaveLength(PRICES.reduce((count, { providers }) => count + providers.length, 0));
    expect(rowOf('deepseek', 'deepseek-chat')?.state).toBe('retired');
    expect(rowOf('deepseek', 'deepseek-flash')?.state).toBe('holds');
    const stateOn = (day: string, model: string, provider = 'holysheep'): string | undefined =>
      priceTable(1, Date.parse(day)).find((row) => row.provider === provider && row.model === model)?.state;
    expect([stateOn('2026-11-29', 'claude-sonnet-4-5'), stateOn('2026-11-30', 'claude-sonnet-4-5')]).toEqual(['holds', 'retired']);
    expect([stateOn('2026-11-30', 'gemini-2.5-flash'), stateOn('2026-12-01', 'gemini-2.5-flash')]).toEqual(['holds', 'retired']);
    expect(stateOn('2026-08-15', 'deepseek-flash', 'deepseek')).toBe('not yet');
  });
});
