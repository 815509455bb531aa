import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findPrice } from './find-price.ts';
import type { Price } from './price.ts';
import { PRICES } from './prices.ts';
import { usageToCost } from './usage-to-cost.ts';
import { UNKNOWN_TOKEN_FACTOR, worstUsd } from './worst-usd.ts';

const at = (text: string): number => Date.parse(text);
const FLASH = findPrice('deepseek', 'deepseek-flash', at('2026-11-20'))!;

describe('the worst cost of a request', () => {
  test('worked by hand for deepseek-flash: 1,000 tokens by our count, 100 for the answer', () => {
    // 1,000 × 1.5 × $0.15 + 100 × $0.60, per million = 0.000285; twice as much at the peak
    const off = { fromMs: at('2026-11-20T04:00Z'), untilMs: at('2026-11-20T05:59Z') };
    expect(worstUsd(FLASH, 1_000, 100, off)).toBeCloseTo(0.000285, 12);
    expect(worstUsd(FLASH, 1_000, 100)).toBeCloseTo(0.00057, 12);
  });

  test.each([
    ['that ends in the first minute of the peak', '2026-11-20T04:00Z', '2026-11-20T06:00Z', 2],
    ['that starts in the last minute of the peak', '2026-11-20T03:59Z', '2026-11-20T04:30Z', 2],
    ['that has the peak in the middle of it', '2026-11-20T00:30Z', '2026-11-20T05:30Z', 2],
    ['between the peaks', '2026-11-20T04:00Z', '2026-11-20T05:00Z', 1],
    ['on a weekend', '2026-11-21T00:00Z', '2026-11-22T23:59Z', 1],
    ['from Sunday into Monday', '2026-11-22T20:00Z', '2026-11-23T01:00Z', 2],
    ['of eight days', '2026-11-21T00:00Z', '2026-11-29T00:00Z', 2],
  ])('of a run %s is at the dearest hour', (_what, from, until, factor) => {
    const usd = worstUsd(FLASH, 1_000, 100, { fromMs: at(from), untilMs: at(until) })!;
    expect(usd / 0.000285).toBeCloseTo(factor, 9);
  });

  test('has none without a limit of the answer', () => {
    expect(worstUsd(FLASH, 1_000, undefined)).toBeNull();
  });

  test('is never below what is charged, whatever the cache gives and whenever it is sent', () => {
    const tokens = fc.nat(100_000);
    fc.assert(
      fc.property(fc.constantFrom(...PRICES), tokens, tokens, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(21 * 24 * 60), (price, counted, limit, more, cached, minute) => {
        const timeMs = at('2026-06-28T00:00Z') + (price.from ? at('2026-11-01') - at('2026-06-28') : 0) + minute * 60_000;
        const promptTokens = Math.floor(counted * (1 + more * ((price.tokenFactor ?? UNKNOWN_TOKEN_FACTOR) - 1)));
        const usage = { promptTokens, cachedTokens: Math.floor(cached * promptTokens), completionTokens: limit };
        const only: Price[] = [price];
        const cost = usageToCost(usage, price.providers[0]!, price.models[0]!, timeMs, only);
        if (!cost.known) throw new Error(cost.reason);
        expect(worstUsd(price, counted, limit, { fromMs: timeMs, untilMs: timeMs })!).toBeGreaterThanOrEqual(cost.usd * (1 - 1e-12));
      }),
    );
  });
});
