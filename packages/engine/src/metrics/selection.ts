/**
 * Reorders values so that the `rank`th smallest (from 0) stands at index `rank`, nothing larger before it and nothing smaller after:
 * quickselect (Hoare 1961), linear on average. The pivot of a range is the median of its first, middle and last value.
 *
 * In which order the others are left is part of what it promises: sums over them are the same to the bit on every machine, and
 * the same as vectorbt's.
 *
 * @param values known numbers; overwritten
 */
export function selectRank(values: Float64Array, rank: number, from = 0): void {
  let low = from;
  let high = values.length - 1;
  while (low < high) {
    const pivot = partition(values, low, high);
    if (pivot === rank) return;
    if (pivot < rank) low = pivot + 1;
    else high = pivot - 1;
  }
}

/** Splits `[low, high]` around a pivot. Returns where the pivot came to stand. */
function partition(values: Float64Array, low: number, high: number): number {
  const middle = (low + high) >>> 1;
  orderPair(values, low, middle);
  orderPair(values, middle, high);
  orderPair(values, low, middle);
  const pivot = values[middle]!;
  swap(values, middle, high);
  let left = low;
  let right = high - 1;
  for (;;) {
    while (left < high && values[left]! < pivot) left++;
    while (right >= low && values[right]! > pivot) right--;
    if (left >= right) break;
    swap(values, left++, right--);
  }
  swap(values, left, high);
  return left;
}

function orderPair(values: Float64Array, first: number, second: number): void {
  if (values[second]! < values[first]!) swap(values, first, second);
}

function swap(values: Float64Array, a: number, b: number): void {
  const value = values[a]!;
  values[a] = values[b]!;
  values[b] = value;
}
