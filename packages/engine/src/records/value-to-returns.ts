/**
 * Value at each bar's close → simple returns, the first against the value before the first bar. From nothing to nothing is 0, from
 * nothing to something infinite; from below zero a gain counts as a gain.
 */
export function valueToReturns(value: Float64Array, initialValue: number): Float64Array {
  const returns = new Float64Array(value.length);
  let before = initialValue;
  for (let bar = 0; bar < value.length; bar++) {
    const after = value[bar]!;
    returns[bar] = simpleReturn(before, after);
    before = after;
  }
  return returns;
}

export function simpleReturn(before: number, after: number): number {
  if (before === 0) return after === 0 ? 0 : Math.sign(after) * Infinity;
  const change = (after - before) / before;
  return before < 0 ? -change : change;
}
