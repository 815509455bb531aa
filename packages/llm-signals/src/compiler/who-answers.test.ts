import { afterEach, describe, expect, test } from '@jest/globals';
import { DrivenClock, type LlmSimulator, say, startLlmSimulator } from '@wick/testkit';
import { isAskedModel } from '../provider/is-asked-model.ts';
import { PROVIDERS, type ProviderName, PROVIDER_NAMES } from '../provider/providers.ts';
import { createLlmCompiler } from './create-llm-compiler.ts';
import type { LlmCompilerOptions } from './llm-compilation.ts';

const SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const NOW = Date.parse('2026-11-20T12:00:00Z');

let simulator: LlmSimulator;
afterEach(() => simulator.close());

/** A compiler that finds the simulator in the place of a provider by the environment alone. */
async function startAt(name: ProviderName, answeredBy: string | undefined, options: LlmCompilerOptions = {}) {
  const model = answeredBy === undefined ? {} : { model: answeredBy };
  simulator = await startLlmSimulator({ apiKey: 'sk-simulator-0123456789', handler: () => say(ANSWER, model) });
  const variable = (ending: string): string => `${name.toUpperCase()}_${ending}`;
  const env = { [variable('API_KEY')]: simulator.apiKey, [variable('BASE_URL')]: simulator.baseUrl };
  return createLlmCompiler({ provider: name, env, clock: new DrivenClock(NOW), ...options });
}

const ANSWER = JSON.stringify({
  entry: 'rsi(14) < 30', exit: 'rsi(14) > 70', shortEntry: null, shortExit: null, stopLoss: null, takeProfit: null,
  trailingStop: null, exitAfter: null, size: null, entryOrder: null, scaleIn: null, scaleOut: null, assumptions: [], notExpressible: [],
});

describe('the provider', () => {
  test.each(PROVIDER_NAMES)('%s is asked where its _BASE_URL says, with the key beside it', async (name) => {
    const compiler = await startAt(name, undefined);
    expect(await compiler.compile(SENTENCE)).toMatchObject({ provider: name, modelAsked: PROVIDERS[name].defaultModel, compiledAtMs: NOW, warnings: [] });
    expect(simulator.requests).toHaveLength(1);
  });

  test('gets the referer of the environment, or the one that is given', async () => {
    const compiler = await startAt('holysheep', undefined);
    await compiler.compile(SENTENCE);
    const env = { HOLYSHEEP_API_KEY: simulator.apiKey, HOLYSHEEP_BASE_URL: simulator.baseUrl, HOLYSHEEP_REFERER: 'https://desk.example' };
    await createLlmCompiler({ env }).compile(SENTENCE);
    await createLlmCompiler({ env, referer: 'https://other.example' }).compile(SENTENCE);
    await createLlmCompiler({ env: { ...env, HOLYSHEEP_REFERER: '' } }).compile(SENTENCE);
    expect(simulator.requests.map(({ headers }) => headers['http-referer'])).toEqual([undefined, 'https://desk.example', 'https://other.example', undefined]);
  });

  test('has no key but that of the environment which is given', () => {
    process.env['HOLYSHEEP_API_KEY'] = 'hs-of-the-process-0123456789';
    try {
      expect(() => createLlmCompiler({ env: {} })).toThrow('There is no API key for HolySheep.');
    } finally {
      delete process.env['HOLYSHEEP_API_KEY'];
    }
  });
});

describe('another model that answers', () => {
  test('stops the compilation after one request, and says who answered and what that cost', async () => {
    const compiler = await startAt('holysheep', 'gpt-4.1');
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({
      code: 'LLM_REFUSED',
      message: 'HolySheep was asked for deepseek-chat, but gpt-4.1 answered; its answer was not used.',
      remedy: expect.stringContaining('--accept-model gpt-4.1'),
      details: {
        reason: 'rerouted', modelAsked: 'deepseek-chat', modelAnswered: 'gpt-4.1', usage: { promptTokens: 1000 },
        // 800 × 2 + 200 × 0.5 + 100 × 8 dollars per million
        cost: { known: true, usd: 0.0025 },
      },
    });
    expect(simulator.requestCount).toBe(1);
  });

  test.each<[string, LlmCompilerOptions['acceptModels']]>([['by its name', ['gpt-4.1']], ['where any is', 'any']])('is taken where it is accepted, %s, with a warning', async (_name, acceptModels) => {
    const compiler = await startAt('holysheep', 'gpt-4.1-2025-04-14', { acceptModels: acceptModels! });
    const { modelAsked, modelAnswered, warnings } = await compiler.compile(SENTENCE);
    expect({ modelAsked, modelAnswered }).toEqual({ modelAsked: 'deepseek-chat', modelAnswered: 'gpt-4.1-2025-04-14' });
    expect(warnings).toEqual(['HolySheep was asked for deepseek-chat, but gpt-4.1-2025-04-14 answered.']);
  });

  test('is not taken where another one is accepted', async () => {
    const compiler = await startAt('holysheep', 'cheap-7b', { acceptModels: ['gpt-4.1'] });
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ details: { reason: 'rerouted' } });
  });

  test.each(['deepseek-v3.2', 'deepseek-chat-2026-01-01', 'deepseek-v3.2-0324'])('is none where the name is one of the model that was asked: %s', async (answered) => {
    const compiler = await startAt('holysheep', answered);
    expect((await compiler.compile(SENTENCE)).warnings).toEqual([]);
  });

  test('is told by names alone: an alias of one provider is none of another, and a smaller model is another', () => {
    expect(isAskedModel(PROVIDERS.deepseek, 'deepseek-chat', 'deepseek-v3.2')).toBe(false);
    expect(isAskedModel(PROVIDERS.openai, 'gpt-4.1', 'gpt-4.1-mini')).toBe(false);
    expect(isAskedModel(PROVIDERS.openai, 'gpt-4.1', 'gpt-4.1-2025-04-14')).toBe(true);
  });
});
