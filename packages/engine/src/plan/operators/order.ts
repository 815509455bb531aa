import { wordCount } from '@wick/core';
import { EQUAL, GREATER, LESS } from '../compare-groups.ts';
import type { KernelHeap } from '../kernel/order-kernel.ts';
import { createKernelHeap } from '../kernel/simd-heap.ts';

/** Where one comparison goes: for which of less, greater and equal it is true, and its words. */
export interface OrderOutput {
  readonly holds: number;
  readonly words: Uint32Array;
}

/** Bars compared at a time. */
const BARS = 1024;

interface Bench {
  readonly kernel: KernelHeap['kernel'];
  readonly left: Float64Array;
  readonly right: Float64Array;
  /** By LESS, GREATER and EQUAL. */
  readonly less: Uint32Array;
  readonly greater: Uint32Array;
  readonly equal: Uint32Array;
}

/** A small memory for the kernel, one for all plans: what is compared is copied into it. */
let bench: Bench | undefined;

function createBench(): Bench {
  const heap = createKernelHeap();
  heap.reset(2 * BARS * 8 + (3 * BARS) / 8 + 128);
  return {
    kernel: heap.kernel,
    left: heap.numbers(BARS),
    right: heap.numbers(BARS),
    less: heap.words(BARS / 32),
    greater: heap.words(BARS / 32),
    equal: heap.words(BARS / 32),
  };
}

/**
 * All comparisons of two numbers in one pass: false where a side is NaN. The bits past `length` may be anything.
 *
 * @param right a series or a constant
 */
export function compareAll(left: Float64Array, right: Float64Array | number, outputs: readonly OrderOutput[], length: number): void {
  const { kernel, less, greater, equal, ...sides } = (bench ??= createBench());
  for (let from = 0; from < length; from += BARS) {
    const to = Math.min(length, from + BARS);
    const words = wordCount(to - from);
    sides.left.set(left.subarray(from, to));
    if (typeof right !== 'number') sides.right.set(right.subarray(from, to));
    else sides.right.fill(right);
    kernel.order(sides.left.byteOffset, sides.right.byteOffset, words, less.byteOffset, greater.byteOffset, equal.byteOffset);
    for (const output of outputs) write(output, from >>> 5, words, less, greater, equal);
  }
}

function write({ holds, words: output }: OrderOutput, first: number, words: number, less: Uint32Array, greater: Uint32Array, equal: Uint32Array): void {
  const [ofLess, ofGreater, ofEqual] = [holds & LESS ? -1 : 0, holds & GREATER ? -1 : 0, holds & EQUAL ? -1 : 0];
  for (let word = 0; word < words; word++) {
    output[first + word] = (less[word]! & ofLess) | (greater[word]! & ofGreater) | (equal[word]! & ofEqual);
  }
}
