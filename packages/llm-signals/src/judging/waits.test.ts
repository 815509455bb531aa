import { expect, test } from '@jest/globals';
import { createFrame, type Frame, HOUR_MS } from '@wick/core';
import { DrivenClock, memoryCassetteStore, memoryLimitLedger } from '@wick/testkit';
import type { Price } from '../cost/price.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { type AskingOptions, prepareJudging, type RanJudging } from './prepare-judging.ts';

const START = Date.UTC(2026, 10, 20);
const PRICES: readonly Price[] = [{ models: ['deepseek-chat'], providers: ['holysheep'], inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, date: '2026-01-02', source: 'a test' }];

/** 20 hours, of which 16 windows of 5 are cut. */
function frame(): Frame {
  const close = Float64Array.from({ length: 20 }, (_, hour) => 100 + 10 * Math.sin(hour));
  const columns = { open: close, high: close, low: close, close, volume: new Float64Array(20).fill(1) };
  return createFrame({ exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' }, close.map((_, hour) => START - (20 - hour) * HOUR_MS), columns);
}
const WINDOWS = 16;

/** Answers at once, unless the nth request of all, counted from 0, is told otherwise. */
function providerWith(clock: DrivenClock, otherwise: (request: number, time: string, signal: AbortSignal) => Response | Promise<Response> | undefined) {
  const sentAtMs: number[] = [];
  const fetch = (async (_url: unknown, init?: RequestInit) => {
    const request = JSON.parse(init!.body as string) as { model: string; messages: { content: string }[] };
    const { time } = JSON.parse(request.messages.at(-1)!.content) as { time: string };
    sentAtMs.push(clock.nowMs());
    const content = JSON.stringify({ time, reason: 'x', action: 'BUY', confidence: 1 });
    return (await otherwise(sentAtMs.length - 1, time, init!.signal!)) ?? Response.json({ model: request.model, choices: [{ finish_reason: 'stop', message: { content } }], usage: { prompt_tokens: 700, completion_tokens: 40 } });
  }) as typeof globalThis.fetch;
  return { sentAtMs, fetch };
}

async function run(clock: DrivenClock, asking: Partial<AskingOptions>): Promise<RanJudging> {
  const settings = { instruction: 'buy dips', candles: 5, every: 1, masked: false };
  const prepared = await prepareJudging({ frame: frame(), settings, provider: PROVIDERS.holysheep, prices: PRICES, cassettes: memoryCassetteStore(), clock, concurrency: 4 });
  let over = false;
  const ended = prepared.run({ maxUsd: 100, key: () => 'hs-simulator-0123456789abcdef', ...asking }).finally(() => (over = true));
  ended.catch(() => undefined);
  while (!over) await clock.advance(500);
  return ended;
}

test('Retry-After of 600 s is obeyed by every request of a run, and by the next process, and each window is answered', async () => {
  const clock = new DrivenClock(START);
  const limits = memoryLimitLedger();
  const { sentAtMs, fetch } = providerWith(clock, (request) =>
    request === 5 ? Response.json({ error: { code: 'rate_limit_exceeded', message: 'slow down' } }, { status: 429, headers: { 'retry-after': '600' } }) : undefined,
  );
  const waits: number[] = [];
  const onWait = (untilMs: number): void => void waits.push(untilMs);
  const { answers, header } = await run(clock, { fetch, limits, onWait });
  expect(answers).toMatchObject({ asked: WINDOWS, unanswered: 0, requests: WINDOWS + 1 });
  expect(header.signals).toEqual({ BUY: WINDOWS, SELL: 0, HOLD: 0 });
  const refusedAtMs = sentAtMs[5]!;
  const later = sentAtMs.filter((timeMs) => timeMs > refusedAtMs);
  expect(later.length).toBeGreaterThanOrEqual(WINDOWS - 8);
  expect(Math.min(...later) - refusedAtMs).toBe(600_000);
  expect(waits).toEqual([refusedAtMs + 600_000]);

  const [closedAgain, next] = [clock.nowMs(), providerWith(clock, () => undefined)];
  await limits.block('llm:holysheep', { untilMs: closedAgain + 600_000, why: 'limited' });
  await run(clock, { fetch: next.fetch, limits, onWait });
  expect(waits).toEqual([refusedAtMs + 600_000, closedAgain + 600_000]);
  expect(Math.min(...next.sentAtMs) - closedAgain).toBe(600_000);
});

test('a request that is never answered ends after its time, is asked four times, and leaves its window without a signal, which is counted and never HOLD', async () => {
  const clock = new DrivenClock(START);
  const stuck = new Date(START - 4 * HOUR_MS).toISOString().replace('.000Z', 'Z');
  const stalled: number[] = [];
  const { fetch } = providerWith(clock, (_request, time, signal) => {
    if (time !== stuck) return undefined;
    const sentMs = clock.nowMs();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        stalled.push(clock.nowMs() - sentMs);
        reject(signal.reason as Error);
      });
    });
  });
  const { answers, header, decisions, spending } = await run(clock, { fetch, timeoutMs: 30_000 });
  expect(stalled).toEqual([30_000, 30_000, 30_000, 30_000]);
  expect(answers).toMatchObject({ asked: WINDOWS - 1, unanswered: 1 });
  expect(header).toMatchObject({ signals: { BUY: WINDOWS - 1, HOLD: 0 }, noSignals: { unanswered: 1 } });
  expect(decisions.filter(({ judgement }) => judgement.kind === 'none' && judgement.why === 'unanswered')).toHaveLength(1);
  // It may have been charged for, four times.
  expect(spending).toMatchObject({ requests: WINDOWS + 3, unsettled: 4 });
});
