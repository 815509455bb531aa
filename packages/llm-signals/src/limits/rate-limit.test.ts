import { describe, expect, test } from '@jest/globals';
import { DrivenClock, memoryLimitLedger } from '@wick/testkit';
import type { Outcome, Pass } from '../chat/gate.ts';
import { ABORTED, failed, questionOf, replyOf } from '../spending/outcomes.test-support.ts';
import { createRateLimit, type RateLimitOptions } from './rate-limit.ts';

const NOW_MS = Date.UTC(2024, 4, 1);
const never = new AbortController().signal;
const tooMany = (retryAfterMs?: number): Outcome => ({
  kind: 'failure', reason: 'rate-limit', isBilled: false, ...(retryAfterMs !== undefined && { retryAfterMs }),
});
const NOT_SENT: Outcome = { kind: 'failure', reason: 'not-sent', isBilled: false };

/** Questions are as long as their number says. */
const setUp = (given: Partial<RateLimitOptions> = {}) => {
  const clock = new DrivenClock(NOW_MS);
  const gate = createRateLimit({ provider: 'holysheep', clock, tokensOf: ({ temperature }) => temperature, ...given });
  /** Seconds after which each of these requests was let through, in that order. */
  const entered: string[] = [];
  const enter = (name: string, tokens = 1, signal = never): Promise<Pass> => {
    const entering = gate.enter(questionOf(tokens), signal);
    entering.then(
      () => entered.push(`${name} ${(clock.nowMs() - NOW_MS) / 1_000}`),
      () => undefined,
    );
    return entering;
  };
  return { clock, gate, entered, enter };
};

describe('requests', () => {
  test('go at once up to the limit; the others go in their order, a minute and a second after those before them', async () => {
    const { clock, entered, enter } = setUp({ requestsPerMinute: 2 });
    const passes = ['a', 'b', 'c', 'd', 'e'].map((name) => enter(name));
    await clock.advance(5_000);
    await (await passes[0]!).settle(replyOf(1));
    await clock.advance(195_000);
    expect(entered).toEqual(['a 0', 'b 0', 'c 61', 'd 61', 'e 122']);
    expect(clock.pending()).toBe(0);
  });

  test('count whatever became of them, unless they were never sent', async () => {
    const { clock, entered, enter } = setUp({ requestsPerMinute: 4 });
    const outcomes = [replyOf(1), failed(false), ABORTED, NOT_SENT];
    for (const outcome of outcomes) await (await enter('first')).settle(outcome);
    for (const name of ['a', 'b']) void enter(name);
    await clock.advance(62_000);
    expect(entered.slice(4)).toEqual(['a 0', 'b 61']);
  });

  test('that others have sent in the last minute count, also those of a clock that is ahead', async () => {
    const recent = [-120, -61, -60, -1, 30].map((second) => ({ sentAtMs: NOW_MS + second * 1_000, tokens: 1 }));
    const { clock, entered, enter } = setUp({ requestsPerMinute: 3, recent });
    for (const name of ['a', 'b', 'c']) void enter(name);
    await clock.advance(120_000);
    expect(entered).toEqual(['a 1', 'b 60', 'c 61']);
  });

  test('are not limited unless somebody says so', async () => {
    const { clock, entered, enter } = setUp();
    for (let i = 0; i < 1_000; i++) void enter('any', 1e9);
    await clock.advance(0);
    expect(entered).toHaveLength(1_000);
  });
});

