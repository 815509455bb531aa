import type { ArithmeticOperator } from '../node.ts';

/** A quotient by zero is unknown, not infinite. */
const quotient = (dividend: number, divisor: number): number => (divisor === 0 ? Number.NaN : dividend / divisor);

export const SCALAR = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': quotient,
} as const satisfies Record<ArithmeticOperator, (a: number, b: number) => number>;

export type ArithmeticLoop<Left, Right> = (left: Left, right: Right, output: Float64Array, length: number) => void;

export const SERIES_SERIES: Readonly<Record<ArithmeticOperator, ArithmeticLoop<Float64Array, Float64Array>>> = {
  '+'(left, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! + right[i]!;
  },
  '-'(left, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! - right[i]!;
  },
  '*'(left, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! * right[i]!;
  },
  '/'(left, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = quotient(left[i]!, right[i]!);
  },
};

export const SERIES_CONSTANT: Readonly<Record<ArithmeticOperator, ArithmeticLoop<Float64Array, number>>> = {
  '+'(left, constant, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! + constant;
  },
  '-'(left, constant, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! - constant;
  },
  '*'(left, constant, output, length) {
    for (let i = 0; i < length; i++) output[i] = left[i]! * constant;
  },
  '/'(left, constant, output, length) {
    for (let i = 0; i < length; i++) output[i] = quotient(left[i]!, constant);
  },
};

/** A plan has the constant of a sum or product on the right. */
export const CONSTANT_SERIES: Readonly<Record<'-' | '/', ArithmeticLoop<number, Float64Array>>> = {
  '-'(constant, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = constant - right[i]!;
  },
  '/'(constant, right, output, length) {
    for (let i = 0; i < length; i++) output[i] = quotient(constant, right[i]!);
  },
};
