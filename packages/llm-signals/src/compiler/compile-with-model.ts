import { strategyToText, WickError } from '@wick/core';
import { ask, type Patience } from '../chat/ask.ts';
import type { Provenance } from '../chat/completion.ts';
import { contentToJson } from '../chat/content-to-json.ts';
import { withinTime } from '../chat/deadline.ts';
import { failureToError } from '../chat/failure.ts';
import type { Gate } from '../chat/gate.ts';
import { type Chat, openChat } from '../chat/open-chat.ts';
import { isVariantOf } from '../cost/find-price.ts';
import type { Price } from '../cost/price.ts';
import { PRICES } from '../cost/prices.ts';
import { addUsage, type Usage, usageToCost } from '../cost/usage-to-cost.ts';
import { paraphrase } from '../grammar/paraphrase/paraphrase.ts';
import { isAskedModel } from '../provider/is-asked-model.ts';
import { ANSWER_JSON_SCHEMA } from './answer-schema.ts';
import { answerToStrategy, type Verdict } from './answer-to-strategy.ts';
import { type AskedModel, type LlmCompilation, MAX_REPAIRS } from './llm-compilation.ts';
import { promptHash, repairMessages, sentenceToMessages } from './prompt.ts';

/** One sentence, asked and repaired within the time for it. */
export function compileWithModel(asked: AskedModel, sentence: string, signal?: AbortSignal): Promise<LlmCompilation> {
  const { provider, key, clock, timeoutMs } = asked;
  const timedOut = (): Error => failureToError('timeout', provider, key, undefined, { timeoutMs });
  return withinTime(clock, timeoutMs, signal, timedOut, (within) => {
    const spent: Spent[] = [];
    const patience = { deadlineMs: clock.nowMs() + timeoutMs, signal: within, gate: tallying(spent), retryEmpty: true };
    return converse({ ...openChat(asked), prices: asked.prices ?? PRICES }, { patience, sentence, spent, acceptModels: asked.acceptModels ?? [] });
  });
}

/** Whom to ask, and for how much. */
interface PricedChat extends Chat {
  readonly prices: readonly Price[];
}

/** What an answer has used; undefined if the provider did not say. */
type Spent = Usage | undefined;

interface Conversation {
  readonly patience: Patience;
  readonly sentence: string;
  /** Of every answer so far. */
  readonly spent: readonly Spent[];
  readonly acceptModels: readonly string[] | 'any';
}

/** Notes what every answer that was paid for has used. */
const tallying = (spent: Spent[]): Gate => ({
  enter: async () => ({
    settle: async (outcome) => {
      if (outcome.kind === 'reply') spent.push(outcome.reply.usage);
    },
  }),
});

async function converse(chat: PricedChat, { patience, sentence, spent, acceptModels }: Conversation): Promise<LlmCompilation> {
  const { provider, key } = chat;
  const first = sentenceToMessages(sentence);
  const messages = [...first];
  for (let attempts = 1; ; attempts++) {
    const reply = await ask(chat, { messages, schema: { name: 'strategy', schema: ANSWER_JSON_SCHEMA }, temperature: 0 }, patience);
    const { answer } = reply;
    // Before anything is made of the answer, and before another one is paid for.
    if (!isAccepted(chat, reply.model, acceptModels)) throw rerouted(chat, reply.model, spent);
    if (answer.kind === 'unusable') throw failureToError(answer.reason, provider, key, answer.said, { attempts });
    const verdict = judge(answer.content);
    if (verdict.kind === 'valid') return compilationOf(chat, sentence, verdict, reply, promptHash(first), attempts, spent);
    if (verdict.kind === 'inexpressible') throw inexpressible(verdict.parts);
    if (attempts > MAX_REPAIRS) {
      throw failureToError('invalid-answer', provider, key, undefined, { attempts, problems: verdict.problems });
    }
    messages.push(...repairMessages(answer.content, verdict.problems));
  }
}

const isAccepted = ({ provider, model }: Chat, answered: string, acceptModels: readonly string[] | 'any'): boolean =>
  isAskedModel(provider, model, answered) || acceptModels === 'any' || acceptModels.some((name) => isVariantOf(answered, name));

function judge(content: string): Verdict {
  const read = contentToJson(content);
  return 'problem' in read ? { kind: 'invalid', problems: [read.problem] } : answerToStrategy(read.json);
}

function compilationOf(
  { provider, model, clock, prices }: PricedChat,
  sentence: string,
  { strategy, assumptions }: Extract<Verdict, { kind: 'valid' }>,
  completion: Provenance,
  hash: string,
  attempts: number,
  spent: readonly Spent[],
): LlmCompilation {
  const compiledAtMs = clock.nowMs();
  const usage = usageOf(spent);
  const strategyText = strategyToText(strategy);
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
    cost: usageToCost(usage, provider.name, completion.model, compiledAtMs, prices),
    compiledAtMs,
    warnings: isAskedModel(provider, model, completion.model) ? [] : [`${provider.title} was asked for ${model}, but ${completion.model} answered.`],
  };
}

/** Of all answers together; undefined if it is unknown of one. */
const usageOf = (spent: readonly Spent[]): Spent =>
  spent.reduce((sum, each) => sum && each && addUsage(sum, each), { promptTokens: 0, cachedTokens: 0, completionTokens: 0 } as Spent);

/** The answer of another model is not used, though it was paid for: what it may cost is said. */
function rerouted({ provider, model, clock, prices }: PricedChat, answered: string, spent: readonly Spent[]): WickError {
  const usage = usageOf(spent);
  return new WickError('LLM_REFUSED', `${provider.title} was asked for ${model}, but ${answered} answered; its answer was not used.`, {
    remedy: `Ask for a model that ${provider.title} still has, or say that ${answered} may answer (--accept-model ${answered}).`,
    details: {
      reason: 'rerouted', provider: provider.name, modelAsked: model, modelAnswered: answered, usage: usage ?? null,
      cost: usageToCost(usage, provider.name, answered, clock.nowMs(), prices),
    },
  });
}

const inexpressible = (parts: readonly string[]): WickError =>
  new WickError('SENTENCE_NOT_UNDERSTOOD', `The model cannot express ${parts.map((part) => `"${part}"`).join(', ')}.`, {
    remedy: 'Leave these parts out or say them with the indicators that wick has.',
    details: { fragments: parts.map((text) => ({ text })) },
  });
