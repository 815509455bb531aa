import { afterEach, describe, expect, test } from '@jest/globals';
import { DrivenClock, type LlmAnswer, type LlmSimulator, say, startLlmSimulator } from '@wick/testkit';
import { createLlmCompiler } from './create-llm-compiler.ts';
import type { LlmCompilerOptions } from './llm-compilation.ts';

const SENTENCE = 'RSI oversold (<30) with volume spike (>1.5x 20-period MA)';
const NOW = Date.parse('2026-11-20T12:00:00Z');
/** A cent for 1,000 tokens of the answer, and nothing for those of the question. */
const PRICE = {
  models: ['small'], providers: ['holysheep'], inputUsd: 0, cachedInputUsd: 0, outputUsd: 10, date: '2026-11-20', source: 'this test',
};

let simulator: LlmSimulator;
afterEach(() => simulator.close());

async function start(answer: LlmAnswer, options: LlmCompilerOptions) {
  simulator = await startLlmSimulator({ apiKey: 'hs-simulator-0123456789', handler: () => answer });
  const env = { HOLYSHEEP_API_KEY: simulator.apiKey, HOLYSHEEP_BASE_URL: simulator.baseUrl };
  return createLlmCompiler({ env, model: 'small', prices: [PRICE], clock: new DrivenClock(NOW), ...options });
}

const used = (completionTokens: number) => ({ usage: { promptTokens: 1000, cachedTokens: 0, completionTokens } });

describe('a limit of costs', () => {
  // An answer of 4,000 tokens at most costs $0.04 at worst.
  test('that the first request may exceed lets nothing through', async () => {
    const compiler = await start(say('{}'), { maxUsd: 0.0399 });
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', details: { worstUsd: 0.04 } });
    expect(simulator.requestCount).toBe(0);
  });

  test('stops the repairs that it has no room for, counting what was really used', async () => {
    const compiler = await start(say('{}', used(1500)), { maxUsd: 0.06 });
    // 0 + 0.04, then 0.015 + 0.04, and 0.03 + 0.04 would be too much.
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ code: 'BUDGET_EXHAUSTED', details: { spentUsd: 0.03 } });
    expect(simulator.requestCount).toBe(2);
    expect(simulator.requests[0]!.body).toMatchObject({ max_tokens: 4_000 });
  });

  test('cannot be held for a model without a price', async () => {
    const compiler = await start(say('{}'), { maxUsd: 1, prices: [] });
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ code: 'PRICE_UNKNOWN' });
    expect(simulator.requestCount).toBe(0);
  });

  test('that is none leaves the answer as long as the provider lets it be', async () => {
    const compiler = await start(say('{}', used(10)), {});
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ code: 'LLM_FAILED' });
    expect(simulator.requests[0]!.body).not.toHaveProperty('max_tokens');
  });
});

describe('an error after an answer', () => {
  test.each<[string, LlmAnswer, string, number]>([
    ['of which all were invalid', say('{}', used(500)), 'LLM_FAILED', 0.02],
    ['that was cut off', say('{}', { ...used(500), finishReason: 'length' }), 'LLM_FAILED', 0.005],

  ])('%s says what it has cost all the same', async (_name, answer, code, usd) => {
    const compiler = await start(answer, {});
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ code, details: { cost: { known: true, usd: expect.closeTo(usd, 12) } } });
  });

  test('shows what the checker said of the last one', async () => {
    const compiler = await start(say('{"entry": 3}', used(500)), {});
    await expect(compiler.compile(SENTENCE)).rejects.toMatchObject({ details: { excerpt: expect.stringMatching(/^entry: write a text, or null where there is nothing to say\nexit: write /) } });
  });
});
