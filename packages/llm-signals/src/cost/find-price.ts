import type { Price } from './price.ts';
import { PRICES } from './prices.ts';

/** `gpt-4.1-2025-04-14` is a dated `gpt-4.1`; `gpt-4.1-mini` is another model. */
export const isVariantOf = (answered: string, asked: string): boolean =>
  answered === asked || (answered.startsWith(`${asked}-`) && /^-\d[\d-]*$/.test(answered.slice(asked.length)));

export const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** Whether an entry speaks of a model at a provider. */
export const isOf = (price: Price, provider: string, model: string): boolean =>
  price.providers.includes(provider) && price.models.some((name) => isVariantOf(model, name));

/**
 * The price of a model at a provider on a day; undefined where none is known.
 *
 * @param timeMs epoch milliseconds UTC of the request
 */
export const findPrice = (provider: string, model: string, timeMs: number, prices: readonly Price[] = PRICES): Price | undefined =>
  prices.find((price) => isOf(price, provider, model) && holdsOn(price, dayOf(timeMs)));

const holdsOn = ({ from, until }: Price, day: string): boolean => (from === undefined || day >= from) && (until === undefined || day <= until);

/** How many times its price a model costs at a time: more than 1 in the hours of a peak. */
export function peakFactor({ peak }: Price, timeMs: number): number {
  const time = new Date(timeMs);
  const weekday = time.getUTCDay() >= 1 && time.getUTCDay() <= 5;
  const hour = time.getUTCHours();
  return peak && weekday && peak.hours.some(([from, to]) => hour >= from && hour < to) ? peak.factor : 1;
}
