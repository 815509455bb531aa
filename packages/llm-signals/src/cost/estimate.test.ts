import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Question } from '../chat/question.ts';
import { commonBeginning } from './common-beginning.ts';
import { loadTokenCounter, type TokenCounter } from './count-tokens.ts';
import { ASSUMED_COMPLETION_TOKENS, estimateRun, type PlannedRun } from './estimate.ts';

const at = (text: string): number => Date.parse(text);
const HOUR_MS = 3_600_000;

let counter: TokenCounter;
beforeAll(async () => {
  counter = await loadTokenCounter();
});

const RULES = 'Judge the candles by trend and volume, and answer with one JSON object. '.repeat(40);
const question = (window: number, rules = RULES): Question => ({
  messages: [{ role: 'system', content: rules }, { role: 'user', content: JSON.stringify({ window, closes: Array.from({ length: 50 }, (_, bar) => 70_000 + window * 7 + bar) }) }],
  schema: { name: 'judgement', schema: {} },
  temperature: 0,
  maxOutputTokens: 200,
});
const plan = (rest: Partial<PlannedRun> = {}): PlannedRun => ({
  provider: 'openai',
  model: 'gpt-4.1',
  requests: 100,
  sample: [question(1), question(2), question(3)],
  startMs: at('2026-11-20T12:00Z'),
  durationMs: HOUR_MS,
  ...rest,
});

describe('the estimate of a run', () => {
  test('counts prompts, and answers at the length that is assumed and said', () => {
    const short = [question(1, 'Judge.'), question(2, 'Judge.')];
    const { tokens, expectedUsd, assumptions, priceDate, source } = estimateRun(plan({ sample: short }), counter);
    const counted = (counter.tokensOf(short[0]!) + counter.tokensOf(short[1]!)) / 2;
    expect(tokens).toEqual({ promptTokens: Math.round(100 * counted), cachedTokens: 0, completionTokens: 100 * ASSUMED_COMPLETION_TOKENS });
    expect(expectedUsd).toBeCloseTo((tokens.promptTokens * 2 + tokens.completionTokens * 8) / 1e6, 12);
    expect(assumptions.join(' ')).toContain('assumed: nothing has been measured yet');
    expect([priceDate, source]).toEqual(['2026-11-22', expect.stringContaining('OpenAI')]);
  });

  test('at DeepSeek takes the common beginning, in blocks of 64 tokens, as cached from the second request on', () => {
    const { tokens } = estimateRun(plan({ provider: 'deepseek', model: 'deepseek-flash' }), counter);
    const shared = counter.tokensOf(commonBeginning([question(1), question(2), question(3)]));
    expect(shared).toBeGreaterThan(500);
    expect(tokens.cachedTokens).toBe(99 * 64 * Math.floor(shared / 64));
  });

  test('at OpenAI counts on the cache from 1,024 tokens on, and at HolySheep, of which nothing is known, never', () => {
    const long = [question(1, RULES.repeat(3)), question(2, RULES.repeat(3))];
    expect(estimateRun(plan(), counter).tokens.cachedTokens).toBe(0);
    expect(estimateRun(plan({ sample: long }), counter).tokens.cachedTokens).toBeGreaterThan(99 * 1_023);
    expect(estimateRun(plan({ sample: long, provider: 'holysheep', model: 'deepseek-chat' }), counter).tokens.cachedTokens).toBe(0);
  });

  test('goes by what the model has charged so far, where there is something', () => {
    const usage = { promptTokens: 1_500, cachedTokens: 300, completionTokens: 33 };
    const first = { countedTokens: 1_000, usage: { ...usage, cachedTokens: 0 } };
    const measured = [first, ...Array.from({ length: 9 }, () => ({ countedTokens: 1_000, usage }))];
    const { tokens } = estimateRun(plan({ measured }), counter);
    const counted = [1, 2, 3].reduce((sum, window) => sum + counter.tokensOf(question(window)), 0) / 3;
    expect(tokens).toEqual({ promptTokens: Math.round(150 * counted), cachedTokens: 99 * 300, completionTokens: 3_300 });
  });

  test('is at the prices of the hours in which the run takes place', () => {
    const flash = { provider: 'deepseek', model: 'deepseek-flash' };
    const usdFrom = (start: string, hours: number): number => estimateRun(plan({ ...flash, startMs: at(start), durationMs: hours * HOUR_MS }), counter).expectedUsd!;
    const off = usdFrom('2026-11-20T12:00Z', 1);
    expect(usdFrom('2026-11-20T01:00Z', 3) / off).toBeCloseTo(2, 9);
    expect(usdFrom('2026-11-20T02:30Z', 3) / off).toBeCloseTo(1.5, 9); // half of it before 04:00
    expect(usdFrom('2026-11-23T00:00Z', 7 * 24) / off).toBeCloseTo(1 + 35 / 168, 9); // 7 hours on 5 days of a week
    expect(estimateRun(plan({ ...flash, startMs: at('2026-11-20T02:30Z'), durationMs: 3 * HOUR_MS }), counter).assumptions.at(-1)).toBe(
      '50% of the run falls into the peak, weekdays 01:00–04:00 and 06:00–10:00 UTC, at 2 times the price.',
    );
  });

  test('has a worst that is never below what is expected, and none without a limit of the answer', () => {
    const { expectedUsd, worstUsd } = estimateRun(plan(), counter);
    expect(worstUsd!).toBeGreaterThan(expectedUsd!);
    const { maxOutputTokens: _none, ...unlimited } = question(1);
    expect(estimateRun(plan({ sample: [unlimited] }), counter).worstUsd).toBeNull();
  });

  test('is unknown, not zero, without a price or past its life', () => {
    const unknown = estimateRun(plan({ model: 'own' }), counter);
    expect([unknown.expectedUsd, unknown.worstUsd, unknown.assumptions.at(-1)]).toEqual([null, null, 'No price is known for own at openai on 2026-11-20.']);
    const ending = estimateRun(plan({ startMs: at('2027-01-14T23:30Z') }), counter);
    expect([ending.expectedUsd, ending.assumptions.at(-1)]).toEqual([null, 'No price is known for gpt-4.1 at openai over the whole run.']);
  });

  test('of a run in which everything is recorded is nothing', () => {
    expect(estimateRun(plan({ requests: 0, sample: [] }), counter)).toMatchObject({ expectedUsd: 0, worstUsd: 0 });
  });
});
