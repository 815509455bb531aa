/**
 * How money and positions are added up. The two agree to about nine digits.
 *
 * - `exact`: as floating-point numbers are, order by order. A position is closed by an order of exactly its size.
 * - `tolerant`: what is nearly equal is equal, as in vectorbt: two sums that differ by less than 1e-9 of the larger, or by less
 *   than 1e-12, cancel to exactly 0, and an order that is that close to the position's size closes it. What happens
 *   within one bar is added up before it is added to what was there.
 */
export type Arithmetic = 'exact' | 'tolerant';

const RELATIVE_TOLERANCE = 1e-9;
const ABSOLUTE_TOLERANCE = 1e-12;

/** False where one of them is NaN or infinite. */
export function isNearlyEqual(a: number, b: number): boolean {
  const distance = Math.abs(a - b);
  return (
    distance <= ABSOLUTE_TOLERANCE ||
    (distance < Infinity && distance <= RELATIVE_TOLERANCE * Math.max(Math.abs(a), Math.abs(b)))
  );
}

export type Add = (a: number, b: number) => number;

/** a + b, and exactly 0 where the two cancel out up to the tolerance. */
export const addTolerantly: Add = (a, b) => (isNearlyEqual(a, -b) ? 0 : a + b);

const addExactly: Add = (a, b) => a + b;

/** The addition of an arithmetic. */
export const additionOf = (arithmetic: Arithmetic): Add => (arithmetic === 'tolerant' ? addTolerantly : addExactly);
