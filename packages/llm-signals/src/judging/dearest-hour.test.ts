import { expect, test } from '@jest/globals';
import { DrivenClock, memoryCassetteStore } from '@wick/testkit';
import type { Price } from '../cost/price.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { steadyFrame } from '../windows/frames.test-support.ts';
import { prepareJudging } from './prepare-judging.ts';

/** 400 tokens of an answer are $0.0004, and twice as much in the hours of the peak. */
const PRICE: Price = {
  models: ['deepseek-chat'], providers: ['holysheep'], inputUsd: 0, cachedInputUsd: 0, outputUsd: 1, date: '2026-01-02', source: 'a test',
  peak: { hours: [[1, 4]], factor: 2 },
};

test('a request that is made to wait until the prices have doubled counts at the dearer price where its cost is not told', async () => {
  const clock = new DrivenClock(Date.UTC(2026, 10, 2, 0, 30));
  const sentAt: string[] = [];
  const fetch = (async (_url: unknown, init?: RequestInit) => {
    sentAt.push(new Date(clock.nowMs()).toISOString().slice(11, 16));
    if (sentAt.length === 1) return Response.json({ error: { message: 'too many' } }, { status: 429, headers: { 'retry-after': '3600' } });
    const { model } = JSON.parse(init!.body as string) as { model: string };
    return Response.json({ model, choices: [{ finish_reason: 'stop', message: { content: 'no usage' } }] });
  }) as typeof globalThis.fetch;
  const settings = { instruction: 'buy dips', candles: 5, every: 1, masked: false };
  const { planned, run } = await prepareJudging({ frame: steadyFrame(5), settings, provider: PROVIDERS.holysheep, cassettes: memoryCassetteStore(), prices: [PRICE], clock });
  expect(planned.estimate!.worstUsd).toBeCloseTo(0.0008, 12);
  const { spending } = await clock.runUntil(run({ maxUsd: 1, key: () => 'hs-0123456789abcdef', timeoutMs: 24 * 3_600_000, fetch }));
  expect(sentAt).toEqual(['00:30', '01:30']);
  expect(spending).toMatchObject({ unsettled: 1, unsettledUsd: 0.0008 });
});
