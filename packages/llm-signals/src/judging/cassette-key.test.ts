import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cassetteKey, type CassetteParts } from './cassette-key.ts';

const PARTS: CassetteParts = {
  provider: 'holysheep', model: 'deepseek-chat', templateHash: 'a'.repeat(64), schemaHash: 'b'.repeat(64), temperature: 0, maxOutputTokens: 400, windowHash: 'c'.repeat(64), sample: 0,
};

const word = fc.string({ minLength: 1, maxLength: 12 });
const parts: fc.Arbitrary<CassetteParts> = fc.record({
  provider: word, model: word, templateHash: word, schemaHash: word, windowHash: word,
  temperature: fc.double({ min: 0, max: 2, noNaN: true }), maxOutputTokens: fc.integer({ min: 1, max: 4_000 }), sample: fc.nat(20),
});

describe('the key of a cassette', () => {
  test('never changes by accident: answers that were paid for are found under it', () => {
    // From `printf '%s' '{"maxOutputTokens":400,"model":…}' | sha256sum` over the canonical JSON.
    expect(cassetteKey(PARTS)).toBe('a5cf95ec5a9504fb372e4f47502d9db429204d0c6cd874aa296c26046d8265c3');
  });

  test('does not depend on the order of the parts, nor on anything else that an object holds', () => {
    const turned = Object.fromEntries([...Object.entries(PARTS), ['apiKey', 'secret']].toReversed()) as unknown as CassetteParts;
    expect(cassetteKey(turned)).toBe(cassetteKey(PARTS));
  });

  test('changes with any part', () => {
    fc.assert(
      fc.property(parts, parts, fc.subarray(Object.keys(PARTS) as (keyof CassetteParts)[], { minLength: 1 }), (one, other, changed) => {
        const mixed = { ...one, ...Object.fromEntries(changed.map((part) => [part, other[part]])) };
        // JSON has one zero.
        const isSame = changed.every((part) => one[part] === other[part]);
        expect(cassetteKey(mixed) === cassetteKey(one)).toBe(isSame);
      }),
    );
  });

  test('does not confuse parts of which one continues the other', () => {
    expect(cassetteKey({ ...PARTS, provider: 'ab', model: 'c' })).not.toBe(cassetteKey({ ...PARTS, provider: 'a', model: 'bc' }));
  });
});
