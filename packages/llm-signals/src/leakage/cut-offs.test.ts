import { describe, expect, test } from '@jest/globals';
import { cutOffMs, cutOffToSentence, isInSample, knowledgeCutOff } from './cut-offs.ts';

describe('the cut-off of what a model knows', () => {
  test.each([
    ['openai', 'gpt-4.1', '2024-06-30', 'stated'],
    ['openai', 'gpt-4.1-2025-04-14', '2024-06-30', 'stated'],
    ['anthropic', 'claude-sonnet-4-5-20250929', '2025-07-31', 'stated'],
    ['gemini', 'gemini-2.5-flash', '2025-01-31', 'stated'],
    ['holysheep', 'deepseek-chat', '2025-12-01', 'release date stands in'],
    ['deepseek', 'deepseek-flash', '2026-10-17', 'release date stands in'],
  ])('of %s %s is %s, %s', (provider, model, date, kind) => {
    expect(knowledgeCutOff(provider, model)).toMatchObject({ date, kind });
  });

  test('of a model that left is known still', () => {
    expect(knowledgeCutOff('deepseek', 'deepseek-chat')?.date).toBe('2025-12-01');
  });

  test('of another model, or at an unknown provider, is unknown', () => {
    expect(knowledgeCutOff('openai', 'gpt-4.1-mini')).toBeNull();
    expect(knowledgeCutOff('llm.example', 'gpt-4.1')).toBeNull();
    expect(cutOffToSentence('own', null)).toBe('What own knows is unknown: treat every window as in-sample.');
  });

  test('is the end of its day: a window that begins then is the first out of sample', () => {
    const cutOff = knowledgeCutOff('openai', 'gpt-4.1')!;
    const end = Date.parse('2024-07-01T00:00Z');
    expect(cutOffMs(cutOff)).toBe(end);
    expect([end - 1, end].map((timeMs) => isInSample(timeMs, cutOff))).toEqual([true, false]);
    expect(isInSample(end, null)).toBe(true);
  });

  test('says whether its maker stated it', () => {
    expect(cutOffToSentence('gpt-4.1', knowledgeCutOff('openai', 'gpt-4.1'))).toBe('gpt-4.1 may know everything up to 2024-06-30 (by its maker).');
    expect(cutOffToSentence('deepseek-chat', knowledgeCutOff('holysheep', 'deepseek-chat'))).toContain('the day of its release');
  });
});
