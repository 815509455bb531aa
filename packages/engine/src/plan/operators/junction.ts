/** 32 bars at a time. */
export type JunctionLoop = (left: Uint32Array, right: Uint32Array, output: Uint32Array, words: number) => void;

export const JUNCTION: Readonly<Record<'and' | 'or', JunctionLoop>> = {
  and(left, right, output, words) {
    for (let k = 0; k < words; k++) output[k] = left[k]! & right[k]!;
  },
  or(left, right, output, words) {
    for (let k = 0; k < words; k++) output[k] = left[k]! | right[k]!;
  },
};
