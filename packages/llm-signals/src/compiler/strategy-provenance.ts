import { strategyHash, WickError } from '@wick/core';
import { z } from 'zod';
import type { Compilation } from '../grammar/compilation.ts';
import type { LlmCompilation } from './llm-compilation.ts';

const tokens = z.int().min(0);

const bySentence = {
  sentence: z.string(),
  /** What the sentence left open and was filled in, one sentence each. */
  assumptions: z.array(z.string()),
  /** Of the strategy as it was compiled: one with another hash has been changed since. */
  strategyHash: z.string(),
};

/** What a compiled strategy came from. Null is what the provider did not say. */
const provenanceSchema = z.discriminatedUnion('compiledBy', [
  z.strictObject({ compiledBy: z.literal('grammar'), ...bySentence }),
  z.strictObject({
    compiledBy: z.literal('model'),
    ...bySentence,
    provider: z.string(),
    modelAsked: z.string(),
    modelAnswered: z.string(),
    fingerprint: z.string().nullable(),
    promptHash: z.string(),
    attempts: z.int().min(1),
    usage: z.strictObject({ promptTokens: tokens, cachedTokens: tokens, completionTokens: tokens }).nullable(),
    cost: z.discriminatedUnion('known', [
      z.strictObject({ known: z.literal(true), usd: z.number().min(0), priceDate: z.string(), source: z.string() }),
      z.strictObject({ known: z.literal(false), reason: z.string() }),
    ]),
    /** ISO 8601, UTC. */
    compiledAt: z.iso.datetime(),
  }),
]);

export type StrategyProvenance = z.infer<typeof provenanceSchema>;

export const isByModel = (compilation: Compilation | LlmCompilation): compilation is LlmCompilation => 'modelAnswered' in compilation;

/** What a file says of where its strategy is from. */
export function compilationToProvenance(compilation: Compilation | LlmCompilation, sentence: string): StrategyProvenance {
  const common = { sentence, assumptions: [...compilation.assumptions], strategyHash: strategyHash(compilation.strategy) };
  if (!isByModel(compilation)) return { compiledBy: 'grammar', ...common };
  const { provider, modelAsked, modelAnswered, fingerprint = null, promptHash, attempts, usage = null, cost, compiledAtMs } = compilation;
  return {
    compiledBy: 'model', ...common, provider, modelAsked, modelAnswered, fingerprint, promptHash, attempts, usage, cost,
    compiledAt: new Date(compiledAtMs).toISOString(),
  };
}

/** @returns undefined for what is not of this form */
export const readProvenance = (value: unknown): StrategyProvenance | undefined => provenanceSchema.safeParse(value).data;

/**
 * Takes the `provenance` out of the JSON form of a compiled strategy: what is left is for `parseStrategy`, which refuses
 * whatever a strategy does not have.
 *
 * @throws WickError STRATEGY_INVALID for a provenance that is none
 */
export function splitProvenance(json: unknown): { readonly strategy: unknown; readonly provenance?: StrategyProvenance } {
  if (typeof json !== 'object' || json === null || !('provenance' in json)) return { strategy: json };
  const { provenance: given, ...strategy } = json;
  const { data: provenance, error } = provenanceSchema.safeParse(given);
  if (provenance) return { strategy, provenance };
  const [issue] = error.issues;
  throw new WickError('STRATEGY_INVALID', `The provenance of the strategy is not valid at ${['provenance', ...issue!.path].join('.')}: ${issue!.message}.`, {
    remedy: 'Take "provenance" out: the rules do not need it.',
    details: { path: ['provenance', ...issue!.path].join('.') },
  });
}
