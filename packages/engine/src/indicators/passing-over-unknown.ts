import type { Kernel } from './kernel.ts';

/** The arithmetic of a recursive indicator over bars on which every input is known. */
export interface Recursion {
  /** Computes the rows `from` to `to` (exclusive) of every output. */
  advance(inputs: readonly Float64Array[], outputs: readonly Float64Array[], from: number, to: number): void;
}

/**
 * The rule of every recursive indicator for unknown input: a bar on which some input is unknown is passed over. Its
 * value is unknown and the next known bar goes on as though it had never been, as on TradingView, whose averages
 * "ignore na values". An infinite number, which only an overflow makes, counts as unknown: it would stay forever.
 */
export function passingOverUnknown(recursion: Recursion): Kernel {
  return {
    process(inputs, outputs, length) {
      if (isKnown(inputs, length)) return recursion.advance(inputs, outputs, 0, length);
      let from = 0;
      while (from < length) {
        const to = firstUnknown(inputs, from, length);
        if (to > from) recursion.advance(inputs, outputs, from, to);
        for (from = to; from < length && isUnknown(inputs, from); from++) {
          for (const output of outputs) output[from] = Number.NaN;
        }
      }
    },
  };
}

/**
 * Whether no row of a block is passed over, as nearly always: a finite number minus itself is 0, any other NaN. A sum
 * that overflows sends the block the long way, which looks again.
 */
function isKnown(inputs: readonly Float64Array[], length: number): boolean {
  for (let next = 0; next < inputs.length; next += 3) {
    const a = inputs[next]!;
    const b = inputs[next + 1] ?? a;
    const c = inputs[next + 2] ?? a;
    // Two sums that do not wait for each other.
    let even = 0;
    let odd = 0;
    let row = 0;
    for (; row + 2 <= length; row += 2) {
      const first = a[row]! + b[row]! + c[row]!;
      const second = a[row + 1]! + b[row + 1]! + c[row + 1]!;
      even += first - first;
      odd += second - second;
    }
    if (row < length) {
      const last = a[row]! + b[row]! + c[row]!;
      odd += last - last;
    }
    if (even + odd !== 0) return false;
  }
  return true;
}

/** Looks at up to three inputs in one pass: their sum is finite only where each of them is. */
function firstUnknown(inputs: readonly Float64Array[], from: number, length: number): number {
  let first = length;
  for (let next = 0; next < inputs.length; next += 3) {
    const a = inputs[next]!;
    const b = inputs[next + 1];
    const c = inputs[next + 2];
    let row = from;
    if (b && c) while (row < first && Number.isFinite(a[row]! + b[row]! + c[row]!)) row++;
    else if (b) while (row < first && Number.isFinite(a[row]! + b[row]!)) row++;
    else while (row < first && Number.isFinite(a[row]!)) row++;
    first = row;
  }
  return first;
}

const isUnknown = (inputs: readonly Float64Array[], row: number): boolean => firstUnknown(inputs, row, row + 1) === row;
