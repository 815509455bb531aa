import { isNearlyEqual } from '../../records/arithmetic.ts';

/* Comparisons under vectorbt's conventions, by the tolerance of its arithmetic. */

export const isLess = (a: number, b: number): boolean => !isNearlyEqual(a, b) && a < b;

export const isCloseOrLess = (a: number, b: number): boolean => isNearlyEqual(a, b) || a < b;

export const snapToZero = (value: number): number => (isNearlyEqual(value, 0) ? 0 : value);
