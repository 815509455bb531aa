import { isOf } from '../cost/find-price.ts';
import type { KnowledgeCutOff, Price } from '../cost/price.ts';
import { PRICES } from '../cost/prices.ts';

const DAY_MS = 86_400_000;

/**
 * Up to when a model may have read, whatever its price on a day is.
 *
 * @param model as it was asked or as it answered
 * @param prices a file of the user's comes before ours, and may say null for "nobody knows"
 * @returns null where it is unknown: every window is in-sample then
 */
export const knowledgeCutOff = (provider: string, model: string, prices: readonly Price[] = PRICES): KnowledgeCutOff | null =>
  prices.find((price) => isOf(price, provider, model) && price.knowledgeCutOff !== undefined)?.knowledgeCutOff ?? null;

/** When the last day that a model may know has ended, epoch milliseconds UTC. */
export const cutOffMs = ({ date }: Pick<KnowledgeCutOff, 'date'>): number => Date.parse(`${date}T00:00:00Z`) + DAY_MS;

/**
 * Whether a model may have read what it is asked about: true if any of a window, or of what comes of it, lies before the
 * end of the day of the cut-off. An unknown cut-off makes every window in-sample.
 *
 * @param fromMs when the first candle of the window opens
 */
export const isInSample = (fromMs: number, cutOff: KnowledgeCutOff | null): boolean => cutOff === null || fromMs < cutOffMs(cutOff);

/** What a report says of a model's knowledge, one sentence. */
export function cutOffToSentence(model: string, cutOff: KnowledgeCutOff | null): string {
  if (cutOff === null) return `What ${model} knows is unknown: treat every window as in-sample.`;
  const stated = cutOff.kind === 'stated' ? 'by its maker' : 'the day of its release, as its maker states none';
  return `${model} may know everything up to ${cutOff.date} (${stated}).`;
}
