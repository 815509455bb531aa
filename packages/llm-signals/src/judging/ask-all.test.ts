import { describe, expect, test } from '@jest/globals';
import { type Clock, WickError } from '@wick/core';
import { type Gate, openGate, type Outcome } from '../chat/gate.ts';
import { type Chat, openChat } from '../chat/open-chat.ts';
import type { Question } from '../chat/question.ts';
import { PROVIDERS } from '../provider/providers.ts';
import { askAll, type AskAllOptions, MAX_ATTEMPTS, MAX_UNANSWERED_IN_A_ROW, type OpenQuestion } from './ask-all.ts';

const questionOf = (number: number): Question => ({ messages: [{ role: 'user', content: `question ${number}` }], schema: { name: 'any', schema: {} }, temperature: 0 });

const completion = (model: string): Response =>
  Response.json({ model, choices: [{ finish_reason: 'stop', message: { content: '{}' } }], usage: { prompt_tokens: 1, completion_tokens: 1 } });
const status = (code: number, error: Record<string, unknown> = {}, headers: Record<string, string> = {}): Response =>
  Response.json({ error: { message: 'simulated', ...error } }, { status: code, headers });

const TIMEOUT_MS = 3_600_000;

/** Pauses are over at once, and no request ever takes too long. */
const clock: Clock = {
  nowMs: () => Date.UTC(2026, 10, 1),
  sleep: (durationMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason as Error);
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      if (durationMs < TIMEOUT_MS) setImmediate(resolve);
    }),
};

/** What the provider does with the nth request for a question; both counted from 0. */
type Answering = (question: number, request: number, body: Record<string, unknown>, signal: AbortSignal) => Response | Promise<Response>;

/** A run over a provider that a test plays, with account of every request and of what the gate was told. */
function runOf(answering: Answering, changes: Partial<AskAllOptions> = {}, gateOf: (question: number) => Gate = () => openGate) {
  const requests: number[] = [];
  const outcomes: { question: number; outcome: Outcome }[] = [];
  const answered: boolean[] = [];
  const underWay = { now: 0, most: 0 };
  const fetch = async (_url: unknown, init?: RequestInit): Promise<Response> => {
    const body = JSON.parse(init!.body as string) as { messages: { content: string }[] };
    const question = Number(body.messages[0]!.content.split(' ')[1]);
    const request = requests.filter((each) => each === question).length;
    requests.push(question);
    underWay.most = Math.max(underWay.most, ++underWay.now);
    try {
      return await answering(question, request, body, init!.signal!);
    } finally {
      underWay.now--;
    }
  };
  const chat: Chat = openChat({ provider: PROVIDERS.holysheep, key: 'hs-0123456789abcdef', model: 'gpt-4.1', clock, fetch: fetch as typeof globalThis.fetch });
  const recording = (question: number): Gate => ({
    async enter(asked, signal) {
      const pass = await gateOf(question).enter(asked, signal);
      return {
        async settle(outcome) {
          outcomes.push({ question, outcome });
          await pass.settle(outcome);
        },
      };
    },
  });
  const open = (count: number): OpenQuestion[] => Array.from({ length: count }, (_, number) => ({ question: questionOf(number), gate: recording(number) }));
  const run = (count: number): Promise<{ unanswered: number }> =>
    askAll(open(count), {
      chat, concurrency: 4, timeoutMs: TIMEOUT_MS, accepts: (model) => model === 'gpt-4.1',
      rerouted: (model) => new WickError('LLM_REFUSED', `${model} answers`, { remedy: 'accept it' }),
      onQuestion: (wasAnswered) => answered.push(wasAnswered),
      ...changes,
    });
  return { run, requests, outcomes, answered, underWay, chat };
}

const refusalOf = (run: Promise<unknown>): Promise<WickError> =>
  run.then(
    () => { throw new Error('nothing was refused'); },
    (error: WickError) => error,
  );

