import { describe, expect, test } from '@jest/globals';
import { DrivenClock } from '@wick/testkit';
import { bodyToReply, type Reply } from '../chat/completion.ts';
import { gatesInARow } from '../chat/gate.ts';
import type { Question } from '../chat/question.ts';
import type { Price } from '../cost/price.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { replyCosts } from './reply-costs.ts';

const QUESTION: Question = { messages: [], schema: { name: 'any', schema: {} }, temperature: 0 };
const PRICE: Price = {
  models: ['deepseek-chat'], providers: ['holysheep'], inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, date: '2026-01-02', source: 'a test',
  peak: { hours: [[1, 4]], factor: 2 }, until: '2026-11-03',
};
const replyOf = (usage?: object): Reply => bodyToReply(JSON.stringify({ model: 'deepseek-chat', choices: [{ message: { content: 'x' } }], usage }))!;
const MILLION = { prompt_tokens: 600_000, completion_tokens: 400_000 };

/** Dollars of a million tokens, asked for and answered at these times, as a gate before it hears them. */
async function costOf(askedAt: string, answeredAt: string, reply = replyOf(MILLION)): Promise<number | null> {
  const clock = new DrivenClock(Date.parse(askedAt));
  const { usdOf, gate } = replyCosts({ provider: PROVIDERS.holysheep, clock }, [PRICE]);
  let heard: number | null = null;
  const before = { enter: async () => ({ settle: async () => void (heard = usdOf(reply)) }) };
  const pass = await gatesInARow([before, gate]).enter(QUESTION, new AbortController().signal);
  await clock.advanceTo(Date.parse(answeredAt));
  await pass.settle({ kind: 'reply', reply });
  return heard;
}

describe('a reply costs', () => {
  test.each([
    ['off the peak', '2026-11-02T00:10Z', '2026-11-02T00:11Z', 1],
    ['in the peak', '2026-11-02T03:10Z', '2026-11-02T03:11Z', 2],
    ['asked for in the last minute of the peak', '2026-11-02T03:59:59Z', '2026-11-02T04:00:01Z', 2],
    ['answered in the first minute of the peak', '2026-11-02T00:59:59Z', '2026-11-02T01:00:00Z', 2],
    ['asked for on Sunday, when there is no peak', '2026-11-01T03:10Z', '2026-11-01T03:11Z', 1],
  ])('the dearer of two prices: %s', async (_name, askedAt, answeredAt, usd) => {
    expect(await costOf(askedAt, answeredAt)).toBe(usd);
  });

  test('nobody knows what, where the price has ended between question and answer, or tokens are not told', async () => {
    expect(await costOf('2026-11-03T23:59:59Z', '2026-11-04T00:00:00Z')).toBeNull();
    expect(await costOf('2026-11-02T00:10Z', '2026-11-02T00:11Z', replyOf())).toBeNull();
  });

  test('nobody knows what, that did not pass the gate', () => {
    expect(replyCosts({ provider: PROVIDERS.holysheep, clock: new DrivenClock(0) }, [PRICE]).usdOf(replyOf(MILLION))).toBeNull();
  });
});
