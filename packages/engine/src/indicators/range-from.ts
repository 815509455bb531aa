/** The true range of a bar, from the close of the bar before: how far the price went, the jump to the bar included (Wilder). */
export const rangeFrom = (high: number, low: number, closeBefore: number): number =>
  Math.max(high, closeBefore) - Math.min(low, closeBefore);
