import { request as httpsRequest } from 'node:https';
import { afterEach, describe, expect, test } from '@jest/globals';
import { DrivenClock } from '../clock/driven-clock.ts';
import { type LlmSimulator, type LlmSimulatorOptions, startLlmSimulator } from './llm-simulator.ts';
import { quirksOf } from './quirks.ts';
import { say } from './scripted-answer.ts';

let simulator: LlmSimulator;
afterEach(() => simulator.close());

const ask = (body: unknown, key = simulator.apiKey, headers = {}): Promise<Response> =>
  fetch(`${simulator.baseUrl}/chat/completions`, { method: 'POST', headers: { authorization: `Bearer ${key}`, ...headers }, body: JSON.stringify(body) });
const start = async (options: LlmSimulatorOptions): Promise<void> => {
  simulator = await startLlmSimulator({ handler: () => say('{}'), ...options });
};
interface Completion {
  readonly system_fingerprint?: string;
  readonly choices: readonly { readonly message: { readonly content: unknown } }[];
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number; readonly prompt_tokens_details: { readonly cached_tokens: number } };
}
const completionOf = async (response: Response): Promise<Completion> => (await response.json()) as Completion;
const contentOf = async (response: Response): Promise<unknown> => (await completionOf(response)).choices[0]?.message.content;
const hello = { model: 'm', messages: [{ role: 'user', content: 'hello' }] };
const jsonMode = { ...hello, response_format: { type: 'json_object' } };
const schemaMode = (schema: unknown): unknown => ({ ...hello, response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } });

