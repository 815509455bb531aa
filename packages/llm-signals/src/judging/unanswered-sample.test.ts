import { expect, test } from '@jest/globals';
import { type CassetteStore, type Clock, HOUR_MS } from '@wick/core';
import { memoryCassetteStore } from '@wick/testkit';
import { PROVIDERS } from '../provider/providers.ts';
import { steadyFrame } from '../windows/frames.test-support.ts';
import { prepareJudging, type RanJudging } from './prepare-judging.ts';

/** Pauses are over at once, and no request takes too long. */
const clock: Clock = {
  nowMs: () => Date.UTC(2026, 10, 1),
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      if (durationMs < HOUR_MS) setImmediate(resolve);
    }),
};

const answering = (async (_url: unknown, init?: RequestInit) => {
  const { messages, model } = JSON.parse(init!.body as string) as { messages: { content: string }[]; model: string };
  const { time } = JSON.parse(messages.at(-1)!.content) as { time: string };
  return Response.json({ model, choices: [{ finish_reason: 'stop', message: { content: JSON.stringify({ time, reason: 'x', action: 'BUY', confidence: 1 }) } }], usage: { prompt_tokens: 1, completion_tokens: 1 } });
}) as typeof globalThis.fetch;
const failing = (async () => Response.json({ error: { message: 'simulated' } }, { status: 500 })) as typeof globalThis.fetch;

async function judged(cassettes: CassetteStore, fetch: typeof globalThis.fetch): Promise<RanJudging> {
  const settings = { instruction: 'buy dips', candles: 3, every: 1, masked: false, samples: 3, leastAgreement: 0.5 };
  const { run } = await prepareJudging({ frame: steadyFrame(8), settings, provider: PROVIDERS.holysheep, cassettes, clock });
  return run({ maxUsd: 100, key: () => 'hs-0123456789abcdef', timeoutMs: 2 * HOUR_MS, fetch });
}

test.each([0, 1, 2])('a window of which sample %i alone has no answer has none, however many of the others agree', async (sample) => {
  const store = memoryCassetteStore();
  const asked: string[] = [];
  await judged({ ...store, cassettes: (keys) => (asked.splice(0, Infinity, ...keys), store.cassettes(keys)) }, answering);
  const whole = await judged(store, failing);
  expect(whole.header).toMatchObject({ signals: { BUY: 6 }, noSignals: { 'short-history': 2 } });
  // Keys are asked for window by window, sample by sample: the one of the second window.
  const keys: string[] = [];
  await judged({ ...store, cassettes: (some) => (keys.push(...some), store.cassettes(some)) }, failing);
  const hidden = keys[3 + sample]!;
  const lacking: CassetteStore = { ...store, cassettes: async (some) => new Map([...(await store.cassettes(some))].filter(([key]) => key !== hidden)) };
  const ran = await judged(lacking, failing);
  expect(ran.answers).toMatchObject({ total: 18, replayed: 17, asked: 0, unanswered: 1 });
  expect(ran.decisions[3]).toMatchObject({ judgement: { kind: 'none', why: 'unanswered' } });
  expect(ran.header).toMatchObject({ signals: { BUY: 5 }, noSignals: { 'short-history': 2, unanswered: 1 } });
});
