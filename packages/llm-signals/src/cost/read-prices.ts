import { WickError } from '@wick/core';
import { z } from 'zod';
import type { Price } from './price.ts';
import { PRICES } from './prices.ts';

const usd = z.number().nonnegative();
const name = z.string().min(1);
const day = z.iso.date();
const hour = z.int().min(0).max(24);

const priceSchema = z
  .strictObject({
    models: z.array(name).min(1),
    providers: z.array(name).min(1),
    inputUsd: usd,
    cachedInputUsd: usd,
    cacheWriteUsd: usd.optional(),
    outputUsd: usd,
    date: day,
    source: name,
    from: day.optional(),
    until: day.optional(),
    peak: z
      .strictObject({
        hours: z.array(z.tuple([hour, hour]).refine(([from, to]) => from < to, 'the hours must rise')).min(1),
        factor: z.number().min(1),
      })
      .optional(),
    retired: day.optional(),
    note: z.string().optional(),
    prefixCache: z.strictObject({ leastTokens: z.int().positive(), blockTokens: z.int().positive() }).optional(),
    tokenFactor: z.number().min(1).optional(),
    knowledgeCutOff: z.strictObject({ date: day, kind: z.enum(['stated', 'release date stands in']), source: name }).nullable().optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from <= until, { path: ['until'], message: 'lies before "from"' });

const fileSchema = z.strictObject({ prices: z.array(priceSchema).min(1) });

/** The file that a user saves, edits and names: `{ "prices": [ … ] }`. */
export const pricesToJson = (prices: readonly Price[] = PRICES): { readonly prices: readonly Price[] } => ({ prices });

/**
 * A file of the user's, followed by our own prices. The first that fits a provider, a model and a day counts: what the
 * user's file holds replaces ours, and what it does not hold stays.
 *
 * @param json the parsed content, of the form that {@link pricesToJson} writes
 * @param named what to call the file in an error
 * @throws WickError PRICES_INVALID with the path of the first fault in `details.path`, such as `prices[2].outputUsd`
 */
export function readPrices(json: unknown, named = 'the file of prices'): readonly Price[] {
  const read = fileSchema.safeParse(json);
  if (read.success) return [...(read.data.prices as readonly Price[]), ...PRICES];
  const [issue] = read.error.issues;
  const path = issue!.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('').replace(/^\./, '');
  throw new WickError('PRICES_INVALID', `Prices cannot be read from ${named}: ${path === '' ? '' : `${path}: `}${issue!.message}.`.replace(/\.\.$/, '.'), {
    remedy: 'Print ours with "wick llm prices --json", save them and change what differs.',
    details: { path },
  });
}