describe('the LLM simulator', () => {
  test('lists its models and refuses others, and those that are retired', async () => {
    await start({ models: ['small'], retired: ['old'] });
    const listed = await fetch(`${simulator.baseUrl}/models`, { headers: { authorization: `Bearer ${simulator.apiKey}` } });
    expect(await listed.json()).toMatchObject({ data: [{ id: 'small' }] });
    expect((await ask({ model: 'large', messages: [] })).status).toBe(404);
    expect((await ask({ model: 'old', messages: [] })).status).toBe(410);
  });

  test('lets its own key in only', async () => {
    await start({});
    expect((await ask({ model: 'any', messages: [] }, 'sk-another')).status).toBe(401);
    expect(simulator.requests).toHaveLength(0);
    expect(simulator.requestCount).toBe(1);
  });

  test('gives the scripted answers in order, then the handler, which may take its time', async () => {
    await start({ answers: [say('first'), { kind: 'status', status: 429, retryAfterSeconds: 600 }], handler: async (request) => say(`asked ${request.model}`) });
    expect(await contentOf(await ask({ model: 'm', messages: [] }))).toBe('first');
    const limited = await ask({ model: 'm', messages: [] });
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '600']);
    expect(await contentOf(await ask({ model: 'm', messages: [] }))).toBe('asked m');
    expect(simulator.requests).toHaveLength(3);
  });

  test('speaks TLS with a certificate that a client can trust', async () => {
    await start({ https: true });
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${simulator.apiKey}` };
      httpsRequest(`${simulator.baseUrl}/models`, { ca: simulator.certificate, headers }, (response) => resolve(response.resume().statusCode)).once('error', reject).end();
    });
    expect(status).toBe(200);
  });
});

describe('its limits hold for any 60 s', () => {
  test('of requests: one too many is a 429 that says when there is room, and does not count', async () => {
    const clock = new DrivenClock(0);
    await start({ clock, limits: { requestsPerMinute: 2 } });
    expect((await ask(hello)).status).toBe(200);
    await clock.advance(20_000);
    expect((await ask(hello)).status).toBe(200);
    await clock.advance(39_500);
    const limited = await ask(hello);
    expect([limited.status, limited.headers.get('retry-after'), simulator.rejected]).toEqual([429, '1', 1]);
    await clock.advance(500);
    expect((await ask(hello)).status).toBe(200);
    expect((await ask(hello)).headers.get('retry-after')).toBe('20');
    expect(simulator.rejected).toBe(2);
  });

  test('of tokens, those of answers too', async () => {
    const clock = new DrivenClock(0);
    await start({ clock, limits: { tokensPerMinute: 2_150 }, quirks: quirksOf('openai') });
    const first = await ask(hello);
    expect([first.headers.get('x-ratelimit-remaining-tokens'), first.headers.get('x-ratelimit-reset-tokens')]).toEqual(['1050', '60000ms']);
    await clock.advance(1_000);
    expect((await ask(hello)).status).toBe(200); // 1,000 and 100, twice
    expect((await ask(hello)).status).toBe(429);
    await clock.advance(59_000);
    expect((await ask(hello)).status).toBe(200);
  });

  test('of HolySheep: 300 a minute', async () => {
    await start({ clock: new DrivenClock(0), quirks: quirksOf('holysheep') });
    const statuses = await Promise.all(Array.from({ length: 301 }, async () => (await ask(hello)).status));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  test('and an answer takes as long as it is told to', async () => {
    const clock = new DrivenClock(0);
    await start({ clock, latencyMs: (request) => request.messages.length * 700 });
    const asked = ask(hello);
    await clock.untilPending(1);
    expect(clock.nextWakeInMs()).toBe(700);
    await clock.advance(700);
    expect((await asked).status).toBe(200);
  });
});

describe('usage by a real tokenizer', () => {
  const long = 'close 101.25, volume 3300; '.repeat(40);
  const prompt = (tail: string): unknown => ({ model: 'm', messages: [{ role: 'user', content: long + tail }] });

  test('counts text, a chat format, and what another tokenizer would make of it', async () => {
    await start({ tokenizer: {}, handler: () => say('hello world') });
    // "hello" is one token of o200k_base and "hello world" two; a message adds four and the prompt three.
    expect((await completionOf(await ask(hello))).usage).toMatchObject({ prompt_tokens: 8, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 0 } });
    await simulator.close();
    await start({ tokenizer: { scale: 1.12 } });
    expect((await completionOf(await ask(hello))).usage.prompt_tokens).toBe(9);
  });

  test('has the shared beginning of prompts cached, in whole blocks', async () => {
    await start({ tokenizer: { cacheBlockTokens: 64 } });
    const usages = [];
    for (const tail of ['up', 'down', 'up']) usages.push((await completionOf(await ask(prompt(tail)))).usage);
    const cached = usages.map(({ prompt_tokens_details: details }) => details.cached_tokens);
    const whole = Math.floor((usages[0]!.prompt_tokens - 4) / 64) * 64; // the tail and what is added at the end are no whole block
    expect(cached).toEqual([0, whole, whole]);
    expect(whole).toBeGreaterThan(300);
  });
});

describe('quirks', () => {
  test('of DeepSeek: no json_schema, the word "json", keep-alive lines, fences and empty answers', async () => {
    await start({ quirks: quirksOf('deepseek') });
    const refused = await ask(schemaMode({}));
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { message: expect.stringContaining('response_format type is unavailable') } }]);
    expect((await ask(jsonMode)).status).toBe(400);
    const words = { ...jsonMode, messages: [{ role: 'system', content: 'Answer in JSON.' }] };
    const text = await (await ask(words)).text();
    expect(text).toMatch(/^\n\n\n: keep-alive\n\n: keep-alive\n\n\{/);
    expect(text).toContain('```json');
    const contents = [];
    for (let count = 0; count < 20; count++) contents.push(JSON.parse((await (await ask(hello)).text()).replace(/^[^{]*/, '')).choices[0].message.content);
    expect(contents.filter((content) => content === '')).toHaveLength(1);
  });

  test.each([
    ['further properties', { type: 'object', properties: {}, required: [] }, 'additionalProperties'],
    ['a property that may be missing', { type: 'object', properties: { a: {}, b: {} }, required: ['a'], additionalProperties: false }, "Missing 'b'"],
    [
      'either of them further in',
      { type: 'object', properties: { a: { anyOf: [{ type: 'null' }, { type: ['object', 'null'] }] } }, required: ['a'], additionalProperties: false },
      "In context=('properties', 'a', 'anyOf', '1')",
    ],
  ])('of OpenAI: a strict schema must not allow %s', async (_name, schema, problem) => {
    await start({ quirks: quirksOf('openai') });
    const refused = await ask(schemaMode(schema));
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { message: expect.stringContaining(problem) } }]);
    expect((await ask(schemaMode({ type: 'object', properties: { a: {} }, required: ['a'], additionalProperties: false }))).status).toBe(200);
  });

  test('of HolySheep: a key of an organisation needs a referer', async () => {
    await start({ quirks: { ...quirksOf('holysheep'), wantsReferer: true } });
    expect((await ask(hello)).status).toBe(403);
    expect((await ask(hello, simulator.apiKey, { 'http-referer': 'https://desk.example' })).status).toBe(200);
  });

  test('of Anthropic and Gemini: no fingerprint, errors of their own form, names of models', async () => {
    await start({ quirks: quirksOf('gemini'), models: ['m'] });
    expect((await completionOf(await ask(hello))).system_fingerprint).toBeUndefined();
    const refused = await ask(hello, 'AIzaWrong');
    expect([refused.status, await refused.json()]).toEqual([400, [{ error: { code: 400, message: expect.stringContaining('not valid'), status: 'INVALID_ARGUMENT' } }]]);
    const listed = await fetch(`${simulator.baseUrl}/models`, { headers: { authorization: `Bearer ${simulator.apiKey}` } });
    expect(await listed.json()).toMatchObject({ data: [{ id: 'models/m' }] });
    await simulator.close();
    await start({ quirks: quirksOf('anthropic') });
    expect((await ask(schemaMode({}))).status).toBe(200);
    expect(await (await ask(hello, 'sk-ant-wrong')).json()).toMatchObject({ error: { type: 'authentication_error', message: 'invalid x-api-key' } });
  });
});

