import { strategyToText, WickError } from '@wick/core';
import { ask, type Patience } from '../chat/ask.ts';
import type { Provenance } from '../chat/completion.ts';
import { contentToJson } from '../chat/content-to-json.ts';
import { withinTime } from '../chat/deadline.ts';
import { failureToError } from '../chat/failure.ts';
import type { Gate } from '../chat/gate.ts';
import { type Chat, openChat } from '../chat/open-chat.ts';
import { addUsage, isVariantOf, type Usage, usageToCost } from '../cost/usage-to-cost.ts';
import { paraphrase } from '../grammar/paraphrase/paraphrase.ts';
import { ANSWER_JSON_SCHEMA } from './answer-schema.ts';
import { answerToStrategy, type Verdict } from './answer-to-strategy.ts';
import { type AskedModel, type LlmCompilation, MAX_REPAIRS } from './llm-compilation.ts';
import { promptHash, repairMessages, sentenceToMessages } from './prompt.ts';

/** One sentence, asked and repaired within the time for it. */
export function compileWithModel(asked: AskedModel, sentence: string, signal?: AbortSignal): Promise<LlmCompilation> {
  const { provider, key, clock, timeoutMs } = asked;
  const timedOut = (): Error => failureToError('timeout', provider, key, undefined, { timeoutMs });
  return withinTime(clock, timeoutMs, signal, timedOut, (within) => {
    const spent: Provenance['usage'][] = [];
    const patience = { deadlineMs: clock.nowMs() + timeoutMs, signal: within, gate: tallying(spent), retryEmpty: true };
    return converse(openChat(asked), patience, sentence, spent);
  });
}

/** Notes what every answer that was paid for has used. */
const tallying = (spent: Provenance['usage'][]): Gate => ({
  enter: async () => ({
    settle: async (outcome) => {
      if (outcome.kind === 'reply') spent.push(outcome.reply.usage);
    },
  }),
});

async function converse(chat: Chat, patience: Patience, sentence: string, spent: readonly Provenance['usage'][]): Promise<LlmCompilation> {
  const { provider, key } = chat;
  const first = sentenceToMessages(sentence);
  const messages = [...first];
  for (let attempts = 1; ; attempts++) {
    const reply = await ask(chat, { messages, schema: { name: 'strategy', schema: ANSWER_JSON_SCHEMA }, temperature: 0 }, patience);
    const { answer } = reply;
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

function judge(content: string): Verdict {
  const read = contentToJson(content);
  return 'problem' in read ? { kind: 'invalid', problems: [read.problem] } : answerToStrategy(read.json);
}

function compilationOf(
  { provider, model, clock }: Chat,
  sentence: string,
  { strategy, assumptions }: Extract<Verdict, { kind: 'valid' }>,
  completion: Provenance,
  hash: string,
  attempts: number,
  spent: readonly Provenance['usage'][],
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
