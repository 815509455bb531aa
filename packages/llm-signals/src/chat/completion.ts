import { z } from 'zod';
import type { Usage } from '../cost/usage-to-cost.ts';
import type { FailureReason } from './failure.ts';
import { errorInBody, inShort, type ProviderSaid } from './provider-said.ts';

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
  usage: z.unknown().optional(),
});

const count = z.number().int().nonnegative();
const usageSchema = z
  .looseObject({
    prompt_tokens: count,
    completion_tokens: count,
    prompt_tokens_details: z.looseObject({ cached_tokens: count.nullish() }).nullish(),
  })
  .refine(({ prompt_tokens: prompt, prompt_tokens_details: details }) => (details?.cached_tokens ?? 0) <= prompt);

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
 * @returns undefined if it is no chat completion; {@link bodyToSaid} knows what it is instead
 */
export function bodyToReply(text: string): Reply | undefined {
  const body = withoutKeepAlive(text);
  const parsed = completionSchema.safeParse(jsonOrUndefined(body));
  if (!parsed.success) return undefined;
  const { model, system_fingerprint: fingerprint, choices, usage } = parsed.data;
  return { body, model, fingerprint: fingerprint ?? undefined, usage: usageOf(usage), answer: answerOf(choices[0]!) };
}

/** Lines can be many: none of them may cost a step of the stack. */
function withoutKeepAlive(text: string): string {
  const line = /\s+|:[^\n]*\n/y;
  let end = 0;
  while (line.test(text)) end = line.lastIndex;
  return text.slice(end).trimEnd();
}

/** undefined if the provider does not say, or says what cannot be: such an answer has an unknown cost. */
function usageOf(usage: unknown): Usage | undefined {
  const parsed = usageSchema.safeParse(usage);
  if (!parsed.success) return undefined;
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens, prompt_tokens_details: details } = parsed.data;
  return { promptTokens, cachedTokens: details?.cached_tokens ?? 0, completionTokens };
}

type Choice = z.infer<typeof completionSchema>['choices'][number];

/** How a model that said all it had to say ends, as providers put it. */
const FINISHED: ReadonlySet<string> = new Set(['stop', 'end_turn', 'stop_sequence', 'eos']);

function answerOf({ finish_reason: finish, message }: Choice): Reply['answer'] {
  if (message.refusal) return { kind: 'unusable', reason: 'refused', said: message.refusal };
  if (finish === 'content_filter') return { kind: 'unusable', reason: 'filtered' };
  if (finish === 'length') return { kind: 'unusable', reason: 'truncated' };
  if (!message.content?.trim()) return { kind: 'unusable', reason: 'empty' };
  // Such as DeepSeek's insufficient_system_resource: the model did not come to its end.
  if (finish && !FINISHED.has(finish.toLowerCase())) return { kind: 'unusable', reason: 'truncated', said: finish };
  return { kind: 'content', content: message.content };
}

/** What a body with status 200 is that is no chat completion: some gateways send errors so. */
export function bodyToSaid(text: string): ProviderSaid {
  const body = withoutKeepAlive(text);
  const json = jsonOrUndefined(body);
  const nothing = { status: 200, code: '', json: '' };
  if (json === undefined) return { ...nothing, message: inShort(body.slice(0, 2_000)) };
  return errorInBody(json) ?? { ...nothing, message: '' };
}

export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