describe('every question', () => {
  test('is asked once, and no more at the same time than allowed', async () => {
    const { run, requests, answered, underWay } = runOf(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return completion('gpt-4.1');
    });
    expect(await run(50)).toEqual({ unanswered: 0 });
    expect(requests.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, number) => number));
    expect(answered).toHaveLength(50);
    expect(underWay.most).toBe(4);
  });

  test.each([
    ['a fault of the provider', () => status(500)],
    ['a connection that is reset', () => { throw new TypeError('terminated'); }],
    ['a page of a proxy with status 200', () => new Response('<html>', { status: 200 })],
  ])('is asked again after %s, and left after four requests while the run goes on', async (_name, failing) => {
    const { run, requests } = runOf((question, request) => (question === 3 && request < 2) || question === 5 ? failing() : completion('gpt-4.1'));
    expect(await run(10)).toEqual({ unanswered: 1 });
    expect(requests.filter((each) => each === 3)).toHaveLength(3);
    expect(requests.filter((each) => each === 5)).toHaveLength(MAX_ATTEMPTS);
    expect(requests).toHaveLength(8 + 3 + MAX_ATTEMPTS);
  });

  test('that is refused for too many requests is asked again however often, without being left', async () => {
    const { run, requests, outcomes } = runOf((question, request) => (question === 0 && request < 9 ? status(429, {}, { 'retry-after': '1' }) : completion('gpt-4.1')));
    expect(await run(1)).toEqual({ unanswered: 0 });
    expect(requests).toHaveLength(10);
    expect(outcomes[0]!.outcome).toEqual({ kind: 'failure', reason: 'rate-limit', isBilled: false, retryAfterMs: 1_000 });
  });

  test('is asked without a schema once the provider refuses it, which counts as no attempt', async () => {
    const { run, requests, chat } = runOf((_question, _request, body) =>
      (body['response_format'] as { type: string }).type === 'json_schema' ? status(400, { message: 'response_format json_schema is not supported' }) : completion('gpt-4.1'));
    expect(await run(20)).toEqual({ unanswered: 0 });
    expect(chat.structuredOutput).toBe('json_object');
    // Those that were under way when it was noticed.
    expect(requests.length - 20).toBeLessThanOrEqual(4);
  });
});

describe('the run ends', () => {
  test(`when ${MAX_UNANSWERED_IN_A_ROW} questions in a row have no answer, with the provider's error`, async () => {
    const { run, requests } = runOf((question) => (question === 0 ? completion('gpt-4.1') : status(503)));
    expect(await refusalOf(run(200))).toMatchObject({ code: 'LLM_FAILED', details: { reason: 'server', status: 503 } });
    expect(new Set(requests).size).toBeLessThanOrEqual(1 + MAX_UNANSWERED_IN_A_ROW + 4);
  });

  test('not when as many have none and some between them do', async () => {
    const { run } = runOf((question) => (question % 10 === 0 ? completion('gpt-4.1') : status(503)));
    expect(await run(100)).toEqual({ unanswered: 90 });
  });

  test('when nobody is let in however long everybody waits', async () => {
    const { run, requests } = runOf(() => status(429));
    expect(await refusalOf(run(3))).toMatchObject({ code: 'LLM_FAILED', details: { reason: 'rate-limit' } });
    expect(requests.length).toBeLessThan(110);
  });

  test.each([
    [401, {}, 'unauthorized'], [402, {}, 'balance'], [403, {}, 'forbidden'], [404, {}, 'unknown-model'], [400, {}, 'bad-request'],
    [429, { code: 'insufficient_quota' }, 'quota'],
  ])('at once with %i %j, and what is under way is waited for, because it is paid for', async (code, error, reason) => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const { run, requests, outcomes } = runOf(async (question) => {
      if (question === 2) {
        setImmediate(release);
        return status(code, error);
      }
      await held;
      return completion('gpt-4.1');
    });
    expect(await refusalOf(run(50))).toMatchObject({ code: 'LLM_REFUSED', details: { reason } });
    expect(requests).toHaveLength(4);
    expect(outcomes.filter(({ outcome }) => outcome.kind === 'reply')).toHaveLength(3);
  });

  test('when another model answers, before more is paid for', async () => {
    const { run, requests, outcomes } = runOf((question) => completion(question === 0 ? 'gpt-5' : 'gpt-4.1'), { concurrency: 1 });
    expect((await refusalOf(run(50))).message).toBe('gpt-5 answers');
    expect(requests).toHaveLength(1);
    expect(outcomes).toHaveLength(1);
  });

  test('when a gate lets nothing more in', async () => {
    const exhausted = new WickError('BUDGET_EXHAUSTED', 'no more', { remedy: 'more' });
    const { run, requests } = runOf(() => completion('gpt-4.1'), {}, (question) => (question < 7 ? openGate : { enter: () => Promise.reject(exhausted) }));
    expect(await refusalOf(run(50))).toBe(exhausted);
    expect(requests.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('when the caller ends it: requests are broken off, and the gates know', async () => {
    const caller = new AbortController();
    const reason = new Error('enough');
    const { run, requests, outcomes } = runOf(
      (question, _request, _body, signal) =>
        question < 2
          ? completion('gpt-4.1')
          : new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason as Error));
              setImmediate(() => caller.abort(reason));
            }),
      { signal: caller.signal },
    );
    expect(await refusalOf(run(50))).toBe(reason);
    expect(requests.length).toBeLessThanOrEqual(6);
    expect(outcomes.filter(({ outcome }) => outcome.kind === 'aborted').length).toBeGreaterThan(0);
    expect(outcomes).toHaveLength(requests.length);
  });
});
