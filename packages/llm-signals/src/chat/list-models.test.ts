import { afterEach, expect, test } from '@jest/globals';
import { DrivenClock, type LlmAnswer, type LlmSimulator, type LlmSimulatorOptions, quirksOf, startLlmSimulator } from '@wick/testkit';
import { PROVIDERS } from '../provider/providers.ts';
import { resolveProvider } from '../provider/resolve-provider.ts';
import { type ListedModels, listModels } from './list-models.ts';
import { openChat } from './open-chat.ts';

let simulator: LlmSimulator;
let clock: DrivenClock;
afterEach(() => simulator.close());

async function list(options: LlmSimulatorOptions, key?: string): Promise<ListedModels> {
  clock = new DrivenClock(0);
  simulator = await startLlmSimulator(options);
  return listModels(openChat({ provider: resolveProvider(simulator.baseUrl), key: key ?? simulator.apiKey, model: 'm', clock }), 3_000);
}
const answer = (modelsAnswer: LlmAnswer): LlmSimulatorOptions => ({ modelsAnswer });

test('models are listed by the names that are asked for', async () => {
  await expect(list({ models: ['a', 'b'], quirks: quirksOf('gemini') })).resolves.toEqual({ models: ['a', 'b'], isPart: false });
});

test("Anthropic's own list is asked for by headers of its own, and that of a gateway in its place like any other", async () => {
  simulator = await startLlmSimulator({ models: ['claude'], quirks: quirksOf('anthropic') });
  const { baseUrl, apiKey: key } = simulator;
  const toSimulator: typeof fetch = (url, init) => fetch(new Request(url).url.replace(PROVIDERS.anthropic.baseUrl, baseUrl), init);
  await expect(listModels(openChat({ provider: PROVIDERS.anthropic, key, model: 'm', clock: new DrivenClock(0), fetch: toSimulator }), 3_000)).resolves.toMatchObject({ models: ['claude'] });
  await simulator.close();
  await expect(list({ models: ['claude'] })).resolves.toMatchObject({ models: ['claude'] });
});

test('a list that is a part says so', async () => {
  await expect(list(answer({ kind: 'body', body: '{"data":[{"id":"a"}],"has_more":true}' }))).resolves.toEqual({ models: ['a'], isPart: true });
});

test('a key that is not accepted is an error that does not show it', async () => {
  const error: unknown = await list({}, 'sk-wrong-0123456789-abcdefgh').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'LLM_REFUSED', details: { reason: 'unauthorized', status: 401 } });
  expect(JSON.stringify(error)).not.toMatch(/0123|wrong|efgh/);
});

test.each<[string, LlmAnswer, string]>([
  ['402', { kind: 'status', status: 402 }, 'balance'],
  ['403', { kind: 'status', status: 403 }, 'forbidden'],
  ['404', { kind: 'status', status: 404 }, 'not-json'],
  ['a page', { kind: 'body', body: '<!doctype html><p>hello' }, 'not-json'],
  ['another list', { kind: 'body', body: '{"models":[]}' }, 'not-json'],
  ['an error with status 200', { kind: 'body', body: '{"error":{"code":"invalid_api_key","message":"no"}}' }, 'unauthorized'],
  ['a reset', { kind: 'reset' }, 'network'],
])('%s is asked once and is an error', async (_name, said, reason) => {
  await expect(list(answer(said))).rejects.toMatchObject({ details: { reason } });
  expect(simulator.requestCount).toBeLessThanOrEqual(1);
});

test('a list that does not come is given up after the time for it', async () => {
  const listed = list(answer({ kind: 'stall' })).catch((error: unknown) => error);
  while (!clock) await new Promise(setImmediate);
  await clock.untilPending(1);
  await clock.advance(3_000);
  expect(await listed).toMatchObject({ details: { reason: 'timeout' } });
});
