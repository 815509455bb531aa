import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { PROVIDER_NAMES, PROVIDERS, type ProviderName } from '@wick/llm-signals';
import { type BinanceSimulator, type LlmAnswer, type LlmQuirks, type LlmRequest, type LlmSimulator, type LlmSimulatorOptions, quirksOf, say, startBinanceSimulator, startLlmSimulator } from '@wick/testkit';
import { judgeWindow } from './signals/window-model.test-support.ts';
import { writeArchiveFile } from './testing/archive-file.test-support.ts';
import { createWickHome, type WickHome } from './testing/wick-home.test-support.ts';

jest.setTimeout(60_000);

const SECRET = 'zyxwvutsrqponm9876543210';
const STRATEGY = {
  entry: 'rsi(14) < 40', exit: 'rsi(14) > 60', shortEntry: null, shortExit: null, stopLoss: null, takeProfit: null, trailingStop: null,
  size: null, entryOrder: null, exitAfter: null, scaleIn: null, scaleOut: null, assumptions: [], notExpressible: [],
};
/** What can be asked of a model: a strategy for a sentence, a decision for a window. */
const model = (request: LlmRequest): LlmAnswer => (request.messages[1]!.content.startsWith('{"sentence"') ? say(JSON.stringify(STRATEGY)) : judgeWindow(request));

let home: WickHome;
let exchange: BinanceSimulator;
beforeAll(async () => {
  [home, exchange] = await Promise.all([createWickHome(), startBinanceSimulator()]);
  await home.run(['candles', 'import', writeArchiveFile({ folder: home.folder, name: 'BTCUSDT-1h-2024-01.csv', fromMs: Date.UTC(2024, 0, 1), count: 30 })]);
});
afterAll(async () => {
  await exchange.close();
  await home.remove();
});

let simulator: LlmSimulator | undefined;
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
});

/** Anthropic lists its models by headers of its own at its own address only: what stands elsewhere in its place takes a bearer's key. */
const habitsOf = (provider: ProviderName): LlmQuirks => ({ ...quirksOf(provider), listsByOwnHeaders: false });

/** One provider as it is, at an address of ours, with the one key that it accepts. */
async function startAt(provider: ProviderName, options: LlmSimulatorOptions = {}, key?: string): Promise<Record<string, string>> {
  const { keyVariable, keyPrefixes: [begins = 'AIza'], defaultModel } = PROVIDERS[provider];
  simulator = await startLlmSimulator({ apiKey: `${begins}${SECRET}`, models: [defaultModel], quirks: habitsOf(provider), handler: model, ...options });
  const price = { models: [defaultModel], providers: [provider], inputUsd: 1, cachedInputUsd: 1, outputUsd: 1, date: '2026-01-02', source: 'a test' };
  const prices = join(home.folder, 'prices.json');
  writeFileSync(prices, JSON.stringify({ prices: [price] }));
  return { [keyVariable]: key ?? simulator.apiKey, [keyVariable.replace('API_KEY', 'BASE_URL')]: simulator.baseUrl, WICK_LLM_PRICES: prices, WICK_BINANCE_REST_URL: exchange.restUrl };
}

let asked = 0;
const compile = (provider: string): string[] => ['strategy', 'compile', 'buy when RSI is below 40', '--provider', provider, '--no-dry-run'];
/** Every test asks for something else, so that no other has its answers recorded. */
const signals = (provider: string): string[] => ['signals', 'BTCUSDT', '-i', '1h', '--window', '10', '--ask', `buy dips, test ${++asked}`, '--provider', provider, '--max-cost', '1', '--concurrency', '1'];

