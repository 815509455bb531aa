import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CassetteStore, systemClock } from '@wick/core';
import { type LlmAnswer, type LlmSimulator, memoryCassetteStore, say, startLlmSimulator } from '@wick/testkit';
import { createHash } from 'node:crypto';
import { askOnce, type Failed } from '../chat/ask.ts';
import type { Reply } from '../chat/completion.ts';
import { gatesInARow } from '../chat/gate.ts';
import { openChat } from '../chat/open-chat.ts';
import { createRateLimit } from '../limits/rate-limit.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { type Budget, createBudget } from './budget.ts';
import { journalled } from './journal.ts';
import { questionOf } from './outcomes.test-support.ts';
import { readSpentUsd } from './read-spent-usd.ts';

/** The simulator says that it has used 1,000 tokens for the prompt and 100 for the answer. */
const USD_OF_ONE = 0.0011;
const WORST_USD = 0.002;
const usdOf = ({ usage }: Reply): number | null => (usage ? (usage.promptTokens + usage.completionTokens) / 1e6 : null);
const KEYS = Array.from({ length: 6 }, (_, i) => createHash('sha256').update(String(i)).digest('hex'));

let simulator: LlmSimulator;
let script: LlmAnswer[];
beforeEach(async () => {
  script = [];
  simulator = await startLlmSimulator({ handler: () => script.shift() ?? say('{"a":1}') });
});
afterEach(() => simulator.close());

/** A process that may spend so much for all keys, those that are answered included. */
async function startRun(cassettes: CassetteStore, maxUsd: number) {
  const provider = resolveProvider(simulator.baseUrl);
  const chat = openChat({ provider, key: simulator.apiKey, model: 'm', clock: systemClock });
  const budget = createBudget({ maxUsd, spentUsd: await readSpentUsd(cassettes, KEYS), worstUsd: () => WORST_USD, usdOf });
  const recent = await cassettes.recentRequests(provider.name, systemClock.nowMs() - 61_000);
  const rateLimit = createRateLimit({ provider: provider.name, clock: systemClock, requestsPerMinute: 300, tokensOf: () => 2_000, recent });
  const ask = (key: string, signal = new AbortController().signal): Promise<Reply | Failed> => {
    const journal = journalled({ cassettes, key, provider: provider.name, clock: systemClock, tokens: 2_000, worstUsd: WORST_USD, usdOf });
    return askOnce(chat, questionOf(0), { signal, gate: gatesInARow([budget, rateLimit, journal]) });
  };
  const open = async (): Promise<string[]> => {
    const answered = await cassettes.cassettes(KEYS);
    return KEYS.filter((key) => !answered.has(key));
  };
  return { budget, ask, open };
}

const expectUsd = (budget: Budget, spentUsd: number): void => {
  expect(budget.spentUsd).toBeCloseTo(spentUsd, 12);
  expect(budget.reservedUsd).toBe(0);
};

test('whoever has an answer finds it stored already, as the bytes that came', async () => {
  const cassettes = memoryCassetteStore();
  const { ask } = await startRun(cassettes, 1);
  const reply = (await ask(KEYS[0]!)) as Reply;
  expect((await cassettes.cassettes(KEYS)).get(KEYS[0]!)).toMatchObject({ body: reply.body, usd: USD_OF_ONE });
});

test('a run that is ended and resumed, twice, asks for no answer again that it has, and stays within its limit', async () => {
  const cassettes = memoryCassetteStore();
  const first = await startRun(cassettes, 0.008);
  for (const key of KEYS.slice(0, 2)) await first.ask(key);
  script = [{ kind: 'stall' }];
  const end = new AbortController();
  const third = first.ask(KEYS[2]!, end.signal);
  await simulator.untilRequests(3);
  end.abort(new Error('killed'));
  await expect(third).rejects.toThrow('killed');

  // The one that was cut off counts at its worst, so two answers more fit into the limit, and not a third.
  const second = await startRun(cassettes, 0.008);
  expectUsd(second.budget, 2 * USD_OF_ONE + WORST_USD);
  const [a, b, c, ...rest] = await second.open();
  expect([a, b, c, ...rest]).toEqual(KEYS.slice(2));
  await second.ask(a!);
  await second.ask(b!);
  await expect(second.ask(c!)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED' });
  expect(simulator.requestCount).toBe(5);

  const last = await startRun(cassettes, 1);
  expectUsd(last.budget, 4 * USD_OF_ONE + WORST_USD);
  for (const key of await last.open()) await last.ask(key);
  expect(await last.open()).toEqual([]);
  expect(simulator.requestCount).toBe(KEYS.length + 1);
  expectUsd(last.budget, KEYS.length * USD_OF_ONE + WORST_USD);
});

test('an answer that cannot be stored is an error, and what it held is free for those who wait', async () => {
  const store = memoryCassetteStore();
  const settle = async (): Promise<void> => {
    throw new Error('the disk is full');
  };
  const { budget, ask } = await startRun({ ...store, settle }, WORST_USD * 1.6);
  const [asked, waiting] = await Promise.allSettled([ask(KEYS[0]!), ask(KEYS[1]!)]);
  for (const each of [asked, waiting]) expect(each).toMatchObject({ status: 'rejected', reason: { message: 'the disk is full' } });
  expectUsd(budget, 2 * USD_OF_ONE);
  expect(await readSpentUsd(store, KEYS)).toBe(2 * WORST_USD);
});

test('a refusal costs nothing, and an answer of a provider that fails half-way counts at its worst', async () => {
  const cassettes = memoryCassetteStore();
  const { budget, ask } = await startRun(cassettes, 1);
  script = [{ kind: 'status', status: 401 }, { kind: 'reset' }];
  expect(await ask(KEYS[0]!)).toMatchObject({ failed: 'unauthorized' });
  expectUsd(budget, 0);
  expect(await ask(KEYS[0]!)).toMatchObject({ failed: 'network' });
  expectUsd(budget, WORST_USD);
  expect(await readSpentUsd(cassettes, KEYS)).toBe(WORST_USD);
});