describe('tokens', () => {
  test('are taken at their most, and what was not used makes room as soon as that is known', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    const first = await enter('a', 600);
    void enter('b', 600);
    await clock.advance(10_000);
    expect(entered).toEqual(['a 0']);
    await first.settle(replyOf(400));
    await clock.advance(0);
    expect(entered).toEqual(['a 0', 'b 10']);
    expect(clock.pending()).toBe(0);
  });

  test('of a prompt come back a minute after it was sent, those of its answer a minute after that came', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    const first = await enter('a', 1_000);
    await clock.advance(20_000);
    await first.settle(replyOf(600, 400));
    for (const name of ['b', 'c']) void enter(name, 500);
    await clock.advance(100_000);
    expect(entered).toEqual(['a 0', 'b 61', 'c 81']);
  });

  test('stay reserved for as long as an answer may come', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    const first = await enter('a', 600);
    void enter('b', 700);
    await clock.advance(300_000);
    expect(entered).toEqual(['a 0']);
    await first.settle(replyOf(200, 400));
    await clock.advance(60_999);
    expect(entered).toEqual(['a 0']);
    await clock.advance(1);
    expect(entered).toEqual(['a 0', 'b 361']);
    expect(clock.pending()).toBe(0);
  });

  test('of failures and of answers without usage stay taken, those of requests that were never sent do not', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    const outcomes = [replyOf(undefined), failed(true), ABORTED];
    for (const outcome of outcomes) await (await enter('first', 300)).settle(outcome);
    await (await enter('unsent', 100)).settle(NOT_SENT);
    void enter('a', 100);
    void enter('b', 1);
    await clock.advance(61_000);
    expect(entered.slice(4)).toEqual(['a 0', 'b 61']);
  });

  test('a request that is larger than the limit goes alone, and nobody overtakes it', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    await (await enter('small', 1)).settle(replyOf(1));
    const huge = enter('huge', 5_000);
    void enter('next', 1);
    await clock.advance(70_000);
    await (await huge).settle(replyOf(2_000, 3_000));
    await clock.advance(130_000);
    expect(entered).toEqual(['small 0', 'huge 61', 'next 131']);
  });

  test('a request that is larger than the limit waits for tokens, and not for requests that took none', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 1_000 });
    await (await enter('free', 10)).settle(replyOf(0));
    void enter('huge', 5_000);
    await clock.advance(1);
    expect(entered).toEqual(['free 0', 'huge 0']);
  });
});

describe('a refusal for too many requests', () => {
  test('closes the gate for everybody until the provider wants: 600 seconds are obeyed', async () => {
    const { clock, gate, entered, enter } = setUp({ requestsPerMinute: 10 });
    await (await enter('a')).settle(tooMany(600_000));
    expect(gate.closedUntilMs).toBe(NOW_MS + 600_000);
    for (const name of ['b', 'c']) void enter(name);
    await clock.advance(599_999);
    expect(entered).toEqual(['a 0']);
    await clock.advance(1);
    expect(entered).toEqual(['a 0', 'b 600', 'c 600']);
    expect(gate.closedUntilMs).toBeNull();
    expect(clock.pending()).toBe(0);
  });

  test('of two waits the longer one counts', async () => {
    const { clock, entered, enter } = setUp();
    const passes = [await enter('a'), await enter('b')];
    await passes[0]!.settle(tooMany(20_000));
    await passes[1]!.settle(tooMany(5_000));
    void enter('c');
    await clock.advance(30_000);
    expect(entered.at(-1)).toBe('c 20');
  });

  test('who waits already waits longer', async () => {
    const { clock, entered, enter } = setUp({ requestsPerMinute: 1 });
    const first = await enter('a');
    void enter('b');
    await clock.advance(50_000);
    await first.settle(tooMany(30_000));
    await clock.advance(60_000);
    expect(entered).toEqual(['a 0', 'b 80']);
  });

  test.each([undefined, 0])('that says to wait for %s: 1, 2, 4 … 64 seconds, and 1 again after an answer', async (retryAfterMs) => {
    const { clock, entered, enter } = setUp();
    for (let i = 0; i < 9; i++) await clock.runUntil(enter('r').then((pass) => pass.settle(tooMany(retryAfterMs))));
    await clock.runUntil(enter('ok').then((pass) => pass.settle(replyOf(1))));
    await clock.runUntil(enter('r').then((pass) => pass.settle(tooMany(retryAfterMs))));
    await clock.runUntil(enter('end'));
    const seconds = entered.map((text) => Number(text.split(' ')[1]));
    expect(seconds.slice(1).map((second, i) => second - seconds[i]!)).toEqual([1, 2, 4, 8, 16, 32, 64, 64, 64, 0, 1]);
  });

  test('of requests that were under way together is one refusal, and their answers do not end it', async () => {
    const { clock, entered, enter } = setUp();
    const passes = await Promise.all(Array.from({ length: 8 }, () => enter('first')));
    await clock.advance(500);
    for (const pass of passes.slice(0, 6)) await pass.settle(tooMany());
    await clock.runUntil(enter('a').then((pass) => pass.settle(tooMany())));
    await passes[6]!.settle(replyOf(1));
    await passes[7]!.settle(tooMany());
    await clock.runUntil(enter('b').then((pass) => pass.settle(tooMany())));
    await clock.runUntil(enter('c'));
    expect(entered.slice(8)).toEqual(['a 1.5', 'b 3.5', 'c 7.5']);
  });

  test('is obeyed after a restart, and by processes side by side, where there is a ledger', async () => {
    const limits = memoryLimitLedger();
    const [refused, beside] = [setUp({ limits }), setUp({ limits })];
    void beside.enter('x');
    await beside.clock.advance(2_000);
    await (await refused.enter('a')).settle(tooMany(600_000));
    expect(await limits.blocked('llm:holysheep')).toEqual({ untilMs: NOW_MS + 600_000, why: 'limited' });
    const restarted = setUp({ limits });
    const elsewhere = setUp({ limits, provider: 'openai' });
    for (const each of [beside, restarted, elsewhere]) {
      void each.enter('y');
      await each.clock.advance(600_000);
    }
    expect([beside.entered, restarted.entered, elsewhere.entered]).toEqual([['x 0', 'y 600'], ['y 600'], ['y 0']]);
  });

  test('that wants longer than any timer lasts is obeyed too', async () => {
    const { clock, enter, gate } = setUp();
    await (await enter('a')).settle(tooMany(40 * 86_400_000));
    void enter('b');
    await clock.untilPending();
    expect(clock.nextWakeInMs()).toBeLessThan(2 ** 31);
    expect(gate.closedUntilMs).toBe(NOW_MS + 40 * 86_400_000);
  });

  test('a ledger that cannot be read refuses one request, and the next one is tried', async () => {
    let reads = 0;
    const blocked = async (): Promise<null> => {
      if (reads++ === 0) throw new Error('no database');
      return null;
    };
    const { clock, entered, enter } = setUp({ limits: { ...memoryLimitLedger(), blocked } });
    const first = enter('a');
    void enter('b');
    await expect(first).rejects.toThrow('no database');
    await clock.advance(0);
    expect(entered).toEqual(['b 0']);
  });
});

