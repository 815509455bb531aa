import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createPlainHeap, type KernelHeap } from './order-kernel.ts';
import { createKernelHeap, createSimdHeap } from './simd-heap.ts';

const value = fc.constantFrom(0, -0, 1, 2, 2, 3, Number.NaN, Infinity, -Infinity, 5e-324, 0.1 + 0.2, 0.3);
const series = fc.array(fc.tuple(value, value), { minLength: 32, maxLength: 160, size: 'max' }).map((pairs) => pairs.slice(0, pairs.length & ~31));

/** What a kernel says of two series that come in two blocks. */
function answersOf(heap: KernelHeap, pairs: readonly (readonly [number, number])[], cut: number): number[][] {
  heap.reset(64 * 1024);
  heap.numbers(3); // so that nothing begins at byte 0
  const memory = heap.words(1);
  const outputs = Array.from({ length: 5 }, (): number[] => []);
  for (const block of [pairs.slice(0, cut), pairs.slice(cut)]) {
    const words = block.length / 32;
    if (words === 0) continue;
    const [left, right] = [heap.numbers(block.length), heap.numbers(block.length)];
    block.forEach(([a, b], at) => {
      left[at] = a;
      right[at] = b;
    });
    const [less, greater, equal, above, below] = Array.from({ length: 5 }, () => heap.words(words)) as [
      Uint32Array, Uint32Array, Uint32Array, Uint32Array, Uint32Array,
    ];
    heap.kernel.order(left.byteOffset, right.byteOffset, words, less.byteOffset, greater.byteOffset, equal.byteOffset);
    heap.kernel.cross(left.byteOffset, right.byteOffset, words, above.byteOffset, below.byteOffset, memory.byteOffset);
    [less, greater, equal, above, below].forEach((found, at) => outputs[at]!.push(...found));
  }
  return outputs;
}

const bit = (words: readonly number[], at: number): boolean => ((words[at >>> 5]! >>> (at & 31)) & 1) === 1;

describe.each([['TypeScript', createPlainHeap], ['SIMD', createKernelHeap]])('the kernel in %s', (_name, create) => {
  const heap = create();

  test('says of every bar what the language says', () => {
    fc.assert(
      fc.property(series, fc.nat(4), (pairs, cutWord) => {
        const [less, greater, equal, above, below] = answersOf(heap, pairs, Math.min(pairs.length, cutWord * 32)) as [number[], number[], number[], number[], number[]];
        const found = pairs.map((_, at) => [less, greater, equal, above, below].map((words) => bit(words, at)));
        const expected = pairs.map(([a, b], at) => {
          const [c, d] = pairs[at - 1] ?? [Number.NaN, Number.NaN];
          return [a < b, a > b, a === b, a > b && c <= d, a < b && c >= d];
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

test('SIMD runs here', () => expect(createSimdHeap()).toBeDefined());
