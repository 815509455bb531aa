import { dayOf, findPrice, peakFactor } from './find-price.ts';
import type { Price } from './price.ts';
import { PRICES } from './prices.ts';

/** Tokens of one or more requests. */
export interface Usage {
  /** Cached ones included. */
  readonly promptTokens: number;
  readonly cachedTokens: number;
  readonly completionTokens: number;
}

/** What tokens cost. Unknown is not zero. */
export type Cost =
  | { readonly known: true; readonly usd: number; readonly priceDate: string; readonly source: string }
  | { readonly known: false; readonly reason: string };

const MILLION = 1_000_000;

/**
 * US dollars for these tokens at a price: (prompt − cached) × input + cached × cached input + completion × output, each
 * price per million tokens, off the peak.
 */
export function usageToUsd({ promptTokens, cachedTokens, completionTokens }: Usage, price: Price): number {
  return ((promptTokens - cachedTokens) * price.inputUsd + cachedTokens * price.cachedInputUsd + completionTokens * price.outputUsd) / MILLION;
}

/**
 * What these tokens cost at a time.
 *
 * @param usage undefined if the provider did not say
 * @param timeMs epoch milliseconds UTC of the request: prices have days and hours
 */
export function usageToCost(usage: Usage | undefined, provider: string, model: string, timeMs: number, prices: readonly Price[] = PRICES): Cost {
  if (!usage) return { known: false, reason: 'the provider did not say how many tokens it used' };
  const price = findPrice(provider, model, timeMs, prices);
  if (!price) return { known: false, reason: `there is no price for ${model} at ${provider} on ${dayOf(timeMs)}` };
  // What float64 leaves over, as in 0.00027160000000000004, is no money.
  const usd = Number((peakFactor(price, timeMs) * usageToUsd(usage, price)).toPrecision(12));
  return { known: true, usd, priceDate: price.date, source: price.source };
}

export const addUsage = (a: Usage, b: Usage): Usage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  completionTokens: a.completionTokens + b.completionTokens,
});
