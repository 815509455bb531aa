import { WickError } from '@wick/core';
import { z } from 'zod';
import { commentsToProvenance } from '../compiler/comments-to-provenance.ts';
import { splitProvenance, type StrategyProvenance } from '../compiler/strategy-provenance.ts';
import type { Usage } from './usage-to-cost.ts';

/** What a model has used, as its provider charged it. */
export interface Measured {
  /** For one compilation with its repairs, or for one decision about a window. */
  readonly what: 'compilation' | 'decision';
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** Answers that had to be mended, of a compilation. */
  readonly repairs: number;
}

const count = z.number().int().nonnegative();

/** What the first line of a file of signals says of the answers in it. */
const headerSchema = z.looseObject({
  wick: z.literal('signals'),
  provider: z.string(),
  modelAsked: z.string(),
  settings: z.looseObject({ samples: count }),
  decisions: count,
  noSignals: z.record(z.string(), count),
  tokens: z.object({ prompt: count, cached: count, completion: count }).nullable(),
});

/** Decisions for which nobody has answered. */
const NOT_ASKED = ['gap', 'short-history', 'unanswered'];

/**
 * The tokens that a file says were used: of a strategy that a model compiled, or of the decisions of a model.
 *
 * @param text of a file of `wick strategy compile` or `wick signals`
 * @throws WickError OPTION_INVALID if it says nothing of tokens
 */
export function textToMeasured(text: string, named: string): Measured {
  const signals = headerSchema.safeParse(jsonOrUndefined(text.slice(0, Math.max(0, text.indexOf('\n')))));
  const measured = signals.success ? decisionOf(signals.data) : compilationOf(provenanceOf(text));
  if (measured) return measured;
  throw new WickError('OPTION_INVALID', `"${named}" does not say how many tokens a model has used.`, {
    remedy: 'Name a strategy that a model compiled with --out, or a file of "wick signals".',
    details: { option: '--measured' },
  });
}

function decisionOf({ provider, modelAsked, settings, decisions, noSignals, tokens }: z.infer<typeof headerSchema>): Measured | undefined {
  const answers = (decisions - NOT_ASKED.reduce((sum, why) => sum + (noSignals[why] ?? 0), 0)) * settings.samples;
  if (tokens === null || answers <= 0) return undefined;
  // A decision is as many answers as there are samples.
  const share = settings.samples / answers;
  const usage = { promptTokens: tokens.prompt * share, cachedTokens: tokens.cached * share, completionTokens: tokens.completion * share };
  return { what: 'decision', provider, model: modelAsked, usage, repairs: 0 };
}

function compilationOf(provenance: StrategyProvenance | undefined): Measured | undefined {
  if (provenance?.compiledBy !== 'model' || provenance.usage === null) return undefined;
  const { provider, modelAnswered, usage, attempts } = provenance;
  return { what: 'compilation', provider, model: modelAnswered, usage, repairs: attempts - 1 };
}

function provenanceOf(text: string): StrategyProvenance | undefined {
  const json = jsonOrUndefined(text);
  return json === undefined ? commentsToProvenance(text) : splitProvenance(json).provenance;
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
