/** Adds position × close of one instrument at each bar's close. What is not held has no value, whatever its price. */
export function addAssetValue(sum: Float64Array, assets: Float64Array, close: Float64Array): void {
  for (let bar = 0; bar < sum.length; bar++) {
    const held = assets[bar]!;
    if (held !== 0) sum[bar]! += close[bar]! * held;
  }
}

/** The same for |position × close|: what is at stake, on either side. */
export function addExposure(sum: Float64Array, assets: Float64Array, close: Float64Array): void {
  for (let bar = 0; bar < sum.length; bar++) {
    const held = assets[bar]!;
    if (held !== 0) sum[bar]! += Math.abs(close[bar]! * held);
  }
}

/** Cash + Σ position × close; written into the second. */
export function addCash(cash: Float64Array, assetValue: Float64Array): Float64Array {
  for (let bar = 0; bar < cash.length; bar++) assetValue[bar] = cash[bar]! + assetValue[bar]!;
  return assetValue;
}
