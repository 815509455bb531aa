import { afterEach, describe, expect, test } from '@jest/globals';
import { DrivenClock, type LlmAnswer, type LlmSimulator, type LlmSimulatorOptions, quirksOf, say, startLlmSimulator } from '@wick/testkit';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { ask, askOnce } from './ask.ts';
import type { Gate, Outcome } from './gate.ts';
import { type Chat, type ChatOptions, openChat } from './open-chat.ts';
import type { Question } from './question.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const SCHEMA = { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false };
const QUESTION: Question = { messages: [{ role: 'user', content: 'Answer in JSON.' }], schema: { name: 'answer', schema: SCHEMA }, temperature: 0 };
const forever = new AbortController().signal;

let simulator: LlmSimulator;
let clock: DrivenClock;
let chat: Chat;
let outcomes: Outcome[];
const gate: Gate = { enter: async () => ({ settle: async (outcome) => void outcomes.push(outcome) }) };
afterEach(() => simulator.close());

async function start(options: LlmSimulatorOptions = {}, more: Partial<ChatOptions> = {}, serverCounts = false): Promise<void> {
  clock = new DrivenClock(NOW);
  outcomes = [];
  simulator = await startLlmSimulator({ handler: () => say('{"a":1}'), clock: serverCounts ? clock : clock.background(), ...options });
  chat = openChat({ provider: resolveProvider(simulator.baseUrl), key: simulator.apiKey, model: 'm', clock, ...more });
}
const once = (timeoutMs?: number): ReturnType<typeof askOnce> => askOnce(chat, QUESTION, { signal: forever, gate, ...(timeoutMs !== undefined && { timeoutMs }) });
const again = (withinMs = 3_600_000): ReturnType<typeof ask> => ask(chat, QUESTION, { deadlineMs: NOW + withinMs, signal: forever, gate });
const status = (code: number, rest: Partial<Extract<LlmAnswer, { kind: 'status' }>> = {}): LlmAnswer => ({ kind: 'status', status: code, ...rest });

describe('the connection breaks off', () => {
  test.each<[string, LlmAnswer]>([
    ['before the headers', { kind: 'reset' }],
    ['after the headers', say('{"a":1}', { cut: { after: 'headers', by: 'reset' } })],
    ['in the middle of the body', say('{"a":1}', { cut: { after: 'half', by: 'reset' } })],
    ['short of the length that was announced', say('{"a":1}', { cut: { after: 'half', by: 'end' } })],
    ['in the middle of the body, as if that were whole', { kind: 'body', body: '{"model":"m","choices":[{"finish_reason":"stop","mess' }],
    ['after keep-alive lines, as if they were whole', { kind: 'body', body: '\n\n: keep-alive\n\n' }],
  ])('%s: a network failure that may have been billed, tried again', async (_name, answer) => {
    await start({ answers: [answer] });
    const reply = await clock.runUntil(again());
    expect(reply).toMatchObject({ answer: { kind: 'content', content: '{"a":1}' } });
    expect(outcomes).toMatchObject([{ kind: 'failure', reason: 'network', isBilled: true }, { kind: 'reply' }]);
    expect(clock.nowMs() - NOW).toBe(1_000);
  });

  test('for good: an error that says so', async () => {
    await start({ handler: () => ({ kind: 'reset' }) });
    await expect(clock.runUntil(again())).rejects.toMatchObject({ code: 'LLM_FAILED', details: { reason: 'network', requests: 4 } });
  });
});

describe('the time limit holds for the whole of an answer', () => {
  test.each<[string, LlmAnswer]>([
    ['nothing comes', { kind: 'stall' }],
    ['headers come, and the body stalls', say('{"a":1}', { bodyAfterMs: 1e9 })],
    ['keep-alive lines come for ever', { kind: 'keep-alive', everyMs: 1_000 }],
    ['keep-alive comments come for ever', { kind: 'keep-alive', everyMs: 1_000, line: ': keep-alive\n\n' }],
  ])('%s', async (_name, answer) => {
    await start({ answers: [answer] });
    const asked = once(30_000);
    await simulator.untilRequests(1);
    await clock.untilPending(1);
    await clock.advance(29_999);
    expect(outcomes).toEqual([]);
    await clock.advance(1);
    expect(await asked).toEqual({ failed: 'timeout' });
    expect(outcomes).toEqual([{ kind: 'failure', reason: 'timeout', isBilled: true }]);
    expect(clock.pending()).toBe(0);
  });

  test('an answer that comes within it is taken, however late its body', async () => {
    await start({ answers: [say('{"a":1}', { bodyAfterMs: 29_000 })] }, {}, true);
    const asked = once(30_000);
    await clock.untilPending(2); // the time limit, and the model that takes its time
    await clock.advance(29_000);
    expect(await asked).toMatchObject({ answer: { kind: 'content' } });
  });
});

