import { strategyToText, WickError } from '@wick/core';
import OpenAI from 'openai';
import { addUsage, isVariantOf, type Usage, usageToCost } from '../cost/usage-to-cost.ts';
import { paraphrase } from '../grammar/paraphrase/paraphrase.ts';
import type { Provider, StructuredOutput } from '../provider/providers.ts';
import { answerToStrategy, type Verdict } from './answer-to-strategy.ts';
import { askModel, type Conversation } from './ask-model.ts';
import type { Completion } from './completion.ts';
import { contentToJson } from './content-to-json.ts';
import { withinTime } from './deadline.ts';
import { failureToError } from './failure.ts';
import { type AskedModel, type LlmCompilation, MAX_REPAIRS } from './llm-compilation.ts';
import { promptHash, repairMessages, sentenceToMessages } from './prompt.ts';

/** One sentence, asked and repaired within the time for it. */
export function compileWithModel(asked: AskedModel, sentence: string, signal?: AbortSignal): Promise<LlmCompilation> {
  const { provider, key, model, clock, timeoutMs } = asked;
  const timedOut = (): Error => failureToError('timeout', provider, key, undefined, { timeoutMs });
  return withinTime(clock, timeoutMs, signal, timedOut, (within) => {
    const spent: Completion['usage'][] = [];
    const structuredOutput = structuredOutputOf(provider, model);
    const paid = (usage: Completion['usage']): void => void spent.push(usage);
    const deadlineMs = clock.nowMs() + timeoutMs;
    const client = openClient(asked);
    return converse({ client, provider, key, model, clock, deadlineMs, signal: within, structuredOutput, paid }, sentence, spent);
  });
}

/** Retries and the time for the whole call are ours: the client drops long waits, and its timeout is for one attempt. */
function openClient({ provider, key, timeoutMs, referer, fetch }: AskedModel): OpenAI {
  return new OpenAI({
    apiKey: key,
    baseURL: provider.baseUrl,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    // Only what is set here is sent: not an organisation or project that OPENAI_* variables name for another provider.
    organization: null,
    project: null,
    ...(referer !== undefined && { defaultHeaders: { 'HTTP-Referer': referer } }),
    ...(fetch && { fetch }),
  });
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
