import { describe, expect, test } from '@jest/globals';
import { WickError } from '@wick/core';
import { knowledgeCutOff } from '../leakage/cut-offs.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { findPrice } from './find-price.ts';
import { PRICES } from './prices.ts';
import { pricesToJson, readPrices } from './read-prices.ts';
import { usageToCost } from './usage-to-cost.ts';

const NOVEMBER = Date.parse('2026-11-20T12:00Z');
const OWN = { models: ['gpt-4.1'], providers: ['openai'], inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, date: '2026-11-25', source: 'a contract' };

function refusalOf(work: () => unknown): WickError {
  try {
    work();
  } catch (error) {
    if (error instanceof WickError) return error;
  }
  throw new Error('not refused');
}

describe('our prices', () => {
  test('can be saved and read back', () => {
    const saved = JSON.parse(JSON.stringify(pricesToJson())) as unknown;
    expect(readPrices(saved).slice(0, PRICES.length)).toEqual(PRICES);
  });

  test('cover the default model of every provider today, with a cut-off of its knowledge', () => {
    for (const { name, defaultModel } of Object.values(PROVIDERS)) {
      expect([name, findPrice(name, defaultModel, NOVEMBER)?.models.includes(defaultModel)]).toEqual([name, true]);
      expect([name, knowledgeCutOff(name, defaultModel)?.date]).toEqual([name, expect.stringMatching(/^202\d-\d\d-\d\d$/)]);
    }
  });

  test.each([
    ['deepseek-chat', 0.42],
    ['gemini-2.5-flash', 2.5],
    ['gpt-4.1', 8],
    ['claude-sonnet-4.5', 15],
  ])('hold what HolySheep lists for the output of %s: $%d', (model, usd) => {
    expect(findPrice('holysheep', model, NOVEMBER)?.outputUsd).toBe(usd);
  });
});

describe("a user's file of prices", () => {
  test('comes before ours, and what it does not hold stays', () => {
    const prices = readPrices({ prices: [OWN] });
    const usage = { promptTokens: 1_000_000, cachedTokens: 0, completionTokens: 1_000_000 };
    expect(usageToCost(usage, 'openai', 'gpt-4.1', NOVEMBER, prices)).toEqual({ known: true, usd: 2, priceDate: '2026-11-25', source: 'a contract' });
    expect(usageToCost(usage, 'holysheep', 'gpt-4.1', NOVEMBER, prices)).toMatchObject({ usd: 10 });
  });

  test('knows models of providers that we do not', () => {
    const prices = readPrices({ prices: [{ ...OWN, models: ['own'], providers: ['llm.example'] }] });
    expect(findPrice('llm.example', 'own', NOVEMBER, prices)?.inputUsd).toBe(1);
  });

  test('may move a cut-off, or say that nobody knows it; without a word ours stays', () => {
    const withCutOff = (cutOff: object): ReturnType<typeof readPrices> => readPrices({ prices: [{ ...OWN, ...cutOff }] });
    const stated = { date: '2026-01-01', kind: 'stated', source: 'a letter' };
    expect(knowledgeCutOff('openai', 'gpt-4.1', withCutOff({ knowledgeCutOff: stated }))).toEqual(stated);
    expect(knowledgeCutOff('openai', 'gpt-4.1', withCutOff({ knowledgeCutOff: null }))).toBeNull();
    expect(knowledgeCutOff('openai', 'gpt-4.1', withCutOff({}))?.date).toBe('2024-06-30');
  });

  test.each<[string, unknown, string]>([
    ['no object', [OWN], ''],
    ['no prices', { prices: [] }, 'prices'],
    ['a misspelt field', { prices: [{ ...OWN, outputUSD: 3 }] }, 'prices[0]'],
    ['a missing field', { prices: [OWN, { ...OWN, source: undefined }] }, 'prices[1].source'],
    ['a negative price', { prices: [{ ...OWN, inputUsd: -1 }] }, 'prices[0].inputUsd'],
    ['a price as text', { prices: [{ ...OWN, inputUsd: '1' }] }, 'prices[0].inputUsd'],
    ['a day that is none', { prices: [{ ...OWN, from: '2026-02-30' }] }, 'prices[0].from'],
    ['a life that ends before it begins', { prices: [{ ...OWN, from: '2026-03-01', until: '2026-02-01' }] }, 'prices[0].until'],
    ['hours that fall', { prices: [{ ...OWN, peak: { hours: [[6, 4]], factor: 2 } }] }, 'prices[0].peak.hours[0]'],
    ['a peak that is cheaper', { prices: [{ ...OWN, peak: { hours: [[4, 6]], factor: 0.5 } }] }, 'prices[0].peak.factor'],
  ])('with %s is refused, and the place is named', (_what, json, path) => {
    const error = refusalOf(() => readPrices(json, 'mine.json'));
    expect(error).toMatchObject({ code: 'PRICES_INVALID', details: { path } });
    expect(error.message).toContain(path === '' ? 'mine.json' : path);
  });
});
