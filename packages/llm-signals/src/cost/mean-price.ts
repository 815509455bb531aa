import { findPrice, peakFactor } from './find-price.ts';
import type { Price } from './price.ts';

const HOUR_MS = 3_600_000;
/** The hours of a price repeat after a week; a longer run is taken for one that goes on like its first weeks. */
const MOST_HOURS = 24 * 366;

/**
 * The price of a model over a stretch of time, requests spread evenly: the mean over its hours of what holds then.
 *
 * @returns undefined if no price is known for a part of it. `peakShare` is the share of the time at the price of the peak.
 */
export function meanPrice(provider: string, model: string, startMs: number, durationMs: number, prices: readonly Price[]): (Price & { readonly peakShare: number }) | undefined {
  const first = findPrice(provider, model, startMs, prices);
  if (!first) return undefined;
  const endMs = startMs + Math.min(Math.max(1, durationMs), MOST_HOURS * HOUR_MS);
  const mean = { inputUsd: 0, cachedInputUsd: 0, outputUsd: 0, peakShare: 0 };
  for (let fromMs = startMs; fromMs < endMs; ) {
    const untilMs = Math.min(endMs, (Math.floor(fromMs / HOUR_MS) + 1) * HOUR_MS);
    const price = findPrice(provider, model, fromMs, prices);
    if (!price) return undefined;
    const factor = peakFactor(price, fromMs);
    const share = (untilMs - fromMs) / (endMs - startMs);
    mean.inputUsd += share * factor * price.inputUsd;
    mean.cachedInputUsd += share * factor * price.cachedInputUsd;
    mean.outputUsd += share * factor * price.outputUsd;
    if (factor > 1) mean.peakShare += share;
    fromMs = untilMs;
  }
  return { ...first, ...mean };
}
