import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { meanPrice } from './mean-price.ts';
import type { Price } from './price.ts';
import { PRICES } from './prices.ts';
import { type Usage, usageToCost, usageToUsd } from './usage-to-cost.ts';

/** A decimal such as 0.028 as a whole number of its last places: nothing is lost. */
function toRatio(decimal: number): { readonly over: bigint; readonly under: bigint } {
  const [whole = '', places = ''] = decimal.toString().split('.');
  return { over: BigInt(whole + places), under: 10n ** BigInt(places.length) };
}

/** Billionths of a billionth of a dollar, exactly. */
function exactAtto({ promptTokens, cachedTokens, completionTokens }: Usage, price: Price, factor: number): bigint {
  const part = (tokens: number, usd: number): bigint => {
    const { over, under } = toRatio(usd);
    const scaled = BigInt(tokens) * over * 10n ** 12n;
    if (scaled % under !== 0n) throw new RangeError('not a whole number');
    return scaled / under;
  };
  return BigInt(factor) * (part(promptTokens - cachedTokens, price.inputUsd) + part(cachedTokens, price.cachedInputUsd) + part(completionTokens, price.outputUsd));
}

/** Within the last bits of four operations in float64. */
const isExact = (usd: number, atto: bigint): boolean => Math.abs(usd - Number(atto) / 1e18) <= (Number(atto) / 1e18) * 2 ** -50;

const usages = fc.record({ promptTokens: fc.nat(2_000_000), cachedShare: fc.double({ min: 0, max: 1, noNaN: true }), completionTokens: fc.nat(100_000) })
  .map(({ promptTokens, cachedShare, completionTokens }): Usage => ({ promptTokens, cachedTokens: Math.floor(cachedShare * promptTokens), completionTokens }));

/** 2026-11-16 was a Monday. */
const MONDAY = Date.UTC(2026, 10, 16);
const FLASH = PRICES.find(({ peak }) => peak)!;

describe('what tokens cost', () => {
  test('is what whole numbers come to, at every price that is known', () => {
    fc.assert(fc.property(fc.constantFrom(...PRICES), usages, (price, usage) => expect(isExact(usageToUsd(usage, price), exactAtto(usage, price, 1))).toBe(true)));
  });

  test.each([
    ['Monday 00:59:59.999', MONDAY + 3_600_000 - 1, 1],
    ['Monday 01:00', MONDAY + 3_600_000, 2],
    ['Monday 03:59:59.999', MONDAY + 4 * 3_600_000 - 1, 2],
    ['Monday 04:00', MONDAY + 4 * 3_600_000, 1],
    ['Monday 05:59:59.999', MONDAY + 6 * 3_600_000 - 1, 1],
    ['Monday 06:00', MONDAY + 6 * 3_600_000, 2],
    ['Monday 10:00', MONDAY + 10 * 3_600_000, 1],
    ['Friday 09:59:59.999', MONDAY + (4 * 24 + 10) * 3_600_000 - 1, 2],
    ['Saturday 02:00', MONDAY + (5 * 24 + 2) * 3_600_000, 1],
    ['Sunday 07:00', MONDAY + (6 * 24 + 7) * 3_600_000, 1],
    ['Monday 01:00, a week later', MONDAY + (7 * 24 + 1) * 3_600_000, 2],
  ])('by the hours of UTC: %s', (_name, timeMs, factor) => {
    const usage = { promptTokens: 123_457, cachedTokens: 4_321, completionTokens: 777 };
    const cost = usageToCost(usage, 'deepseek', 'deepseek-flash', timeMs);
    if (!cost.known) throw new Error(cost.reason);
    expect(isExact(cost.usd, exactAtto(usage, FLASH, factor))).toBe(true);
  });

  test('of a week of requests, one a minute, is the mean of their prices', () => {
    const usage = { promptTokens: 1_000, cachedTokens: 100, completionTokens: 50 };
    fc.assert(
      fc.property(fc.nat(14 * 24 * 60), fc.integer({ min: 1, max: 8 * 24 * 60 }), (offset, minutes) => {
        const startMs = MONDAY + offset * 60_000;
        let atto = 0n;
        for (let minute = 0; minute < minutes; minute++) {
          const hours = (startMs + minute * 60_000 - MONDAY) / 3_600_000;
          const [day, hour] = [Math.floor(hours / 24) % 7, hours % 24];
          atto += exactAtto(usage, FLASH, day < 5 && ((hour >= 1 && hour < 4) || (hour >= 6 && hour < 10)) ? 2 : 1);
        }
        const mean = meanPrice('deepseek', 'deepseek-flash', startMs, minutes * 60_000, PRICES)!;
        expect(usageToUsd(usage, mean) * minutes).toBeCloseTo(Number(atto) / 1e18, 9);
      }),
      { numRuns: 30 },
    );
  });
});
