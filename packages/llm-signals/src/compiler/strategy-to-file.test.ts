import { describe, expect, test } from '@jest/globals';
import { parseStrategy, type Strategy, strategyHash, textToStrategy } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { compileSentence } from '../grammar/compile-sentence.ts';
import { commentsToProvenance } from './comments-to-provenance.ts';
import type { LlmCompilation } from './llm-compilation.ts';
import { strategyToFile } from './strategy-to-file.ts';
import { compilationToProvenance, splitProvenance, type StrategyProvenance } from './strategy-provenance.ts';

/** Whatever could end a comment, a string or a line early. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(';', '#', '\n', '\r', '"', '\\', ' ', '\t', ':', 'entry: close > 0', '\u2028', '\u2029', '\u0085', '\u202e', '\u{e0041}', 'Ω', '买', '🌕') }),
);
const tokens = fc.nat();
const common = { sentence: nasty, assumptions: fc.array(nasty, { maxLength: 4 }), strategyHash: fc.constant('ab12') };
const provenances: fc.Arbitrary<StrategyProvenance> = fc.oneof(
  fc.record({ compiledBy: fc.constant('grammar' as const), ...common }),
  fc.record({
    compiledBy: fc.constant('model' as const),
    ...common,
    provider: nasty,
    modelAsked: nasty,
    modelAnswered: nasty,
    fingerprint: fc.option(nasty),
    promptHash: fc.constant('cd34'),
    attempts: fc.integer({ min: 1, max: 4 }),
    usage: fc.option(fc.record({ promptTokens: tokens, cachedTokens: tokens, completionTokens: tokens })),
    cost: fc.oneof(
      fc.record({ known: fc.constant(true as const), usd: fc.double({ min: 0, max: 1e6, noNaN: true }).map((usd) => usd + 0), priceDate: fc.constant('2026-11-22'), source: nasty }),
      fc.record({ known: fc.constant(false as const), reason: nasty }),
    ),
    compiledAt: fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('2100-01-01') }).map((date) => date.toISOString()),
  }),
);

const BY_MODEL: LlmCompilation = {
  ...compileSentence('RSI below 30'),
  provider: 'holysheep', modelAsked: 'deepseek-chat', modelAnswered: 'deepseek-v3.2', fingerprint: 'fp_1', promptHash: 'cd34', attempts: 2,
  usage: { promptTokens: 1000, cachedTokens: 200, completionTokens: 100 },
  cost: { known: true, usd: 0.0002716, priceDate: '2026-11-22', source: "HolySheep's list" },
  compiledAtMs: Date.parse('2026-11-20T12:00:00Z'), warnings: [],
};

describe('the file of a compiled strategy', () => {
  test('tells in comments who compiled it, when, from what and for how much', () => {
    const text = strategyToFile(BY_MODEL.strategy, compilationToProvenance({ ...BY_MODEL, assumptions: ['RSI: 14 bars.'] }, 'RSI below 30; quick'), 'text');
    expect(text.split('\n')).toEqual([
      '# sentence: "RSI below 30\\u003b quick"',
      '# assumption: RSI: 14 bars.',
      '# compiled by: model',
      '# provider: holysheep',
      '# model asked: deepseek-chat',
      '# model answered: deepseek-v3.2',
      '# fingerprint: fp_1',
      '# prompt hash: cd34',
      '# attempts: 2',
      '# tokens: 1000 in, 200 of them cached, 100 out',
      "# cost: $0.0002716 at prices of 2026-11-22: HolySheep's list",
      '# compiled at: 2026-11-20T12:00:00.000Z',
      `# strategy hash: ${strategyHash(BY_MODEL.strategy)}`,
      'entry: rsi(14) < 30',
      'exit: rsi(14) > 70',
      'size: 100% of equity',
      '',
    ]);
  });

  test('in the text form is read back as the same strategy and the same provenance, whatever the sentence, a model or a provider says', () => {
    fc.assert(
      fc.property(strategyArbitrary(), provenances, (strategy, provenance) => {
        const text = strategyToFile(strategy, provenance, 'text');
        expect(textToStrategy(text)).toEqual(strategy);
        expect(commentsToProvenance(text)).toEqual(provenance);
      }),
    );
  });

  test('in the JSON form is read back as the same', () => {
    fc.assert(
      fc.property(strategyArbitrary(), provenances, (strategy, provenance) => {
        const read = splitProvenance(JSON.parse(strategyToFile(strategy, provenance, 'json')));
        expect(parseStrategy(read.strategy)).toEqual(strategy);
        expect(read.provenance).toEqual(provenance);
      }),
    );
  });

  test('holds no provenance where a person wrote it', () => {
    expect(commentsToProvenance('# sentence: mine\nentry: close > 0')).toBeUndefined();
    expect(splitProvenance({ version: 1 })).toEqual({ strategy: { version: 1 } });
    expect(splitProvenance('text')).toEqual({ strategy: 'text' });
  });

  test('with a provenance that is none is refused with its place', () => {
    const json = { ...BY_MODEL.strategy, provenance: { ...compilationToProvenance(BY_MODEL, 'RSI'), attempts: 0 } };
    expect(() => splitProvenance(json)).toThrow('The provenance of the strategy is not valid at provenance.attempts');
  });

  test('is refused by parseStrategy, which takes a strategy alone', () => {
    const json: unknown = JSON.parse(strategyToFile(BY_MODEL.strategy, compilationToProvenance(BY_MODEL, 'RSI'), 'json'));
    expect(() => parseStrategy(json)).toThrow('provenance');
    const read: Strategy = parseStrategy(splitProvenance(json).strategy);
    expect(strategyHash(read)).toBe(strategyHash(BY_MODEL.strategy));
  });
});
