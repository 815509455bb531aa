import { z } from 'zod';
import type { Usage } from '../cost/usage-to-cost.ts';
import type { FailureReason } from './failure.ts';

/** The parts of a chat completion that are read. Providers differ in the rest. */
const completionSchema = z.looseObject({
  model: z.string(),
  system_fingerprint: z.string().nullish(),
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        message: z.looseObject({ content: z.string().nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z
    .looseObject({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.looseObject({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish(),
});

/** One answer of a model. */
export interface Completion {
  readonly content: string;
  readonly model: string;
  readonly fingerprint: string | undefined;
  /** undefined if the provider did not say. */
  readonly usage: Usage | undefined;
}

/** A usable answer, or why it is none: cut off, refused, filtered and empty answers are never valid. */
export function readCompletion(body: unknown): Completion | { readonly reason: FailureReason; readonly said?: string; readonly usage?: Usage } {
  const parsed = completionSchema.safeParse(body);
  if (!parsed.success) return { reason: 'not-json' };
  const { model, system_fingerprint: fingerprint, choices, usage: tokens } = parsed.data;
  const { finish_reason: finish, message } = choices[0]!;
  const usage = tokens
    ? {
        promptTokens: tokens.prompt_tokens,
        cachedTokens: tokens.prompt_tokens_details?.cached_tokens ?? 0,
        completionTokens: tokens.completion_tokens,
      }
    : undefined;
  const spent = usage && { usage };
  if (message.refusal) return { reason: 'refused', said: message.refusal, ...spent };
  if (finish === 'content_filter') return { reason: 'filtered', ...spent };
  if (finish === 'length') return { reason: 'truncated', ...spent };
  if (!message.content?.trim()) return { reason: 'empty', ...spent };
  return { content: message.content, model, fingerprint: fingerprint ?? undefined, usage };
}
