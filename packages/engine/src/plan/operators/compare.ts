import type { CompareOperator } from '../node.ts';

/*
 * One loop a comparison: 32 bars become a word without a branch that a market would mispredict. All of them are false
 * where a side is NaN; `!=` is written so that it is, too. The bits past `length` are zero.
 */

export type CompareLoop<Left, Right> = (left: Left, right: Right, words: Uint32Array, length: number) => void;

export const SERIES_SERIES: Readonly<Record<CompareOperator, CompareLoop<Float64Array, Float64Array>>> = {
  '<'(left, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! < right[i]!) << bit;
      words[k] = word;
    }
  },
  '<='(left, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! <= right[i]!) << bit;
      words[k] = word;
    }
  },
  '=='(left, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! === right[i]!) << bit;
      words[k] = word;
    }
  },
  '!='(left, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) {
        word |= (Number(left[i]! < right[i]!) | Number(left[i]! > right[i]!)) << bit;
      }
      words[k] = word;
    }
  },
};

export const SERIES_CONSTANT: Readonly<Record<CompareOperator, CompareLoop<Float64Array, number>>> = {
  '<'(left, constant, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! < constant) << bit;
      words[k] = word;
    }
  },
  '<='(left, constant, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! <= constant) << bit;
      words[k] = word;
    }
  },
  '=='(left, constant, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(left[i]! === constant) << bit;
      words[k] = word;
    }
  },
  '!='(left, constant, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= (Number(left[i]! < constant) | Number(left[i]! > constant)) << bit;
      words[k] = word;
    }
  },
};

/** A constant on the left: of `<` and `<=` only, since a plan has the constant of `==` and `!=` on the right. */
export const CONSTANT_SERIES: Readonly<Record<'<' | '<=', CompareLoop<number, Float64Array>>> = {
  '<'(constant, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(constant < right[i]!) << bit;
      words[k] = word;
    }
  },
  '<='(constant, right, words, length) {
    for (let i = 0, k = 0; i < length; k++) {
      let word = 0;
      const end = Math.min(length, i + 32);
      for (let bit = 0; i < end; i++, bit++) word |= Number(constant <= right[i]!) << bit;
      words[k] = word;
    }
  },
};
