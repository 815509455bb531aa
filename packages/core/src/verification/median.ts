/**
 * The lower median of the first `length` values, which are reordered: quickselect after Hoare, "Algorithm 65: Find",
 * Communications of the ACM 4 (1961). The values must not hold NaN.
 */
export function medianInPlace(values: Float64Array, length: number): number {
  const middle = (length - 1) >> 1;
  let left = 0;
  let right = length - 1;
  while (left < right) {
    const pivot = values[middle]!;
    let low = left;
    let high = right;
    while (low <= high) {
      while (values[low]! < pivot) low++;
      while (values[high]! > pivot) high--;
      if (low > high) break;
      const kept = values[low]!;
      values[low++] = values[high]!;
      values[high--] = kept;
    }
    if (high < middle) left = low;
    if (low > middle) right = high;
  }
  return values[middle]!;
}
