import { describe, expect, test } from '@jest/globals';
import type { Progress } from '@wick/core';
import type { PlannedJudging } from '@wick/llm-signals';
import { askingToProgress } from './asking-to-progress.ts';
import { planToSentence, planToText, spentToText } from './plan-to-text.ts';

const PLANNED: PlannedJudging = {
  provider: 'holysheep', model: 'deepseek-chat', windows: 10_000, skipped: 49, answers: 30_000, recorded: 1_200, toAsk: 28_800,
  spending: { requests: 1_203, settledUsd: 0.123_4, unsettled: 3, unsettledUsd: 0.004_2 },
  estimate: {
    requests: 28_800, expectedUsd: 2.961_6, worstUsd: 12.5, tokens: { promptTokens: 40_320_000, cachedTokens: 7_000_000, completionTokens: 1_900_800 },
    priceDate: '2026-11-22', source: 'a list', assumptions: ['One thing is assumed.'], durationMs: 5_760_000,
  },
};

describe('before a run', () => {
  test('people see what is asked, what it costs at which prices, how long it takes, and what that rests on', () => {
    const text = planToText(PLANNED, ['10 candles missing.']);
    for (const part of [
      '! 10 candles missing.', 'deepseek-chat at holysheep', '10,000; 49 decisions without one', '30,000, of which 1,200 are recorded and 28,800 would be asked for',
      '$0.123, and 3 requests of which the cost is unknown: at most $0.0042', '$2.96 for 40,320,000 tokens in (7,000,000 of them cached), 1,900,800 out', '$12.50', 'of 2026-11-22 (a list)', 'about 96 min',
      'One thing is assumed.',
    ]) expect(text).toContain(part);
    expect(planToSentence(PLANNED)).toBe('28,800 requests, expected to cost $2.96 and $12.50 at worst (prices of 2026-11-22), in about 96 min.');
  });

  test('an unknown price is said to be unknown, never zero', () => {
    const unknown = { ...PLANNED, estimate: { ...PLANNED.estimate!, expectedUsd: null, worstUsd: null, priceDate: null, source: null } };
    expect(planToText(unknown, [])).toMatch(/Expected +an unknown amount.*\n.*At worst +an unknown amount\n.*Prices +unknown/);
    expect(spentToText({ requests: 1, settledUsd: 0, unsettled: 1, unsettledUsd: null })).toBe('$0.00, and 1 request of which the cost is unknown: nobody knows what');
  });

  test('a replay has nothing to ask for', () => {
    const replay = planToText({ ...PLANNED, toAsk: 0, recorded: 30_000, estimate: null }, []);
    expect(replay).toContain('30,000 are recorded and 0 would be asked for');
    expect(replay).not.toContain('Expected');
  });
});

test('while it runs, people see the answers, what they have cost and all will, and the time that is left', () => {
  const seen: Progress[] = [];
  const listener = askingToProgress((progress) => seen.push(progress));
  listener({ answered: 1_201, total: 30_000, spentUsd: 0.1276 });
  listener({ answered: 30_000, total: 30_000, spentUsd: 3.21 });
  expect(seen[0]).toMatchObject({ label: 'Asking', done: 1_201, total: 30_000, unit: 'answers', note: expect.stringMatching(/^\$0\.128 of about \$3\.19, .+ left$/) as unknown });
  expect(seen[1]!.note).toBe('$3.21 of about $3.21, 0.0 s left');
});
