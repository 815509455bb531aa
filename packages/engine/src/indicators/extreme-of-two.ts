import type { Kernel } from './kernel.ts';
import { rows } from './rows.ts';
import { SIMD_EXTREME, type SimdExtreme } from './simd-extreme.ts';

/** Bars taken at a time. */
const LONGEST = 1024;

/** Where the first and the second series stand in the shared memory, each with one number in front that is written for nothing. */
const SECOND = 1;
const FIRST = SECOND + LONGEST + 1;

/** The larger (`sign` 1) or smaller (`sign` −1) of two series, bar by bar. NaN where either is. */
export const extremeOfTwo = (sign: 1 | -1): Kernel =>
  SIMD_EXTREME ? inPairs(sign === 1 ? SIMD_EXTREME.larger : SIMD_EXTREME.smaller, SIMD_EXTREME.numbers) : oneByOne(sign);

const inPairs = (extreme: SimdExtreme['larger'], numbers: Float64Array): Kernel => ({
  process([first, second], [output], length) {
    for (let from = 0; from < length; from += LONGEST) {
      const to = Math.min(length, from + LONGEST);
      numbers.set(rows(first!, from, to), FIRST);
      numbers.set(rows(second!, from, to), SECOND);
      extreme(FIRST, FIRST + to - from, FIRST - SECOND);
      output!.set(numbers.subarray(FIRST, FIRST + to - from), from);
    }
  },
});

/** The same without WebAssembly. */
export const oneByOne = (sign: 1 | -1): Kernel => ({
  process([first, second], [output], length) {
    for (let i = 0; i < length; i++) output![i] = sign * Math.max(sign * first![i]!, sign * second![i]!);
  },
});
