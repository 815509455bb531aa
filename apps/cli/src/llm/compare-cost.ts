import { WickError } from '@wick/core';
import {
  type CostOfWays, costOfWays, isVariantOf, loadTokenCounter, type PriceRow, priceTable, textToMeasured, type TokensOfWays, tokensOfWays, type Work,
} from '@wick/llm-signals';
import type { CostOptions } from '../commands/llm-cost.ts';
import type { CliContext } from '../context.ts';
import { readText } from '../files/read-text.ts';
import { readCount } from '../sweep/read-count.ts';
import { loadPrices } from './load-prices.ts';

/** What models cost, by a steady use and for both ways to get signals out of them. */
export interface CostComparison {
  readonly tokensPerDay: number;
  readonly work: Work;
  readonly tokens: TokensOfWays;
  readonly models: readonly (PriceRow & { readonly per1000Candles: CostOfWays })[];
}

/** @throws WickError OPTION_INVALID, PRICE_UNKNOWN for a model that has no price, PRICES_INVALID */
export async function compareCost(context: CliContext, options: CostOptions, timeMs: number): Promise<CostComparison> {
  const { provider, model, masked } = options;
  const measured = await Promise.all((options.measured ?? []).map(async (path) => textToMeasured(await readText(path), path)));
  const work: Work = {
    candles: readCount('--candles', options.candles),
    window: readCount('--window', options.window),
    every: readCount('--every', options.every),
    ...(masked && { masked }),
    ...(measured.length > 0 && { measured }),
  };
  const tokensPerDay = readCount('--tokens-per-day', options.tokensPerDay);
  const rows = priceTable(tokensPerDay, timeMs, await loadPrices(context, options.prices)).filter(
    (row) => (provider === undefined || row.provider === provider) && (model === undefined || row.price.models.some((name) => isVariantOf(model, name))),
  );
  if (rows.length === 0) {
    throw new WickError('PRICE_UNKNOWN', `No price is known of ${model ?? 'any model'} at ${provider ?? 'any provider'}.`, {
      remedy: 'See what is known with "wick llm prices", and add yours: "wick llm prices --help" says how.',
      details: { provider, model },
    });
  }
  const tokens = tokensOfWays(work, await loadTokenCounter());
  return { tokensPerDay, work, tokens, models: rows.map((row) => ({ ...row, per1000Candles: costOfWays(tokens, work, row.price) })) };
}
