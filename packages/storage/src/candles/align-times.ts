/** Consecutive rows of a union of two batches that come from one of them, or are in both. */
export interface Segment {
  readonly from: 'stored' | 'incoming' | 'both';
  /** Where it begins in the union, in what is stored, and in what comes; of the last two those count that `from` names. */
  readonly row: number;
  readonly storedRow: number;
  readonly incomingRow: number;
  readonly length: number;
}

/** The union of two ascending lists of times, as the few segments in which it can be copied. */
export function alignTimes(stored: Float64Array, incoming: Float64Array): Segment[] {
  const segments: Segment[] = [];
  for (let row = 0, s = 0, i = 0; s < stored.length || i < incoming.length; ) {
    const [storedRow, incomingRow] = [s, i];
    const storedMs = stored[s] ?? Infinity;
    const incomingMs = incoming[i] ?? Infinity;
    const from = storedMs < incomingMs ? 'stored' : incomingMs < storedMs ? 'incoming' : 'both';
    if (from === 'stored') while (s < stored.length && stored[s]! < incomingMs) s++;
    else if (from === 'incoming') while (i < incoming.length && incoming[i]! < storedMs) i++;
    else while (s < stored.length && stored[s] === incoming[i]) [s, i] = [s + 1, i + 1];
    const length = from === 'stored' ? s - storedRow : i - incomingRow;
    segments.push({ from, row, storedRow, incomingRow, length });
    row += length;
  }
  return segments;
}
