import { afterEach, expect, test } from '@jest/globals';
import { type CassetteStore, MINUTE_MS } from '@wick/core';
import { DrivenClock, type LlmSimulator, type LlmSimulatorOptions, memoryCassetteStore, memoryLimitLedger, say, startLlmSimulator } from '@wick/testkit';
import { createHash } from 'node:crypto';
import { askOnce } from '../chat/ask.ts';
import { gatesInARow } from '../chat/gate.ts';
import { openChat } from '../chat/open-chat.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { journalled } from '../spending/journal.ts';
import { questionOf } from '../spending/outcomes.test-support.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';

const NOW_MS = Date.UTC(2024, 4, 1);
const never = new AbortController().signal;
/** As the simulator counts them, and the most that we expect. */
const USED = { prompt: 1_000, completion: 100 };
const MOST_TOKENS = 1_500;

let simulator: LlmSimulator;
let clock: DrivenClock;
afterEach(() => simulator.close());

async function start(options: LlmSimulatorOptions): Promise<void> {
  clock = new DrivenClock(NOW_MS);
  simulator = await startLlmSimulator({ handler: () => say('{"a":1}'), clock: clock.background(), ...options });
}

/** Time stands still while a request is under way. */
const heldFetch: typeof fetch = (...request) => {
  const response = (async () => {
    const { status, headers, body } = await fetch(...request);
    return new Response(await new Response(body).text(), { status, headers });
  })();
  clock.hold(response);
  return response;
};

/** A process that asks so many questions, 16 at a time. @returns how many were answered */
async function askMany(count: number, cassettes: CassetteStore, given: Partial<RateLimitOptions>): Promise<number> {
  const provider = resolveProvider(simulator.baseUrl);
  const chat = openChat({ provider, key: simulator.apiKey, model: 'm', clock, fetch: heldFetch });
  const recent = await cassettes.recentRequests(provider.name, clock.nowMs() - 2 * MINUTE_MS);
  const rateLimit = createRateLimit({ provider: provider.name, clock, tokensOf: () => MOST_TOKENS, recent, ...given });
  let [next, answered] = [0, 0];
  const worker = async (): Promise<void> => {
    while (next < count) {
      const key = createHash('sha256').update(`${clock.nowMs()} ${next++}`).digest('hex');
      const journal = journalled({ cassettes, key, provider: provider.name, clock, tokens: MOST_TOKENS, worstUsd: null, usdOf: () => null });
      const result = await askOnce(chat, questionOf(0), { signal: never, gate: gatesInARow([rateLimit, journal]) });
      if (!('failed' in result)) answered++;
    }
  };
  await clock.runUntil(Promise.all(Array.from({ length: 16 }, worker)));
  return answered;
}

test('900 questions to a provider that takes 300 in any minute: at least 95 % of that pace, and no 429', async () => {
  await start({ limits: { requestsPerMinute: 300 } });
  expect(await askMany(900, memoryCassetteStore(), { requestsPerMinute: 300 })).toBe(900);
  expect(simulator.rejected).toBe(0);
  // The first 300 go at once, so the others take two minutes at least.
  expect((2 * MINUTE_MS) / (clock.nowMs() - NOW_MS)).toBeGreaterThanOrEqual(0.95);
  expect(clock.pending()).toBe(0);
}, 60_000);

test('a process that is started right after another one knows what that has asked, and gets no 429 either', async () => {
  await start({ limits: { requestsPerMinute: 300 } });
  const cassettes = memoryCassetteStore();
  expect(await askMany(250, cassettes, { requestsPerMinute: 300 })).toBe(250);
  expect(await askMany(250, cassettes, { requestsPerMinute: 300 })).toBe(250);
  expect(simulator.rejected).toBe(0);
  expect(clock.nowMs() - NOW_MS).toBe(61_000);
}, 60_000);

test('where tokens are what is short: no 429, and at least 95 % of the pace of what is really used', async () => {
  const tokensPerMinute = 100_000;
  await start({ limits: { tokensPerMinute } });
  const aMinute = Math.floor(tokensPerMinute / (USED.prompt + USED.completion));
  expect(await askMany(4 * aMinute, memoryCassetteStore(), { tokensPerMinute })).toBe(4 * aMinute);
  expect(simulator.rejected).toBe(0);
  expect((3 * MINUTE_MS) / (clock.nowMs() - NOW_MS)).toBeGreaterThanOrEqual(0.95);
}, 60_000);

test('a provider that takes less than it says: each of its waits is obeyed by all, and the work gets done', async () => {
  await start({ limits: { requestsPerMinute: 20, retryAfterSeconds: 600 } });
  const limits = memoryLimitLedger();
  const answered = await askMany(50, memoryCassetteStore(), { requestsPerMinute: 300, limits });
  const refused = simulator.rejected;
  expect(answered).toBe(50 - refused);
  // Sixteen are under way at most when the first of them is refused; nobody asks again before 600 s are over.
  expect(refused).toBeLessThanOrEqual(2 * 16);
  expect(clock.nowMs() - NOW_MS).toBeGreaterThanOrEqual(600_000);
  expect(await limits.blocked(`llm:${resolveProvider(simulator.baseUrl).name}`)).toMatchObject({ why: 'limited' });
}, 60_000);
