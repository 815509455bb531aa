/** Arrays for results on their way, taken once: encoding and decoding do not wait for anything, so nobody else uses them meanwhile. */
const arrays: Float64Array[] = [];

/** The scratch array of a number, of any content. Whoever calls another function knows which numbers that one uses. */
export function scratchArray(number: number, length: number): Float64Array {
  let array = arrays[number];
  if (array === undefined || array.length < length) arrays[number] = array = new Float64Array(Math.max(length, 4096) * 1.25);
  return array.subarray(0, length);
}
