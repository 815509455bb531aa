import { z } from 'zod';
import type { Usage } from '../cost/usage-to-cost.ts';
import type { FailureReason } from './failure.ts';
import { errorInBody, inShort, type ProviderSaid } from './provider-said.ts';

/** Some gateways send a text in parts, a model's thoughts among them. */
const partsSchema = z.array(z.looseObject({ type: z.string(), text: z.string().optional(), refusal: z.string().optional() }));
/** Beside an error, what is there of an answer is no answer. */
const noError = z.null().optional();

/** The parts of a chat completion that are read. Providers differ in the rest. */
const completionSchema = z.looseObject({
  model: z.string().min(1),
  system_fingerprint: z.string().nullish(),
  error: noError,
  choices: z
    .array(
      z.looseObject({
        finish_reason: z.string().nullish(),
        error: noError,
        message: z.looseObject({
          content: z.union([z.string(), partsSchema]).nullish(),
          refusal: z.string().nullish(),
          tool_calls: z.array(z.unknown()).nullish(),
        }),
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
  return { body, model, fingerprint: fingerprint ?? undefined, usage: usageOf(usage), answer: answerOfAll(choices) };
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

/** One answer was asked for. Where several come they are one text, of which whoever reads it can tell whether they are the same. */
function answerOfAll(choices: readonly Choice[]): Reply['answer'] {
  const answers = choices.map(answerOf);
  const contents = answers.flatMap((answer) => (answer.kind === 'content' ? [answer.content] : []));
  return answers.find(({ kind }) => kind === 'unusable') ?? { kind: 'content', content: contents.join('\n') };
}

/** How a model that said all it had to say ends, as providers put it. */
const FINISHED: ReadonlySet<string> = new Set(['stop', 'end_turn', 'stop_sequence', 'eos']);
/** At the greatest length. */
const CUT = /^(?:length|max_(?:output_)?tokens)$/i;
/** Such as `content_filter: SAFETY`, and Google's own words. */
const FILTERED = /content_?filter|safety|recitation|blocklist|prohibited/i;

function answerOf({ finish_reason: reason, message }: Choice): Reply['answer'] {
  const content = contentOf(message);
  const refusal = message.refusal || refusalIn(message);
  // Nobody has offered a tool: who calls one has not answered yet.
  const finish = message.tool_calls?.length ? 'tool_calls' : (reason ?? '');
  if (refusal) return { kind: 'unusable', reason: 'refused', said: refusal };
  if (/^refus/i.test(finish)) return { kind: 'unusable', reason: 'refused' };
  if (FILTERED.test(finish)) return { kind: 'unusable', reason: 'filtered' };
  if (CUT.test(finish)) return { kind: 'unusable', reason: 'truncated' };
  if (!content.trim()) return { kind: 'unusable', reason: 'empty' };
  // Such as DeepSeek's insufficient_system_resource: the model did not come to its end.
  if (finish && !FINISHED.has(finish.toLowerCase())) return { kind: 'unusable', reason: 'truncated', said: finish };
  return { kind: 'content', content };
}

/** Thoughts, which are parts of another type, are no part of what was said. */
const contentOf = ({ content }: Choice['message']): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ type, text = '' }) => (type === 'text' ? text : '')).join('');

const refusalIn = ({ content }: Choice['message']): string | undefined =>
  typeof content === 'string' ? undefined : content?.find(({ type }) => type === 'refusal')?.refusal;

/**
 * Whether a body that is none ends in its middle, though the connection ended as if it were whole: keep-alive lines and nothing
 * after them, as of a provider that gives up after ten minutes, or JSON that is not closed, as of a gateway that lost its provider.
 */
export function isCutOff(text: string): boolean {
  const body = withoutKeepAlive(text);
  if (body === '') return text !== '';
  return body.startsWith('{') && !body.endsWith('}') && jsonOrUndefined(body) === undefined;
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