describe('a limit of the provider', () => {
  test('Retry-After of 600 s is obeyed to the millisecond, and told to the gate', async () => {
    await start({ answers: [status(429, { code: 'rate_limit_exceeded', retryAfterSeconds: 600 })] });
    const asked = again();
    await clock.untilPending(1);
    expect(clock.nextWakeInMs()).toBe(600_000);
    await clock.advance(600_000);
    await asked;
    expect(outcomes).toMatchObject([{ kind: 'failure', reason: 'rate-limit', isBilled: false, retryAfterMs: 600_000 }, { kind: 'reply' }]);
  });

  test('x-ratelimit-reset is obeyed where there is no Retry-After', async () => {
    await start({ answers: [status(429, { headers: { 'x-ratelimit-reset-requests': '6m0s', 'x-ratelimit-remaining-requests': '0' } })] });
    await clock.runUntil(again());
    expect(clock.nowMs() - NOW).toBe(360_000);
  });

  test('a quota that is used up is not waited for, whatever Retry-After says', async () => {
    await start({ answers: [status(429, { code: 'insufficient_quota', retryAfterSeconds: 1 })] });
    await expect(again()).rejects.toMatchObject({ code: 'LLM_REFUSED', details: { reason: 'quota' } });
    expect(simulator.requestCount).toBe(1);
  });

  test('a retired model stops at once and is named', async () => {
    await start({ retired: ['m'] });
    await expect(again()).rejects.toMatchObject({
      code: 'LLM_REFUSED', message: expect.stringContaining('The model m has been retired'), remedy: expect.stringContaining('retired'), details: { reason: 'unknown-model', status: 410 },
    });
    expect(simulator.requestCount).toBe(1);
  });
});

describe('a body that is no answer', () => {
  test.each<[string, LlmAnswer, string, string | undefined]>([
    ['a stream of events', { kind: 'body', body: 'data: {"id":1}\n\ndata: [DONE]\n\n', contentType: 'text/event-stream' }, 'not-json', 'a stream of events'],
    ['a page', { kind: 'body', body: '<!doctype html><h1>Welcome</h1>', contentType: 'text/html' }, 'not-json', 'a page of HTML'],
    ['nothing', { kind: 'body', body: '' }, 'not-json', undefined],
    ['an error with status 200', { kind: 'body', body: '{"error":{"message":"upstream is gone"}}' }, 'not-json', 'upstream is gone'],
    ['a rate limit with status 200', { kind: 'body', body: '{"error":{"code":429,"message":"slow down"}}' }, 'rate-limit', 'slow down'],
    ['a page with 404', status(404, { html: '<html>no such page</html>' }), 'not-json', 'a page of HTML'],
  ])('%s', async (_name, answer, failed, said) => {
    await start({ answers: [answer] });
    const result = await once();
    expect(result).toMatchObject({ failed });
    expect('said' in result ? result.said : undefined).toBe(said);
  });

  test.each([[200, 'not-json'], [500, 'server']])('one without an end, with status %i, is not read to its end', async (code, failed) => {
    const bytes = 2 ** 40;
    await start({ answers: [{ kind: 'flood', bytes, status: code }] });
    expect(await once()).toMatchObject({ failed });
  });
});

test('what OPENAI_* variables hold for another provider is not sent', async () => {
  const held = { OPENAI_CUSTOM_HEADERS: 'Authorization: Bearer of-another\nX-Secret: of-another', OPENAI_ORG_ID: 'of-another', OPENAI_PROJECT_ID: 'of-another', OPENAI_ADMIN_KEY: 'of-another' };
  Object.assign(process.env, held);
  try {
    await start();
    await once();
  } finally {
    for (const name of Object.keys(held)) delete process.env[name];
  }
  expect(outcomes).toMatchObject([{ kind: 'reply' }]);
  expect(JSON.stringify(simulator.requests[0]!.headers)).not.toContain('of-another');
});

describe('quirks of providers', () => {
  test.each(['deepseek', 'openai', 'holysheep', 'anthropic', 'gemini'] as const)('%s is asked and answers', async (name) => {
    await start({ quirks: quirksOf(name) });
    const reply = await clock.runUntil(again());
    expect(reply).toMatchObject({ answer: { kind: 'content', content: expect.stringContaining('{"a":1}') } });
    expect(reply.fingerprint).toBe(name === 'anthropic' || name === 'gemini' ? undefined : 'fp_simulated');
  });

  test("a schema that OpenAI's strict mode refuses is not taken for a provider without schemas", async () => {
    await start({ quirks: quirksOf('openai') });
    const open = { ...QUESTION, schema: { name: 'answer', schema: { type: 'object', properties: {} } } };
    expect(await askOnce(chat, open, { signal: forever })).toMatchObject({ failed: 'bad-request', said: expect.stringContaining('additionalProperties') });
    expect(chat.structuredOutput).toBe('json_schema');
  });

  test('HolySheep wants a referer from organisations, and the remedy names the variable', async () => {
    const quirks = { ...quirksOf('holysheep'), wantsReferer: true };
    await start({ quirks }, { provider: resolveProvider('holysheep') });
    chat = openChat({ ...chat, provider: { ...chat.provider, baseUrl: simulator.baseUrl } });
    await expect(again()).rejects.toMatchObject({ details: { reason: 'forbidden' }, remedy: expect.stringContaining('HOLYSHEEP_REFERER') });
    chat = openChat({ ...chat, referer: 'https://desk.example' });
    await expect(again()).resolves.toMatchObject({ model: 'm' });
  });

  test.each(['deepseek', 'openai', 'anthropic', 'gemini'] as const)('a wrong key at %s is a 401 to us, and is not shown', async (name) => {
    await start({ quirks: quirksOf(name) }, { key: 'sk-wrong-0123456789-abcdefgh' });
    const error: unknown = await again().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LLM_REFUSED', details: { reason: 'unauthorized' } });
    expect(`${JSON.stringify(error)} ${(error as Error).stack}`).not.toMatch(/0123|wrong|efgh/);
  });
});

test('connections are kept between questions: sixty, three at a time, take a few', async () => {
  await start({ handler: () => say('{"a":1}', { model: 'm' }) });
  const asker = async (): Promise<void> => {
    for (let question = 0; question < 20; question++) await once();
  };
  await Promise.all([asker(), asker(), asker()]);
  expect(simulator.requestCount).toBe(60);
  // One that is just being given back cannot be taken yet.
  expect(simulator.connectionCount).toBeLessThanOrEqual(9);
});