describe('faults on the wire', () => {
  test.each([['headers', 'reset'], ['half', 'reset'], ['headers', 'end'], ['half', 'end']] as const)('a body that ends after the %s by a %s', async (after, by) => {
    await start({ answers: [say('{}', { cut: { after, by } })] });
    // A reset may overtake the headers; an end cannot.
    const outcome = await ask(hello).then(async (response) => `${response.status} ${await response.text().catch(() => 'cut')}`, () => 'reset');
    expect(by === 'end' ? ['200 cut'] : ['200 cut', 'reset']).toContain(outcome);
  });

  test('headers at once and the body later', async () => {
    const clock = new DrivenClock(0);
    await start({ clock, answers: [say('late', { bodyAfterMs: 5_000 })] });
    const response = await ask(hello);
    expect(response.status).toBe(200);
    await clock.untilPending(1);
    await clock.advance(5_000);
    expect(await contentOf(response)).toBe('late');
  });

  test('lines without end, until the client leaves', async () => {
    const clock = new DrivenClock(0);
    await start({ clock, answers: [{ kind: 'keep-alive', everyMs: 1_000 }] });
    const controller = new AbortController();
    const response = await fetch(`${simulator.baseUrl}/chat/completions`, {
      method: 'POST', headers: { authorization: `Bearer ${simulator.apiKey}` }, body: JSON.stringify(hello), signal: controller.signal,
    });
    const reader = response.body!.getReader();
    for (let line = 0; line < 3; line++) {
      expect(String.fromCharCode(...(await reader.read()).value!)).toBe('\n');
      await clock.untilPending(1);
      await clock.advance(1_000);
    }
    controller.abort();
    await expect(reader.read().then(() => reader.read())).rejects.toThrow('aborted');
  });
});
