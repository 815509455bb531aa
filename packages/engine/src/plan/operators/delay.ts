import { wordCount } from '@wick/core';

/** What was `bars` bars ago; unknown on the first `bars`. */
export type Delay = (input: Float64Array, output: Float64Array, length: number) => void;

export function createDelay(bars: number): Delay {
  const ring = new Float64Array(bars).fill(Number.NaN);
  let oldest = 0;
  return (input, output, length) => {
    let next = oldest;
    for (let i = 0; i < length; i++) {
      output[i] = ring[next]!;
      ring[next] = input[i]!;
      if (++next === bars) next = 0;
    }
    oldest = next;
  };
}

/** The same for conditions: false on the first `bars`. Bits past `length` may be anything, in the input and the output. */
export type ConditionDelay = (input: Uint32Array, output: Uint32Array, length: number) => void;

/** @param longest the longest block that will be given */
export function createConditionDelay(bars: number, longest: number): ConditionDelay {
  // The last `bars` bits of the past, then the bits of the block.
  const line = new Uint32Array(wordCount(bars) + wordCount(longest) + 1);
  const base = bars >>> 5;
  const offset = bars & 31;
  return (input, output, length) => {
    const words = wordCount(length);
    line[base]! &= (1 << offset) - 1;
    for (let k = 0; k < words; k++) {
      line[base + k]! |= input[k]! << offset;
      line[base + k + 1] = offset === 0 ? 0 : input[k]! >>> (32 - offset);
    }
    for (let k = 0; k < words; k++) output[k] = line[k]!;
    moveDown(line, length, wordCount(bars));
  };
}

/** The first `words` words become the bits from `by` on. */
function moveDown(line: Uint32Array, by: number, words: number): void {
  const base = by >>> 5;
  const offset = by & 31;
  for (let k = 0; k < words; k++) {
    const low = line[base + k]! >>> offset;
    line[k] = offset === 0 ? low : low | (line[base + k + 1]! << (32 - offset));
  }
}
