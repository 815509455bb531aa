import { afterEach, describe, expect, test } from '@jest/globals';
import { DrivenClock, type LlmAnswer, type LlmSimulator, type LlmSimulatorOptions, quirksOf, startLlmSimulator } from '@wick/testkit';
import { checkApiKeys } from './api-key-check.ts';
import type { Check } from './check.ts';

const SECRET = 'zyxwvutsrqponm9876543210';
let simulator: LlmSimulator;
afterEach(() => simulator.close());

/** The one key in the variable of a provider, whose service is simulated. */
async function check(variable: string, key: string | undefined, options: LlmSimulatorOptions = {}): Promise<Check> {
  simulator = await startLlmSimulator({ models: ['gpt-4.1'], ...options });
  const [first, ...others] = await checkApiKeys({ [`${variable}_API_KEY`]: key ?? simulator.apiKey, [`${variable}_BASE_URL`]: simulator.baseUrl }, undefined, new DrivenClock(0));
  expect(others).toEqual([]);
  expect(JSON.stringify(first)).not.toContain(SECRET.slice(0, 4));
  return first!;
}
const answered = (modelsAnswer: LlmAnswer): LlmSimulatorOptions => ({ modelsAnswer, apiKey: `sk-${SECRET}` });

test('no key is nothing to mend', async () => {
  simulator = await startLlmSimulator();
  expect(await checkApiKeys({ OPENAI_API_KEY: '' })).toMatchObject([{ status: 'ok', detail: expect.stringContaining('none set') }]);
});

describe('a key that is accepted', () => {
  test('is well where the default model is there, by whatever name it is listed', async () => {
    const options = { apiKey: `AIza${SECRET}`, models: ['gemini-2.5-flash'], quirks: quirksOf('gemini') };
    expect(await check('GEMINI', `AIza${SECRET}`, options)).toEqual({ name: 'API key', status: 'ok', detail: 'GEMINI_API_KEY is accepted by Gemini; gemini-2.5-flash is there' });
  });

  test('is well where a dated variant of the default model is there', async () => {
    const options = { apiKey: `sk-ant-${SECRET}`, models: ['claude-sonnet-4-5-20250929'] };
    expect(await check('ANTHROPIC', `sk-ant-${SECRET}`, options)).toMatchObject({ status: 'ok' });
  });

  test('is a warning where the default model is not there: it names one that is', async () => {
    const options = { apiKey: `sk-${SECRET}`, models: ['gpt-9', 'gpt-4.1-mini'] };
    expect(await check('OPENAI', `sk-${SECRET}`, options)).toMatchObject({
      status: 'warning', detail: expect.stringContaining('gpt-4.1, the model asked by default, is not among its 2 models'), remedy: expect.stringMatching(/--model gpt-/),
    });
  });

  test('is well where the list is only a part', async () => {
    expect(await check('OPENAI', `sk-${SECRET}`, answered({ kind: 'body', body: '{"data":[{"id":"gpt-9"}],"has_more":true}' }))).toMatchObject({ status: 'ok' });
  });

  test('sends the referer that an organisation needs', async () => {
    simulator = await startLlmSimulator({ models: ['deepseek-chat'] });
    const env = { HOLYSHEEP_API_KEY: simulator.apiKey, HOLYSHEEP_BASE_URL: simulator.baseUrl, HOLYSHEEP_REFERER: 'https://desk.example' };
    expect(await checkApiKeys(env)).toMatchObject([{ status: 'ok' }]);
  });
});

describe('a wrong key', () => {
  test('that the provider rejects fails: variable, beginning, what the provider says, where to get another', async () => {
    expect(await check('OPENAI', `sk-${SECRET}`)).toEqual({
      name: 'API key',
      status: 'failed',
      detail: 'OPENAI_API_KEY (sk-…): OpenAI does not accept the API key. It says: Incorrect API key provided: sk-…',
      remedy:
        'Make a new key at https://platform.openai.com/api-keys and set OPENAI_API_KEY; a key of another provider does not work here. Keys of HolySheep, DeepSeek and Anthropic begin like it: it may be one of those.',
    });
  });

  test.each([
    ['OPENAI', `sk-ant-api03-${SECRET}`, 'looks like one of Anthropic'],
    ['HOLYSHEEP', `AIza${SECRET}`, 'looks like one of Gemini'],
    ['DEEPSEEK', `sk-proj-${SECRET}`, 'looks like one of OpenAI'],
    ['ANTHROPIC', `sk-or-v1-${SECRET}`, 'looks like one of OpenRouter'],
    ['GEMINI', `hs-${SECRET}`, 'looks like one of HolySheep'],
    ['HOLYSHEEP', `"hs-${SECRET}"`, 'has quotes around it'],
    ['HOLYSHEEP', `hs-${SECRET}\n`, 'line break'],
  ])('in %s_API_KEY fails without being sent to anybody: %s', async (variable, key, problem) => {
    expect(await check(variable, key)).toMatchObject({ status: 'failed', detail: expect.stringContaining(problem), remedy: expect.stringContaining(`${variable}_API_KEY`) });
    expect(simulator.requestCount).toBe(0);
  });

  test.each<[number, string, string]>([
    [402, 'The balance at HolySheep is used up', 'Add credit'],
    [403, 'HolySheep does not allow this request', 'HOLYSHEEP_REFERER'],
    [429, 'quota at HolySheep is used up', 'spending limit'],
  ])('%i fails and says what to do', async (status, detail, remedy) => {
    const answer: LlmAnswer = { kind: 'status', status, ...(status === 429 && { code: 'insufficient_quota' }) };
    expect(await check('HOLYSHEEP', `sk-${SECRET}`, answered(answer))).toMatchObject({ status: 'failed', detail: expect.stringContaining(detail), remedy: expect.stringContaining(remedy) });
  });
});

describe('a provider that cannot be asked is a warning', () => {
  test.each<[string, LlmAnswer]>([
    ['it fails', { kind: 'status', status: 500 }],
    ['it has no list', { kind: 'status', status: 404 }],
    ['it is asked too much', { kind: 'status', status: 429 }],
    ['a proxy answers', { kind: 'body', body: '<!doctype html><p>hello' }],
    ['the connection breaks off', { kind: 'reset' }],
  ])('%s', async (_name, answer) => {
    expect(await check('HOLYSHEEP', `sk-${SECRET}`, answered(answer))).toMatchObject({ status: 'warning', detail: expect.stringContaining('could not be tried') });
  });

  test('it does not answer within 3 s', async () => {
    const clock = new DrivenClock(0);
    simulator = await startLlmSimulator({ modelsAnswer: { kind: 'stall' } });
    const checking = checkApiKeys({ HOLYSHEEP_API_KEY: simulator.apiKey, HOLYSHEEP_BASE_URL: simulator.baseUrl }, undefined, clock);
    await clock.untilPending(1);
    await clock.advance(3_000);
    expect(await checking).toMatchObject([{ status: 'warning', detail: expect.stringContaining('did not answer in time') }]);
  });

  test('an address that would send the key unencrypted fails, and gets nothing', async () => {
    simulator = await startLlmSimulator();
    expect(await checkApiKeys({ OPENAI_API_KEY: `sk-${SECRET}`, OPENAI_BASE_URL: 'http://llm.example/v1' })).toMatchObject([{ status: 'failed', detail: expect.stringContaining('unencrypted') }]);
  });
});