describe('an aborted caller', () => {
  test('leaves the queue, which closes up, and no timer stays behind', async () => {
    const { clock, entered, enter } = setUp({ tokensPerMinute: 10 });
    const controller = new AbortController();
    void enter('a', 5);
    const large = enter('b', 10, controller.signal);
    void enter('c', 5);
    await clock.advance(1_000);
    controller.abort(new Error('enough'));
    await expect(large).rejects.toThrow('enough');
    await clock.advance(0);
    expect(entered).toEqual(['a 0', 'c 1']);
    expect(clock.pending()).toBe(0);
  });

  test('who was the last one to wait leaves nothing behind', async () => {
    const { clock, enter } = setUp({ requestsPerMinute: 1 });
    const controller = new AbortController();
    void enter('a');
    const waiting = [enter('b', 1, controller.signal), enter('c', 1, controller.signal)];
    await clock.untilPending();
    controller.abort(new Error('enough'));
    for (const each of waiting) await expect(each).rejects.toThrow('enough');
    await clock.advance(0);
    expect(clock.pending()).toBe(0);
  });

  test('while the ledger is read: takes nothing', async () => {
    const controller = new AbortController();
    const blocked = async (): Promise<null> => {
      controller.abort(new Error('meanwhile'));
      return null;
    };
    const { clock, entered, enter } = setUp({ requestsPerMinute: 1, limits: { ...memoryLimitLedger(), blocked } });
    await expect(enter('a', 1, controller.signal)).rejects.toThrow('meanwhile');
    void enter('b');
    await clock.advance(0);
    expect(entered).toEqual(['b 0']);
  });

  test('takes nothing if it was aborted before', async () => {
    const { clock, entered, enter } = setUp({ requestsPerMinute: 1 });
    await expect(enter('a', 1, AbortSignal.abort(new Error('before')))).rejects.toThrow('before');
    void enter('b');
    await clock.advance(0);
    expect(entered).toEqual(['b 0']);
  });
});

test.each([0, -1, NaN, 0.5])('a limit of %s is refused', (limit) => {
  const invalid = (option: string) => expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringContaining(option) });
  expect(() => setUp({ requestsPerMinute: limit })).toThrow(invalid('requestsPerMinute'));
  expect(() => setUp({ tokensPerMinute: limit })).toThrow(invalid('tokensPerMinute'));
});
