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

export const simpleReturn = (before: number, after: number): number =>
  after === before ? 0 : (after - before) / Math.abs(before);
