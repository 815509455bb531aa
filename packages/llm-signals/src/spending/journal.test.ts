import { describe, expect, test } from '@jest/globals';
import { type CassetteStore, WickError } from '@wick/core';
import { DrivenClock, memoryCassetteStore } from '@wick/testkit';
import type { Outcome } from '../chat/gate.ts';
import { type JournalOptions, journalled } from './journal.ts';
import { readSpentUsd } from './read-spent-usd.ts';
import { ABORTED, failed, questionOf, replyOf, tokensAsUsd } from './outcomes.test-support.ts';

const KEY = 'ab'.repeat(32);
const NOW_MS = Date.UTC(2024, 4, 1);
const never = new AbortController().signal;

const setUp = (given: Partial<JournalOptions> = {}) => {
  const cassettes = given.cassettes ?? memoryCassetteStore();
  const clock = new DrivenClock(NOW_MS);
  const gate = journalled({ cassettes, key: KEY, provider: 'holysheep', clock, tokens: 700, worstUsd: 0.5, usdOf: tokensAsUsd, ...given });
  return { cassettes, clock, gate };
};

const unavailable = (): WickError => new WickError('DATABASE_UNAVAILABLE', 'The database cannot be used.', { remedy: 'Try again.' });

test('a request is entered before it is let through: after a crash it counts at its worst', async () => {
  const { cassettes, gate } = setUp();
  await gate.enter(questionOf(0), never);
  expect(await cassettes.spending([KEY])).toEqual({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: 0.5 });
  expect(await cassettes.recentRequests('holysheep', 0)).toEqual([{ sentAtMs: NOW_MS, tokens: 700 }]);
  expect(await readSpentUsd(cassettes, [KEY])).toBe(0.5);
});

test('an answer is stored as it came, with its cost and its time, when the gate has been told of it', async () => {
  const { cassettes, clock, gate } = setUp();
  const pass = await gate.enter(questionOf(0), never);
  await clock.advance(900);
  await pass.settle(replyOf(0.125));
  const cassette = { key: KEY, body: '{"tokens":0.125}', answeredAtMs: NOW_MS + 900, usd: 0.125 };
  expect(await cassettes.cassettes([KEY])).toEqual(new Map([[KEY, cassette]]));
  expect(await readSpentUsd(cassettes, [KEY])).toBe(0.125);
});

test('an answer that cannot be used was paid for, and is stored too', async () => {
  const { cassettes, gate } = setUp();
  const { reply } = replyOf(0.125);
  await (await gate.enter(questionOf(0), never)).settle({ kind: 'reply', reply: { ...reply, answer: { kind: 'unusable', reason: 'truncated' } } });
  expect((await cassettes.cassettes([KEY])).get(KEY)).toMatchObject({ body: reply.body, usd: 0.125 });
});

test('an answer that is not what was asked for is kept as what it is, and paid for where it was asked', async () => {
  const other = 'cd'.repeat(32);
  const { cassettes, gate } = setUp({ keyOf: ({ model }) => (model === 'fake' ? other : KEY) });
  await (await gate.enter(questionOf(0), never)).settle(replyOf(0.125));
  expect([...(await cassettes.cassettes([KEY, other])).keys()]).toEqual([other]);
  expect(await readSpentUsd(cassettes, [KEY])).toBe(0.125);
  expect(await readSpentUsd(cassettes, [other])).toBe(0);
});

test.each<[string, Outcome, number, boolean]>([
  ['an answer without usage at its worst', replyOf(undefined), 0.5, true],
  ['an answer whose cost is NaN at its worst', replyOf(NaN), 0.5, true],
  ['a failure that was not charged at nothing', failed(false), 0, false],
  ['a failure that may have been charged at its worst', failed(true), 0.5, false],
  ['a request that was aborted at its worst', ABORTED, 0.5, false],
])('counts %s', async (_name, outcome, usd, isKept) => {
  const { cassettes, gate } = setUp();
  await (await gate.enter(questionOf(0), never)).settle(outcome);
  expect(await readSpentUsd(cassettes, [KEY])).toBe(usd);
  expect((await cassettes.cassettes([KEY])).has(KEY)).toBe(isKept);
});

test('where no price is known, what was never settled has no worst, and no budget can be resumed', async () => {
  for (const worstUsd of [null, NaN]) {
    const { cassettes, gate } = setUp({ worstUsd });
    const pass = await gate.enter(questionOf(0), never);
    await expect(readSpentUsd(cassettes, [KEY])).rejects.toMatchObject({ code: 'PRICE_UNKNOWN' });
    await pass.settle(replyOf(0.25));
    expect(await readSpentUsd(cassettes, [KEY])).toBe(0.25);
  }
});

describe('an aborted caller', () => {
  test('enters nothing', async () => {
    const { cassettes, gate } = setUp();
    await expect(gate.enter(questionOf(0), AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    expect(await cassettes.spending([KEY])).toMatchObject({ requests: 0 });
  });

  test('while the entry is written: nothing is sent, and nothing counts', async () => {
    const [store, controller] = [memoryCassetteStore(), new AbortController()];
    const begin: CassetteStore['begin'] = async (request) => {
      controller.abort(new Error('meanwhile'));
      return store.begin(request);
    };
    const { gate } = setUp({ cassettes: { ...store, begin } });
    await expect(gate.enter(questionOf(0), controller.signal)).rejects.toThrow('meanwhile');
    expect(await store.spending([KEY])).toEqual({ requests: 1, settledUsd: 0, unsettled: 0, unsettledUsd: 0 });
  });
});

describe('the store cannot be reached', () => {
  const failing = (times: number, error: Error) => {
    const store = memoryCassetteStore();
    let tries = 0;
    const settle: CassetteStore['settle'] = async (...outcome) => {
      if (tries++ < times) throw error;
      await store.settle(...outcome);
    };
    return { store: { ...store, settle }, tries: () => tries };
  };

  test('when an answer came: it is not lost, as the store is asked again a moment later', async () => {
    const { store } = failing(3, unavailable());
    const { clock, gate } = setUp({ cassettes: store });
    const pass = await gate.enter(questionOf(0), never);
    await clock.runUntil(pass.settle(replyOf(0.125)));
    expect(clock.nowMs() - NOW_MS).toBe(250 + 500 + 1_000);
    expect((await store.cassettes([KEY])).get(KEY)).toMatchObject({ usd: 0.125, answeredAtMs: NOW_MS });
    expect(clock.pending()).toBe(0);
  });

  test('for good: the caller is told, and the request counts at its worst', async () => {
    const { store, tries } = failing(Infinity, unavailable());
    const { clock, gate } = setUp({ cassettes: store });
    const pass = await gate.enter(questionOf(0), never);
    await expect(clock.runUntil(pass.settle(replyOf(0.125)))).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(tries()).toBe(4);
    expect(await readSpentUsd(store, [KEY])).toBe(0.5);
  });

  test('any other error is told at once', async () => {
    const { store, tries } = failing(Infinity, new RangeError('no such request'));
    const pass = await setUp({ cassettes: store }).gate.enter(questionOf(0), never);
    await expect(pass.settle(replyOf(0.125))).rejects.toThrow('no such request');
    expect(tries()).toBe(1);
  });

  test('before a request: nothing is sent', async () => {
    const begin = async (): Promise<string> => {
      throw unavailable();
    };
    const { gate } = setUp({ cassettes: { ...memoryCassetteStore(), begin } });
    await expect(gate.enter(questionOf(0), never)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });
});
