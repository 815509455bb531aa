import { type Clock, strategyToText, systemClock, WickError } from '@wick/core';
import OpenAI from 'openai';
import { addUsage, type Cost, isVariantOf, type Usage, usageToCost } from '../cost/usage-to-cost.ts';
import { paraphrase } from '../grammar/paraphrase/paraphrase.ts';
import type { Compilation } from '../grammar/compilation.ts';
import { checkApiKey } from '../provider/check-api-key.ts';
import type { Provider, ProviderName, StructuredOutput } from '../provider/providers.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { answerToStrategy, type Verdict } from './answer-to-strategy.ts';
import { askModel, type Conversation } from './ask-model.ts';
import type { Completion } from './completion.ts';
import { contentToJson } from './content-to-json.ts';
import { withinTime } from './deadline.ts';
import { failureToError } from './failure.ts';
import { promptHash, repairMessages, sentenceToMessages } from './prompt.ts';

/** How often a model may mend an invalid answer. */
export const MAX_REPAIRS = 3;
const DEFAULT_TIMEOUT_MS = 120_000;
const LONGEST_SENTENCE = 4_000;

export interface LlmCompilerOptions {
  /** A known provider or the base URL of an OpenAI-compatible service; HolySheep by default. */
  readonly provider?: ProviderName | (string & {});
  /** By default the provider's environment variable, such as HOLYSHEEP_API_KEY. */
  readonly apiKey?: string;
  readonly model?: string;
  /** For one whole compilation, with its retries and repairs. */
  readonly timeoutMs?: number;
  /** Sent as `HTTP-Referer`, which keys of organisations at HolySheep want. */
  readonly referer?: string;
  readonly clock?: Clock;
  readonly fetch?: typeof globalThis.fetch;
}

/** A compilation with its provenance. */
export interface LlmCompilation extends Compilation {
  readonly provider: string;
  readonly modelAsked: string;
  readonly modelAnswered: string;
  /** As the provider states it; undefined if it does not. */
  readonly fingerprint: string | undefined;
  /** SHA-256 of the first prompt. */
  readonly promptHash: string;
  /** Answers that were needed: 1, and 1 for each repair. */
  readonly attempts: number;
  /** Of all answers together; undefined if the provider did not say for one of them. */
  readonly usage: Usage | undefined;
  readonly cost: Cost;
  /** What a person should know before trusting it, such as that another model answered. */
  readonly warnings: readonly string[];
}

export interface LlmCompiler {
  readonly provider: Provider;
  readonly model: string;
  /**
   * @throws WickError LLM_FAILED or LLM_REFUSED with `details.reason`; SENTENCE_NOT_UNDERSTOOD if the model says that a
   * part cannot be expressed; the signal's reason if it aborts
   */
  compile(sentence: string, options?: { signal?: AbortSignal }): Promise<LlmCompilation>;
}

/**
 * Compiles sentences with a language model. The model fills in rules in the text form; they are parsed and checked like
 * rules that a person wrote, and an invalid answer goes back with the checker's own message.
 *
 * @throws WickError API_KEY_MISSING, API_KEY_MALFORMED or OPTION_INVALID
 */
export function createLlmCompiler(options: LlmCompilerOptions = {}): LlmCompiler {
  const provider = resolveProvider(options.provider);
  const key = checkApiKey(options.apiKey ?? process.env[provider.keyVariable], provider);
  const model = options.model ?? provider.defaultModel;
  const clock = options.clock ?? systemClock;
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const client = new OpenAI({
    apiKey: key,
    baseURL: provider.baseUrl,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    // Only what is set here is sent: not an organisation or project that OPENAI_* variables name for another provider.
    organization: null,
    project: null,
    ...(options.referer !== undefined && { defaultHeaders: { 'HTTP-Referer': options.referer } }),
    ...(options.fetch && { fetch: options.fetch }),
  });

  return {
    provider,
    model,
    compile: (sentence, { signal } = {}) => {
      checkSentence(sentence);
      return withinTime(clock, timeoutMs, signal, () => failureToError('timeout', provider, key, undefined, { timeoutMs }), (within) => {
        const spent: Completion['usage'][] = [];
        const structuredOutput = structuredOutputOf(provider, model);
        const paid = (usage: Completion['usage']): void => void spent.push(usage);
        const deadlineMs = clock.nowMs() + timeoutMs;
        return converse({ client, provider, key, model, clock, deadlineMs, signal: within, structuredOutput, paid }, sentence, spent);
      });
    },
  };
}

function checkSentence(sentence: string): void {
  if (sentence.trim() === '' || sentence.length > LONGEST_SENTENCE) {
    throw new WickError('SENTENCE_NOT_UNDERSTOOD', sentence.trim() === '' ? 'The sentence is empty.' : `The sentence is longer than ${LONGEST_SENTENCE} characters.`, {
      remedy: 'Say in a sentence or two when to buy and when to sell.',
      details: { fragments: [] },
    });
  }
}

const structuredOutputOf = (provider: Provider, model: string): StructuredOutput =>
  provider.objectOnlyModels?.test(model) ? 'json_object' : provider.structuredOutput;

async function converse(conversation: Conversation, sentence: string, spent: readonly Completion['usage'][]): Promise<LlmCompilation> {
  const { provider, key } = conversation;
  const first = sentenceToMessages(sentence);
  const messages = [...first];
  for (let attempts = 1; ; attempts++) {
    const completion = await askModel(conversation, messages);
    const verdict = judge(completion.content);
    if (verdict.kind === 'valid') return compilationOf(conversation, sentence, verdict, completion, promptHash(first), attempts, spent);
    if (verdict.kind === 'inexpressible') throw inexpressible(verdict.parts);
    if (attempts > MAX_REPAIRS) {
      throw failureToError('invalid-answer', provider, key, undefined, { attempts, problems: verdict.problems });
    }
    messages.push(...repairMessages(completion.content, verdict.problems));
  }
}

function judge(content: string): Verdict {
  const read = contentToJson(content);
  return 'problem' in read ? { kind: 'invalid', problems: [read.problem] } : answerToStrategy(read.json);
}

function compilationOf(
  { provider, model, clock }: Conversation,
  sentence: string,
  { strategy, assumptions }: Extract<Verdict, { kind: 'valid' }>,
  completion: Completion,
  hash: string,
  attempts: number,
  spent: readonly Completion['usage'][],
): LlmCompilation {
  const usage = spent.reduce((sum, each) => sum && each && addUsage(sum, each), { promptTokens: 0, cachedTokens: 0, completionTokens: 0 } as Usage | undefined);
  const strategyText = strategyToText(strategy);
  const rerouted = !isVariantOf(completion.model, model);
  return {
    strategy,
    strategyText,
    paraphrase: paraphrase(strategy),
    understood: [{ text: sentence, meaning: strategyText, offset: 0 }],
    assumptions,
    provider: provider.name,
    modelAsked: model,
    modelAnswered: completion.model,
    fingerprint: completion.fingerprint,
    promptHash: hash,
    attempts,
    usage,
    cost: usageToCost(usage, provider.name, completion.model, clock.nowMs()),
    warnings: rerouted ? [`${provider.title} was asked for ${model}, but ${completion.model} answered.`] : [],
  };
}

const inexpressible = (parts: readonly string[]): WickError =>
  new WickError('SENTENCE_NOT_UNDERSTOOD', `The model cannot express ${parts.map((part) => `"${part}"`).join(', ')}.`, {
    remedy: 'Leave these parts out or say them with the indicators that wick has.',
    details: { fragments: parts.map((text) => ({ text })) },
  });
