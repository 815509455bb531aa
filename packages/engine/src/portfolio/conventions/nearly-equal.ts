/** Sums this near to zero are zero under vectorbt's conventions: relative to the larger part, or absolute. */
const RELATIVE = 1e-9;
const ABSOLUTE = 1e-12;

export function isClose(a: number, b: number): boolean {
  if (a === b) return Number.isFinite(a);
  if (!(Number.isFinite(a) && Number.isFinite(b))) return false;
  return Math.abs(a - b) <= Math.max(RELATIVE * Math.max(Math.abs(a), Math.abs(b)), ABSOLUTE);
}

export const isLess = (a: number, b: number): boolean => !isClose(a, b) && a < b;

export const isCloseOrLess = (a: number, b: number): boolean => isClose(a, b) || a < b;

/** a + b, and exactly 0 where the two cancel out up to the tolerance. */
export function add(a: number, b: number): number {
  const cancels = Math.sign(a) === Math.sign(b) ? isClose(a + b, 0) : isClose(Math.abs(a), Math.abs(b));
  return cancels ? 0 : a + b;
}

export const snapToZero = (value: number): number => (isClose(value, 0) ? 0 : value);
