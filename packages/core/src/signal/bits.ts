/** A boolean a bar, 32 bars a word: bar `i` is bit `i & 31` of word `i >>> 5`. Bits past `length` are zero. */
export interface Bits {
  readonly length: number;
  readonly words: Uint32Array;
}

export const wordCount = (length: number): number => (length + 31) >>> 5;

export const createBits = (length: number): Bits => ({ length, words: new Uint32Array(wordCount(length)) });

export const getBit = (bits: Bits, index: number): boolean => ((bits.words[index >>> 5]! >>> (index & 31)) & 1) === 1;

export function setBit(bits: Bits, index: number): void {
  bits.words[index >>> 5]! |= 1 << (index & 31);
}

export function countBits(bits: Bits): number {
  let count = 0;
  for (const word of bits.words) {
    let pairs = word - ((word >>> 1) & 0x55555555);
    pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    count += Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}

/** The first set bit at or after `from`, or `bits.length` if there is none. */
export function nextBit(bits: Bits, from: number): number {
  const { words, length } = bits;
  if (from >= length) return length;
  let index = from >>> 5;
  let word = words[index]! & (-1 << (from & 31));
  while (word === 0) {
    if (++index >= words.length) return length;
    word = words[index]!;
  }
  return (index << 5) + 31 - Math.clz32(word & -word);
}