describe.each(PROVIDER_NAMES)('%s, with all of its habits', (provider) => {
  test('compiles a sentence', async () => {
    const env = await startAt(provider);
    expect(await home.runJson(compile(provider), env)).toMatchObject({ provider, modelAnswered: PROVIDERS[provider].defaultModel, attempts: 1, cost: { known: true } });
  });

  test('judges windows, and what it leaves empty is counted', async () => {
    const env = await startAt(provider);
    const { signals: actions, noSignals } = (await home.runJson(signals(provider), env)) as { signals: Record<string, number>; noSignals: Record<string, number> };
    // 30 hours have 21 windows of 10. Every 20th answer of DeepSeek is empty.
    const empty = provider === 'deepseek' ? { empty: 1 } : {};
    expect(noSignals).toEqual({ 'short-history': 9, ...empty });
    expect(actions['BUY']! + actions['SELL']! + actions['HOLD']!).toBe(21 - (empty.empty ?? 0));
  });

  test('has a key that doctor finds well, and one that every command turns down without showing it', async () => {
    const right = await startAt(provider);
    const { checks } = (await home.runJson(['doctor'], right)) as { checks: { name: string; status: string }[] };
    expect(checks.at(-1)).toMatchObject({ name: 'API key', status: 'ok' });
    await simulator!.close();

    const { keyVariable, title } = PROVIDERS[provider];
    const wrong = await startAt(provider, { apiKey: 'sk-of-somebody-else-0123456789' }, right[keyVariable]);
    for (const command of [compile(provider), signals(provider)]) {
      const { exitCode, stdout, stderr } = await home.run([...command, '--json'], wrong);
      expect(exitCode).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'LLM_REFUSED', message: expect.stringContaining(`${title} does not accept the API key.`), remedy: expect.stringContaining(keyVariable) } });
      expect(stdout + stderr).not.toContain(SECRET.slice(0, 5));
    }
    const doctor = await home.run(['doctor', '--json'], wrong);
    expect((JSON.parse(doctor.stdout) as { checks: object[] }).checks.at(-1)).toMatchObject({ status: 'failed', detail: expect.stringContaining(`${title} does not accept the API key.`) });
    expect([doctor.exitCode, doctor.stdout.includes(SECRET.slice(0, 5))]).toEqual([1, false]);
  });

  test('stops every command where its model is retired, or another one answers', async () => {
    const { defaultModel } = PROVIDERS[provider];
    const retired = await startAt(provider, { retired: [defaultModel] });
    for (const command of [compile(provider), signals(provider)]) {
      expect(await home.runJson(command, retired)).toMatchObject({ error: { code: 'LLM_REFUSED', message: expect.stringContaining(`${defaultModel} has been retired`), details: { reason: 'unknown-model', status: 410 } } });
    }
    expect(simulator!.requestCount).toBe(2);
    await simulator!.close();
    const rerouted = await startAt(provider, { handler: (request) => ({ ...model(request), model: 'cheap-7b' }) as LlmAnswer });
    for (const command of [compile(provider), signals(provider)]) {
      expect(await home.runJson(command, rerouted)).toMatchObject({ error: { code: 'LLM_REFUSED', message: expect.stringContaining('cheap-7b'), remedy: expect.stringContaining('--accept-model cheap-7b'), details: { reason: 'rerouted' } } });
    }
    expect(simulator!.requestCount).toBe(2);
  });

  test('whose connection breaks off in the middle of an answer is asked again, by every command', async () => {
    const seen = new Set<string>();
    const cutOnce = (request: LlmRequest): LlmAnswer => {
      const content = request.messages[1]!.content;
      const isFirst = seen.size < 2 && !seen.has(content);
      seen.add(content);
      return isFirst ? ({ ...model(request), cut: { after: 'half', by: 'reset' } } as LlmAnswer) : model(request);
    };
    const env = await startAt(provider, { handler: cutOnce, quirks: { ...habitsOf(provider), emptyEvery: Infinity } });
    expect(await home.runJson(compile(provider), env)).toMatchObject({ attempts: 1 });
    expect(await home.runJson(signals(provider), env)).toMatchObject({
      answers: { asked: 21, unanswered: 0, requests: 22 },
      // The request that broke off may have been charged.
      spending: { requests: 22, unsettled: 1 },
    });
  });
});
