import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countBits, createBits, getBit, nextBit, setBit } from './bits.ts';

const flags = fc.array(fc.boolean(), { maxLength: 200 });

test('bits agree with an array of booleans', () => {
  fc.assert(
    fc.property(flags, fc.nat(210), (wanted, from) => {
      const bits = createBits(wanted.length);
      wanted.forEach((flag, index) => flag && setBit(bits, index));
      expect(wanted.map((_, index) => getBit(bits, index))).toEqual(wanted);
      expect(countBits(bits)).toBe(wanted.filter(Boolean).length);
      const next = wanted.indexOf(true, from);
      expect(nextBit(bits, from)).toBe(next === -1 ? wanted.length : next);
    }),
    { numRuns: 500 },
  );
});

test('the last bit of a word is found', () => {
  const bits = createBits(64);
  setBit(bits, 31);
  setBit(bits, 63);
  expect([nextBit(bits, 0), nextBit(bits, 32), nextBit(bits, 64)]).toEqual([31, 63, 64]);
});
