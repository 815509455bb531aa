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

/** An answer with status 200, paid for whether or not it can be used. */
export interface Reply extends Provenance {
  /** The body of the response as it came, keep-alive lines left out: JSON. */
  readonly body: string;
  /** What the model said, or why that must not be used. */
  readonly answer: { readonly kind: 'content'; readonly content: string } | { readonly kind: 'unusable'; readonly reason: UnusableReason; readonly said?: string };
}

/** Cut off, refused, filtered and empty answers are never valid. */
export type UnusableReason = Extract<FailureReason, 'truncated' | 'refused' | 'filtered' | 'empty'>;

/** Who answered, for how much. */
export interface Provenance {
  readonly model: string;
  /** undefined if the provider did not say, as is the usage. */
  readonly fingerprint: string | undefined;
  readonly usage: Usage | undefined;
}

/**
 * Reads the body of a chat completion, of which providers under load send blank lines and `: keep-alive` comments ahead.
 * @returns undefined if it is no chat completion
 */
export function bodyToReply(text: string): Reply | undefined {
  const body = text.replace(/^(?:\s|:[^\n]*\n)+/, '').trimEnd();
  const parsed = completionSchema.safeParse(jsonOrUndefined(body));
  if (!parsed.success) return undefined;
  const { model, system_fingerprint: fingerprint, choices, usage: tokens } = parsed.data;
  const usage = tokens
    ? {
        promptTokens: tokens.prompt_tokens,
        cachedTokens: tokens.prompt_tokens_details?.cached_tokens ?? 0,
        completionTokens: tokens.completion_tokens,
      }
    : undefined;
  return { body, model, fingerprint: fingerprint ?? undefined, usage, answer: answerOf(choices[0]!) };
}

type Choice = z.infer<typeof completionSchema>['choices'][number];

function answerOf({ finish_reason: finish, message }: Choice): Reply['answer'] {
  if (message.refusal) return { kind: 'unusable', reason: 'refused', said: message.refusal };
  if (finish === 'content_filter') return { kind: 'unusable', reason: 'filtered' };
  if (finish === 'length') return { kind: 'unusable', reason: 'truncated' };
  if (!message.content?.trim()) return { kind: 'unusable', reason: 'empty' };
  return { kind: 'content', content: message.content };
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
