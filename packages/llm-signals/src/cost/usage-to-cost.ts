import { type Price, PRICES } from './prices.ts';

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
 * US dollars for these tokens: (prompt − cached) × input + cached × cached input + completion × output, each price per
 * million tokens.
 *
 * @param usage undefined if the provider did not say
 * @param timeMs epoch milliseconds UTC of the request: prices have days and hours
 */
export function usageToCost(usage: Usage | undefined, provider: string, model: string, timeMs: number, prices: readonly Price[] = PRICES): Cost {
  if (!usage) return { known: false, reason: 'the provider did not say how many tokens it used' };
  const price = prices.find((each) => each.providers.includes(provider) && each.models.some((name) => isVariantOf(model, name)) && holdsOn(each, timeMs));
  if (!price) return { known: false, reason: `there is no price for ${model} at ${provider} on ${dayOf(timeMs)}` };
  const factor = peakFactor(price, timeMs);
  const fresh = usage.promptTokens - usage.cachedTokens;
  const usd = (factor * (fresh * price.inputUsd + usage.cachedTokens * price.cachedInputUsd + usage.completionTokens * price.outputUsd)) / MILLION;
  return { known: true, usd, priceDate: price.date, source: price.source };
}

/** `gpt-4.1-2025-04-14` is a dated `gpt-4.1`; `gpt-4.1-mini` is another model. */
export const isVariantOf = (answered: string, asked: string): boolean =>
  answered === asked || (answered.startsWith(`${asked}-`) && /^-\d[\d-]*$/.test(answered.slice(asked.length)));

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

function holdsOn({ from, until }: Price, timeMs: number): boolean {
  const day = dayOf(timeMs);
  return (from === undefined || day >= from) && (until === undefined || day <= until);
}

function peakFactor({ peak }: Price, timeMs: number): number {
  const time = new Date(timeMs);
  const weekday = time.getUTCDay() >= 1 && time.getUTCDay() <= 5;
  const hour = time.getUTCHours();
  return peak && weekday && peak.hours.some(([from, to]) => hour >= from && hour < to) ? peak.factor : 1;
}

export const addUsage = (a: Usage, b: Usage): Usage => ({
  promptTokens: a.promptTokens + b.promptTokens,
  cachedTokens: a.cachedTokens + b.cachedTokens,
  completionTokens: a.completionTokens + b.completionTokens,
});
