import { describe, expect, test } from '@jest/globals';
import { textToStrategy } from '@wick/core';
import type { StrategyProvenance } from '../compiler/strategy-provenance.ts';
import { strategyToFile } from '../compiler/strategy-to-file.ts';
import { textToMeasured } from './text-to-measured.ts';

const strategy = textToStrategy('entry: rsi(14) < 30\nexit: rsi(14) > 70');
const usage = { promptTokens: 8_000, cachedTokens: 1_000, completionTokens: 300 };
const provenance: StrategyProvenance = {
  compiledBy: 'model', sentence: 'RSI below 30', assumptions: [], strategyHash: 'a'.repeat(64), provider: 'holysheep', modelAsked: 'deepseek-chat', modelAnswered: 'deepseek-chat',
  fingerprint: null, promptHash: 'b'.repeat(64), attempts: 2, usage, cost: { known: false, reason: 'none' }, compiledAt: '2026-11-25T00:00:00.000Z',
};
const header = {
  wick: 'signals', version: 1, provider: 'openai', modelAsked: 'gpt-4.1', settings: { samples: 3, candles: 50 }, decisions: 13,
  noSignals: { gap: 1, 'short-history': 1, unanswered: 1, truncated: 2 }, tokens: { prompt: 30_000, cached: 6_000, completion: 1_500 },
};
const signals = (changes: object = {}): string => `${JSON.stringify({ ...header, ...changes })}\n{"timestamp":"2024-01-01T00:00:00Z","action":"HOLD"}\n`;

describe('tokens that were measured', () => {
  test.each(['text', 'json'] as const)('are read from a strategy that a model compiled, as %s', (form) => {
    expect(textToMeasured(strategyToFile(strategy, provenance, form), 'file')).toEqual({ what: 'compilation', provider: 'holysheep', model: 'deepseek-chat', usage, repairs: 1 });
  });

  test('are read from a file of signals: of one decision, which is three answers here, without those that nobody was asked for', () => {
    expect(textToMeasured(signals(), 'file')).toEqual({
      what: 'decision', provider: 'openai', model: 'gpt-4.1', repairs: 0,
      usage: { promptTokens: 3_000, cachedTokens: expect.closeTo(600, 9), completionTokens: 150 },
    });
  });

  test.each([
    ['a strategy that a person wrote', 'entry: close > open'],
    ['a strategy of the grammar', strategyToFile(strategy, { compiledBy: 'grammar', sentence: 's', assumptions: [], strategyHash: 'a' }, 'json')],
    ['a model that did not say', strategyToFile(strategy, { ...provenance, usage: null }, 'text')],
    ['signals whose provider did not say', signals({ tokens: null })],
    ['signals that nobody was asked for', signals({ decisions: 3 })],
    ['an empty file', ''],
  ])('are refused of %s', (_what, text) => {
    expect(() => textToMeasured(text, 'mine')).toThrow('"mine" does not say how many tokens a model has used.');
  });
});
