import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type LlmSimulator, type LlmRequest, say, startLlmSimulator, type TokenizerOptions } from '@wick/testkit';
import { systemClock } from '@wick/core';
import { askOnce } from '../chat/ask.ts';
import { openGate } from '../chat/gate.ts';
import { openChat } from '../chat/open-chat.ts';
import type { Question } from '../chat/question.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { loadTokenCounter, type TokenCounter } from './count-tokens.ts';
import { estimateRun, type MeasuredAnswer, type PlannedRun } from './estimate.ts';
import { findPrice } from './find-price.ts';
import { EXAMPLE_DECISION, windowExamples } from './example-questions.ts';
import { usageToCost } from './usage-to-cost.ts';

// Hundreds of answers and thousands of sums take longer on a machine that does something else, too.
jest.setTimeout(60_000);

const WEEKEND_MS = Date.parse('2026-11-21T12:00Z');
const FLASH = { provider: 'deepseek', model: 'deepseek-flash' } as const;

let counter: TokenCounter;
beforeAll(async () => {
  counter = await loadTokenCounter();
});
let simulator: LlmSimulator;
afterEach(() => simulator.close());

/** A model whose reasons are longer and shorter than the example's by up to half. */
function wordy({ messages }: LlmRequest): ReturnType<typeof say> {
  const words = (JSON.parse(EXAMPLE_DECISION) as { reason: string }).reason.split(' ');
  const length = Math.round(words.length * (0.5 + ((messages[1]!.content.length * 7) % 11) / 10));
  const { time } = JSON.parse(messages[1]!.content) as { time: string };
  const reason = Array.from({ length }, (_, word) => words[word % words.length]).join(' ');
  return say(JSON.stringify({ time, reason, action: 'HOLD', confidence: 0.5 }));
}

/** Asks every question and adds up what the provider says it used. */
async function run(questions: readonly Question[]): Promise<{ readonly usd: number; readonly measured: readonly MeasuredAnswer[] }> {
  const provider = { ...PROVIDERS.deepseek, baseUrl: simulator.baseUrl };
  const chat = openChat({ provider, key: simulator.apiKey, model: FLASH.model, clock: systemClock });
  const measured: MeasuredAnswer[] = [];
  let usd = 0;
  for (const question of questions) {
    const reply = await askOnce(chat, question, { signal: new AbortController().signal, gate: openGate, timeoutMs: 10_000 });
    if ('failed' in reply) throw new Error(reply.failed);
    const cost = usageToCost(reply.usage, FLASH.provider, FLASH.model, WEEKEND_MS);
    if (!cost.known) throw new Error(cost.reason);
    usd += cost.usd;
    measured.push({ countedTokens: counter.tokensOf(question), usage: reply.usage! });
  }
  return { usd, measured };
}

const windowsOf = (count: number, candles = 50): Question[] => windowExamples(candles, false, count);

const estimate = (questions: readonly Question[], measured: readonly MeasuredAnswer[] = []): ReturnType<typeof estimateRun> => {
  const plan: PlannedRun = { ...FLASH, requests: questions.length, sample: questions.filter((_, index) => index % 5 === 0), measured, startMs: WEEKEND_MS, durationMs: 60_000 };
  return estimateRun(plan, counter);
};

const startWith = async (tokenizer: TokenizerOptions): Promise<void> => {
  simulator = await startLlmSimulator({ handler: wordy, tokenizer });
};

describe('the cost that is printed before a run is within 10% of the real one', () => {
  test.each([
    ['without a cache', {}],
    ['with a cache of prompts in blocks of 64 tokens', { cacheBlockTokens: 64 }],
  ])('of a tokenizer like ours, %s, before anything is measured', async (_what, tokenizer) => {
    await startWith(tokenizer);
    const questions = windowsOf(60);
    const { prefixCache: _none, ...flash } = findPrice(FLASH.provider, FLASH.model, WEEKEND_MS)!;
    const prices = 'cacheBlockTokens' in tokenizer ? undefined : [flash];
    const expected = estimateRun({ ...FLASH, requests: 60, sample: questions.slice(0, 8), startMs: WEEKEND_MS, durationMs: 60_000, ...(prices && { prices }) }, counter);
    const { usd } = await run(questions);
    expect(Math.abs(expected.expectedUsd! / usd - 1)).toBeLessThan(0.1);
    expect(expected.worstUsd!).toBeGreaterThan(usd);
  });

  test.each([1.4, 0.7])('of a tokenizer that makes %d tokens of one of ours, once some answers are there', async (scale) => {
    await startWith({ scale, cacheBlockTokens: 64 });
    const questions = windowsOf(80);
    const { measured } = await run(questions.slice(0, 20));
    const rest = questions.slice(20);
    const unmeasured = estimate(rest).expectedUsd!;
    const expected = estimate(rest, measured).expectedUsd!;
    const { usd } = await run(rest);
    expect(Math.abs(unmeasured / usd - 1)).toBeGreaterThan(0.1);
    expect(Math.abs(expected / usd - 1)).toBeLessThan(0.1);
  });

  test('for windows of another length than those that were measured', async () => {
    await startWith({ scale: 1.4, cacheBlockTokens: 64 });
    const { measured } = await run(windowsOf(20, 50));
    const longer = windowsOf(30, 120);
    const expected = estimate(longer, measured).expectedUsd!;
    const { usd } = await run(longer);
    expect(Math.abs(expected / usd - 1)).toBeLessThan(0.1);
  });
});
