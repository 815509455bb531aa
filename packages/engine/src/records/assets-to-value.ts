/** Adds position × close of one instrument at each bar's close. What is not held has no value, whatever its price. */
export function addAssetValue(value: Float64Array, assets: Float64Array, close: Float64Array): void {
  for (let bar = 0; bar < value.length; bar++) {
    const held = assets[bar]!;
    if (held !== 0) value[bar]! += close[bar]! * held;
  }
}

/** Adds the cash at each bar's close. Returns the value. */
export function addCash(value: Float64Array, cash: Float64Array): Float64Array {
  for (let bar = 0; bar < value.length; bar++) value[bar]! += cash[bar]!;
  return value;
}
