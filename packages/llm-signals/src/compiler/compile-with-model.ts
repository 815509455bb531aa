import { strategyToText, WickError } from '@wick/core';
import { ask, type Patience } from '../chat/ask.ts';
import type { Provenance } from '../chat/completion.ts';
import { contentToJson } from '../chat/content-to-json.ts';
import { withinTime } from '../chat/deadline.ts';
import { failureToError } from '../chat/failure.ts';
import { type Chat, openChat } from '../chat/open-chat.ts';
import { paraphrase } from '../grammar/paraphrase/paraphrase.ts';
import { printable } from '../judgement/printable.ts';
import { isAskedModel } from '../provider/is-asked-model.ts';
import { ANSWER_JSON_SCHEMA } from './answer-schema.ts';
import { answerToStrategy, type Verdict } from './answer-to-strategy.ts';
import { type AskedModel, type LlmCompilation, MAX_REPAIRS } from './llm-compilation.ts';
import { promptHash, repairMessages, sentenceToMessages } from './prompt.ts';
import { openTally, type Tally } from './tally.ts';

/** A strategy is a few hundred tokens; what is longer is no answer. Sent where costs are limited: without it there is no worst. */
const MAX_ANSWER_TOKENS = 4_000;

/** What a model writes, its name too, is text from elsewhere: so much of it is told to people. */
const MAX_NAME = 80;
const MAX_PART = 120;
const MAX_PROBLEM = 300;
const MAX_ASSUMPTION = 500;

/** One sentence, asked and repaired within the time and the money for it. */
export function compileWithModel(asked: AskedModel, sentence: string, signal?: AbortSignal): Promise<LlmCompilation> {
  const { provider, key, clock, timeoutMs, acceptModels = [], maxUsd } = asked;
  const timedOut = (): Error => failureToError('timeout', provider, key, undefined, { timeoutMs });
  return withinTime(clock, timeoutMs, signal, timedOut, async (within) => {
    const tally = await openTally(asked);
    const patience = { deadlineMs: clock.nowMs() + timeoutMs, signal: within, gate: tally.gate, retryEmpty: true };
    return converse(openChat(asked), sentence, { patience, tally, acceptModels, isLimited: maxUsd !== undefined });
  });
}

interface Terms {
  readonly patience: Patience;
  readonly tally: Tally;
  readonly acceptModels: readonly string[] | 'any';
  readonly isLimited: boolean;
}

async function converse(chat: Chat, sentence: string, { patience, tally, acceptModels, isLimited }: Terms): Promise<LlmCompilation> {
  const { provider, key } = chat;
  const first = sentenceToMessages(sentence);
  const messages = [...first];
  const rest = { schema: { name: 'strategy', schema: ANSWER_JSON_SCHEMA }, temperature: 0, ...(isLimited && { maxOutputTokens: MAX_ANSWER_TOKENS }) };
  for (let attempts = 1; ; attempts++) {
    const reply = await ask(chat, { messages, ...rest }, patience);
    const { answer } = reply;
    /** Whoever gets an error has paid all the same. */
    const paid = (): Record<string, unknown> => ({ attempts, usage: tally.usage() ?? null, cost: tally.cost(reply.model) });
    // Before anything is made of the answer, and before another one is paid for.
    if (!isAccepted(chat, reply.model, acceptModels)) throw rerouted(chat, reply.model, paid());
    if (answer.kind === 'unusable') throw failureToError(answer.reason, provider, key, answer.said, paid());
    const verdict = judge(answer.content);
    if (verdict.kind === 'valid') return compilationOf(chat, sentence, { verdict, reply, attempts, tally, hash: promptHash(first) });
    if (verdict.kind === 'inexpressible') throw inexpressible(verdict.parts, paid());
    if (attempts > MAX_REPAIRS) {
      throw failureToError('invalid-answer', provider, key, undefined, { ...paid(), problems: verdict.problems, excerpt: verdict.problems.map((problem) => printable(problem, MAX_PROBLEM)).join('\n') });
    }
    messages.push(...repairMessages(answer.content, verdict.problems));
  }
}

const isAccepted = ({ provider, model }: Chat, answered: string, acceptModels: readonly string[] | 'any'): boolean =>
  acceptModels === 'any' || [model, ...acceptModels].some((name) => isAskedModel(provider, name, answered));

function judge(content: string): Verdict {
  const read = contentToJson(content);
  return 'problem' in read ? { kind: 'invalid', problems: [read.problem] } : answerToStrategy(read.json);
}

interface Answered {
  readonly verdict: Extract<Verdict, { kind: 'valid' }>;
  readonly reply: Provenance;
  readonly attempts: number;
  readonly tally: Tally;
  readonly hash: string;
}

function compilationOf({ provider, model, clock }: Chat, sentence: string, { verdict, reply, attempts, tally, hash }: Answered): LlmCompilation {
  const { strategy, assumptions } = verdict;
  const strategyText = strategyToText(strategy);
  return {
    strategy,
    strategyText,
    paraphrase: paraphrase(strategy),
    understood: [{ text: sentence, meaning: strategyText, offset: 0 }],
    assumptions: assumptions.map((each) => printable(each, MAX_ASSUMPTION)),
    provider: provider.name,
    modelAsked: model,
    modelAnswered: reply.model,
    fingerprint: reply.fingerprint,
    promptHash: hash,
    attempts,
    usage: tally.usage(),
    cost: tally.cost(reply.model),
    compiledAtMs: clock.nowMs(),
    warnings: isAskedModel(provider, model, reply.model) ? [] : [`${provider.title} was asked for ${model}, but ${printable(reply.model, MAX_NAME)} answered.`],
  };
}

/** The answer of another model is not used, though it was paid for. */
function rerouted({ provider, model }: Chat, answered: string, paid: Readonly<Record<string, unknown>>): WickError {
  const name = printable(answered, MAX_NAME);
  return new WickError('LLM_REFUSED', `${provider.title} was asked for ${model}, but ${name} answered; its answer was not used.`, {
    remedy: `Ask for a model that ${provider.title} still has, or say that ${name} may answer (--accept-model ${name}).`,
    details: { reason: 'rerouted', provider: provider.name, modelAsked: model, modelAnswered: answered, ...paid },
  });
}

const inexpressible = (parts: readonly string[], paid: Readonly<Record<string, unknown>>): WickError =>
  new WickError('SENTENCE_NOT_UNDERSTOOD', `The model cannot express ${parts.map((part) => `"${printable(part, MAX_PART)}"`).join(', ')}.`, {
    remedy: 'Leave these parts out or say them with the indicators that wick has.',
    details: { fragments: parts.map((text) => ({ text })), ...paid },
  });
