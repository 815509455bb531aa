/**
 * Drawdown at each bar: equity / its highest before − 1, the initial cash included. Zero or negative. The convention of
 * core's `maxDrawdown`, of which this column holds the minimum.
 */
export function equityToDrawdown(equity: Float64Array, initialCash: number): Float64Array {
  const drawdown = new Float64Array(equity.length);
  let peak = initialCash;
  for (let bar = 0; bar < equity.length; bar++) {
    const value = equity[bar]!;
    if (value > peak) peak = value;
    drawdown[bar] = value / peak - 1;
  }
  return drawdown;
}
