import { expect, test } from '@jest/globals';
import { DrivenClock } from '@wick/testkit';
import fc from 'fast-check';
import type { Outcome } from '../chat/gate.ts';
import { ABORTED, failed, questionOf, replyOf } from '../spending/outcomes.test-support.ts';
import { createRateLimit } from './rate-limit.ts';
import { SlidingProvider } from './sliding-provider.test-support.ts';

const NOW_MS = Date.UTC(2024, 4, 1);
const never = new AbortController().signal;
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

test('each request goes as early as the limit allows: with those before it, and a minute and a second after the one it replaces', async () => {
  const arrivals = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 60 }).map((times) => times.sort((a, b) => a - b));
  const property = fc.asyncProperty(fc.integer({ min: 1, max: 12 }), arrivals, async (limit, times) => {
    const clock = new DrivenClock(NOW_MS);
    const gate = createRateLimit({ provider: 'fake', clock, requestsPerMinute: limit, tokensOf: () => 1 });
    const entered: number[] = [];
    const work = times.map(async (timeMs) => {
      await clock.sleep(timeMs);
      await gate.enter(questionOf(1), never);
      entered.push(clock.nowMs() - NOW_MS);
    });
    await clock.advance(61_000 * 70);
    await Promise.all(work);
    const expected: number[] = [];
    for (const [i, timeMs] of times.entries()) expected.push(Math.max(timeMs, expected[i - 1] ?? 0, (expected[i - limit] ?? -Infinity) + 61_000));
    expect(entered).toEqual(expected);
    expect(clock.pending()).toBe(0);
  });
  await fc.assert(property, { numRuns: 60 });
});

test('with any arrivals, latencies, usages and failures, no minute ever sees more requests or tokens than the limits', async () => {
  const outcomes: Record<string, (used: number) => Outcome> = {
    reply: (used) => replyOf(Math.floor(used / 2), Math.ceil(used / 2)),
    silent: () => replyOf(undefined),
    failure: () => failed(true),
    'rate-limit': () => ({ kind: 'failure', reason: 'rate-limit', isBilled: false }),
    'retry-after': (used) => ({ kind: 'failure', reason: 'rate-limit', isBilled: false, retryAfterMs: used * 100 }),
    aborted: () => ABORTED,
  };
  const asked = fc.record({
    atMs: fc.integer({ min: 0, max: 200_000 }),
    lateMs: fc.integer({ min: 0, max: 1_000 }),
    latencyMs: fc.integer({ min: 0, max: 90_000 }),
    tokens: fc.integer({ min: 0, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    becomes: fc.constantFrom(...Object.keys(outcomes)),
  });
  const limits = fc.record({ requests: fc.integer({ min: 1, max: 12 }), tokens: fc.integer({ min: 400, max: 1_500 }) });
  const property = fc.asyncProperty(limits, fc.array(asked, { minLength: 1, maxLength: 50 }), async (limit, requests) => {
    const clock = new DrivenClock(NOW_MS);
    const gate = createRateLimit({
      provider: 'fake', clock, requestsPerMinute: limit.requests, tokensPerMinute: limit.tokens, tokensOf: ({ temperature }) => temperature,
    });
    // The provider counts a request and its prompt when it arrives, and the answer when it leaves.
    const counted: { readonly timeMs: number; readonly requests: number; readonly tokens: number }[] = [];
    const most = { requests: 0, tokens: 0 };
    const count = (requests: number, tokens: number): void => {
      const timeMs = clock.nowMs();
      counted.push({ timeMs, requests, tokens });
      const minute = counted.filter((each) => each.timeMs >= timeMs - 60_000);
      most.requests = Math.max(most.requests, sum(minute.map((each) => each.requests)));
      most.tokens = Math.max(most.tokens, sum(minute.map((each) => each.tokens)));
    };
    const work = requests.map(async ({ atMs, lateMs, latencyMs, tokens, share, becomes }) => {
      await clock.sleep(atMs);
      const pass = await gate.enter(questionOf(tokens), never);
      await clock.sleep(lateMs);
      const used = Math.floor(tokens * share);
      count(1, Math.floor(used / 2));
      await clock.sleep(latencyMs);
      count(0, Math.ceil(used / 2));
      await pass.settle(outcomes[becomes]!(used));
    });
    await clock.advance(61_000 * 60 + 64_000 * 60);
    await Promise.all(work);
    expect(most.requests).toBeLessThanOrEqual(limit.requests);
    expect(most.tokens).toBeLessThanOrEqual(limit.tokens);
    expect(clock.pending()).toBe(0);
  });
  await fc.assert(property, { numRuns: 60 });
});

test.each([0, 60])('ten minutes at a provider that takes 300 in any minute: at least 95 %% of them, and no refusal, with %i ms of jitter', async (jitterMs) => {
  const clock = new DrivenClock(NOW_MS);
  const provider = new SlidingProvider(300);
  const gate = createRateLimit({ provider: 'fake', clock, requestsPerMinute: 300, tokensOf: () => 1 });
  // Numbers that are the same in every run.
  let seed = 1;
  const random = (below: number): number => ((seed = (seed * 48_271) % 2_147_483_647) % 1_000_003) / 1_000_003 * below;
  const stop = new AbortController();
  const worker = async (): Promise<void> => {
    for (;;) {
      const pass = await gate.enter(questionOf(1), stop.signal);
      await clock.sleep(random(jitterMs));
      const isTaken = provider.arrive(clock.nowMs());
      await clock.sleep(300 + random(2_000));
      await pass.settle(isTaken ? replyOf(1) : { kind: 'failure', reason: 'rate-limit', isBilled: false });
    }
  };
  const workers = Array.from({ length: 32 }, () => worker().catch(() => undefined));
  await clock.advance(600_000);
  stop.abort();
  await clock.advance(5_000);
  await Promise.all(workers);
  expect(provider.refused).toBe(0);
  expect(provider.arrivals.length).toBeGreaterThanOrEqual(0.95 * 3_000);
  // The first minute is at the limit before anybody has to wait, so those after it show the pace.
  expect(provider.arrivals.filter((timeMs) => timeMs >= NOW_MS + 61_000 && timeMs < NOW_MS + 549_000).length / (488 / 60)).toBeGreaterThanOrEqual(0.95 * 300);
  expect(clock.pending()).toBe(0);
});
