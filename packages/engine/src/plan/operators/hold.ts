import { wordCount } from '@wick/core';
import type { CandleCloses } from '../../higher/candle-closes.ts';

/** The value of the last higher candle that has closed, at each bar; unknown before the first. */
export type Hold = (values: Float64Array, closes: CandleCloses, output: Float64Array, length: number) => void;

export function createHold(): Hold {
  let held = Number.NaN;
  return (values, { count, knownAt }, output, length) => {
    let from = 0;
    for (let k = 0; k < count; k++) {
      output.fill(held, from, knownAt[k]!);
      from = knownAt[k]!;
      held = values[k]!;
    }
    output.fill(held, from, length);
  };
}

/** The same for conditions: false before the first. Bits past `length` may be anything, in the input and the output. */
export type ConditionHold = (words: Uint32Array, closes: CandleCloses, output: Uint32Array, length: number) => void;

export function createConditionHold(): ConditionHold {
  let held = false;
  return (words, { count, knownAt }, output, length) => {
    output.fill(0, 0, wordCount(length));
    let from = 0;
    for (let k = 0; k < count; k++) {
      if (held) setRange(output, from, knownAt[k]!);
      from = knownAt[k]!;
      held = ((words[k >>> 5]! >>> (k & 31)) & 1) === 1;
    }
    if (held) setRange(output, from, length);
  };
}

/** Sets the bits `from` to `to` (exclusive). */
function setRange(words: Uint32Array, from: number, to: number): void {
  if (from >= to) return;
  const first = from >>> 5;
  const last = (to - 1) >>> 5;
  const head = -1 << (from & 31);
  const tail = -1 >>> (31 - ((to - 1) & 31));
  if (first === last) {
    words[first]! |= head & tail;
    return;
  }
  words[first]! |= head;
  words.fill(-1, first + 1, last);
  words[last]! |= tail;
}
