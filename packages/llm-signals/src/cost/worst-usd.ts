import { peakFactor } from './find-price.ts';
import type { Price } from './price.ts';

/**
 * Tokens of an unknown tokenizer for one of ours, at most. Ours makes one token of up to three digits; some make one of
 * each digit, and windows are made of digits. Words differ by less.
 */
export const UNKNOWN_TOKEN_FACTOR = 3;

const HOUR_MS = 3_600_000;
const MILLION = 1_000_000;

/** When a request may be sent; at any hour where it is left out. Epoch milliseconds UTC. */
export interface Sending {
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * The most that one request may cost in US dollars: no discount for a cache (nor thanks for filling one), every token of
 * the answer used, the dearest hour in which it may be sent, and more tokens of the prompt than we counted, because our
 * tokenizer is not the provider's: the price's `tokenFactor` times as many, or {@link UNKNOWN_TOKEN_FACTOR}.
 *
 * @param promptTokens by our count
 * @param maxOutputTokens the limit that is sent with the request; without one there is no worst
 * @returns null where the answer has no limit
 */
export function worstUsd(price: Price, promptTokens: number, maxOutputTokens: number | undefined, sending?: Sending): number | null {
  if (maxOutputTokens === undefined) return null;
  const inputUsd = Math.max(price.inputUsd, price.cachedInputUsd, price.cacheWriteUsd ?? 0);
  const tokens = promptTokens * (price.tokenFactor ?? UNKNOWN_TOKEN_FACTOR);
  return (dearestFactor(price, sending) * (tokens * inputUsd + maxOutputTokens * price.outputUsd)) / MILLION;
}

/** Hours change the price at their full hour only, and repeat after a week. */
function dearestFactor(price: Price, sending: Sending | undefined): number {
  if (!price.peak) return 1;
  if (!sending || sending.untilMs - sending.fromMs >= 7 * 24 * HOUR_MS) return price.peak.factor;
  let factor = Math.max(peakFactor(price, sending.fromMs), peakFactor(price, sending.untilMs));
  for (let timeMs = (Math.floor(sending.fromMs / HOUR_MS) + 1) * HOUR_MS; timeMs < sending.untilMs; timeMs += HOUR_MS) {
    factor = Math.max(factor, peakFactor(price, timeMs));
  }
  return factor;
}
