import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Combinations, type CombinationsSpec, openCombinations, valuesAt } from './combinations.ts';
import { textToConstraint } from './constraint.ts';
import { parameterOf, textToParameter } from './parameter.ts';
import { createShuffle } from './shuffled-place.ts';

const allOf = (combinations: Combinations): number[][] => {
  const at = new Int32Array(combinations.parameters.length);
  const found: number[][] = [];
  for (let place = 0; place < combinations.places; place++) if (combinations.read(place, at)) found.push([...valuesAt(combinations, at)]);
  return found;
};

const grid = (where?: string, ...texts: string[]): CombinationsSpec => ({ kind: 'grid', parameters: texts.map(textToParameter), where });
const refused = (message: string | RegExp): unknown =>
  expect.objectContaining({ code: 'OPTION_INVALID', message: expect.stringMatching(message), remedy: expect.stringMatching(/\.$|\?$/) });

describe('the values of a parameter', () => {
  test.each([
    ['fast=2..5', [2, 3, 4, 5]],
    ['$stop = 0.5 .. 2 step 0.5', [0.5, 1, 1.5, 2]],
    ['x=0.1..0.5 step 0.1', [0.1, 0.2, 0.3, 0.4, 0.5]],
    ['x=-1..1', [-1, 0, 1]],
    ['x=1..6 step 2', [1, 3, 5]],
    ['x=5,10, 20..40 step 10', [5, 10, 20, 30, 40]],
    ['x=1e-3', [0.001]],
  ])('%s', (text, values) => expect([...textToParameter(text).values]).toEqual(values));

  test.each(['fast', '=3', '2=3', 'x=', 'x=a', 'x=1..', 'x=3..1', 'x=1..2 step 0', 'x=1..2 step -1', 'x=1,1', 'x=1..3,2', 'x=1..100000000'])('%s is refused', (text) => {
    expect(() => textToParameter(text)).toThrow(refused(/./));
  });
});

describe('a grid', () => {
  test('counts like numbers, the last parameter fastest', () => {
    expect(allOf(openCombinations(grid(undefined, 'a=1,2', 'b=5,7')))).toEqual([[1, 5], [1, 7], [2, 5], [2, 7]]);
  });

  test('leaves out what the constraint does not allow', () => {
    expect(allOf(openCombinations(grid('fast < slow', 'fast=2..100', 'slow=2..100')))).toHaveLength(4851);
  });

  test('of a thousand million is refused with its count and what to do', () => {
    const texts = ['a=1..1000', 'b=1..1000', 'c=1..1000'];
    expect(() => openCombinations(grid(undefined, ...texts), 1e6)).toThrow(
      refused('The sweep would have 1,000,000,000 combinations \\(1000 of a × 1000 of b × 1000 of c\\), and 1,000,000 are allowed.'),
    );
    const random = { kind: 'random', parameters: texts.map(textToParameter), count: 1000, seed: 7 } as const;
    expect(new Set(allOf(openCombinations(random, 1e6)).map(String)).size).toBe(1000);
  });

  test('has each parameter once', () => {
    expect(() => openCombinations(grid(undefined, 'a=1', 'a=2'))).toThrow(refused('a is given twice'));
    expect(() => openCombinations(grid())).toThrow(refused('no parameter'));
  });
});

describe('a random choice', () => {
  const spec = (count: number, seed: number): CombinationsSpec => ({
    kind: 'random', parameters: ['fast=2..30', 'slow=2..30'].map(textToParameter), where: 'fast < slow', count, seed,
  });

  test('holds so many different combinations of the grid that meet the constraint, the same for the same seed', () => {
    const chosen = allOf(openCombinations(spec(100, 1)));
    expect(new Set(chosen.map(String)).size).toBe(100);
    expect(chosen.every(([fast, slow]) => fast! < slow!)).toBe(true);
    expect(allOf(openCombinations(spec(100, 1)))).toEqual(chosen);
    expect(allOf(openCombinations(spec(100, 2)))).not.toEqual(chosen);
  });

  test('of more than there are is all of them', () => {
    expect(allOf(openCombinations(spec(10_000, 3)))).toHaveLength((29 * 28) / 2);
  });

  test('is refused where next to nothing meets the constraint', () => {
    const none: CombinationsSpec = { kind: 'random', parameters: ['a=1..3000', 'b=1..3000'].map(textToParameter), where: 'a > 5000', count: 5, seed: 1 };
    expect(() => openCombinations(none)).toThrow(refused('0 meet the constraint'));
  });

  test('shuffles: each place comes once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 0, max: 0xffff_ffff }), (places, seed) => {
        const shuffle = createShuffle(places, seed);
        const seen = new Set(Array.from({ length: places }, (_, position) => shuffle(position)));
        expect(seen.size).toBe(places);
        expect([...seen].every((place) => place >= 0 && place < places)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test('spreads evenly', () => {
    const shuffle = createShuffle(1e9, 5);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let position = 0; position < 20_000; position++) counts[Math.floor(shuffle(position) / 1e8)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(1_800);
    expect(Math.max(...counts)).toBeLessThan(2_200);
  });
});

describe('a list', () => {
  test('is its rows, in their order', () => {
    const list: CombinationsSpec = { kind: 'list', names: ['a', 'b'], values: Float64Array.of(3, 0.5, 1, 0.5, 3, 0.25) };
    expect(allOf(openCombinations(list))).toEqual([[3, 0.5], [1, 0.5], [3, 0.25]]);
  });

  test('has whole rows of numbers', () => {
    expect(() => openCombinations({ kind: 'list', names: ['a', 'b'], values: Float64Array.of(3, 0.5, 1) })).toThrow(refused('b has a value that is not a number|too few'));
    expect(() => openCombinations({ kind: 'list', names: ['a'], values: Float64Array.of(3, Number.NaN) })).toThrow(refused('not a number'));
  });
});

describe('a constraint', () => {
  const holds = (text: string, a: number, b: number): boolean => textToConstraint(text, ['a', 'b'])(Float64Array.of(a, b));

  test.each([
    ['a < b', true], ['$a < $b', true], ['a >= b', false], ['b - a >= 2', true], ['b - a >= 4', false], ['a * 2 + 1 == b', true],
    ['a < b and b < 4', false], ['a > b or b == 5', true], ['not a == b', true], ['(a + 1) * 2 > b', true], ['(a < b or a > 9) and -a < 0', true],
    ['b / a != 2.5 or a == b', false], ['not (a < b)', false],
  ])('%s of a = 2, b = 5 is %s', (text, expected) => expect(holds(text, 2, 5)).toBe(expected));

  test.each(['a <', 'a', 'a < c', 'a < b b', '(a < b', 'a < ?', '', 'a + 1'])('"%s" is refused', (text) => {
    expect(() => textToConstraint(text, ['a', 'b'])).toThrow(refused('cannot be read'));
  });

  test('suggests the name that was meant', () => {
    expect(() => textToConstraint('fas < slow', ['fast', 'slow'])).toThrow(expect.objectContaining({ remedy: 'Did you mean fast?' }));
  });
});

test('a value that is zero has no sign', () => expect(Object.is(parameterOf('a', [-0]).values[0], 0)).toBe(true));
