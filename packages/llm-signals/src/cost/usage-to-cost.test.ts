import { describe, expect, test } from '@jest/globals';
import { usageToCost } from './usage-to-cost.ts';

const at = (text: string): number => Date.parse(text);
const MILLION_EACH = { promptTokens: 1_000_000, cachedTokens: 0, completionTokens: 1_000_000 };

describe('cost', () => {
  test('is each kind of token times its price, worked by hand for GPT-4.1', () => {
    // 600,000 × $2 + 400,000 × $0.50 + 100,000 × $8, per million = 1.2 + 0.2 + 0.8
    const usage = { promptTokens: 1_000_000, cachedTokens: 400_000, completionTokens: 100_000 };
    expect(usageToCost(usage, 'openai', 'gpt-4.1', at('2026-11-20'))).toEqual({
      known: true,
      usd: 2.2,
      priceDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      source: expect.stringContaining('OpenAI'),
    });
  });

  test.each([
    ['2026-11-20T05:00Z', 0.75], // Friday, between the peaks
    ['2026-11-20T01:00Z', 1.5], // Friday, first peak
    ['2026-11-20T09:59Z', 1.5],
    ['2026-11-20T10:00Z', 0.75],
    ['2026-11-21T01:00Z', 0.75], // Saturday
  ])('of deepseek-flash depends on the hour: %s', (time, usd) => {
    expect(usageToCost(MILLION_EACH, 'deepseek', 'deepseek-flash', at(time))).toMatchObject({ known: true, usd });
  });

  test('is unknown, not zero, without usage, without a price, and outside the life of a price', () => {
    expect(usageToCost(undefined, 'openai', 'gpt-4.1', at('2026-11-20')).known).toBe(false);
    expect(usageToCost(MILLION_EACH, 'openai', 'gpt-4.1-mini', at('2026-11-20')).known).toBe(false);
    expect(usageToCost(MILLION_EACH, 'openai', 'gpt-4.1', at('2027-01-15')).known).toBe(false);
    expect(usageToCost(MILLION_EACH, 'deepseek', 'deepseek-flash', at('2026-08-15')).known).toBe(false);
  });

  test('has no more digits than money has: what float64 leaves over is dropped', () => {
    expect(usageToCost({ promptTokens: 1_000, cachedTokens: 200, completionTokens: 100 }, 'holysheep', 'deepseek-chat', at('2026-11-20'))).toMatchObject({ usd: 0.0002716 });
  });

  test('of a dated variant is that of its model', () => {
    expect(usageToCost(MILLION_EACH, 'openai', 'gpt-4.1-2025-04-14', at('2026-11-20'))).toMatchObject({ usd: 10 });
  });
});
