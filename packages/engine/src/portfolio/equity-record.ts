/**
 * What becomes of the equity of each bar: `record` keeps all of it, 8 bytes a bar; `discard` keeps none, so that memory
 * does not grow with the history; a function is given each block's values, in an array that the next block overwrites.
 */
export type EquityOption = 'record' | 'discard' | ((equity: Float64Array, openTimeMs: Float64Array) => void);

/** Room for the equity of one block after another. */
export interface EquityRecord {
  /** An array of this length to write the next block's values into. */
  next(length: number): Float64Array;
  /** The block in the array of {@link next} is complete. */
  done(equity: Float64Array, openTimeMs: Float64Array): void;
  /** All values so far; empty unless they are recorded. */
  values(): Float64Array;
}

/** @param expectedBars how many bars will come, if known: recording then allocates once */
export function createEquityRecord(option: EquityOption, expectedBars = 0): EquityRecord {
  if (option === 'record') return recording(expectedBars);
  let scratch = new Float64Array(0);
  return {
    next(length) {
      if (scratch.length < length) scratch = new Float64Array(length);
      return scratch.subarray(0, length);
    },
    done: option === 'discard' ? () => {} : option,
    values: () => new Float64Array(0),
  };
}

function recording(expectedBars: number): EquityRecord {
  let column = new Float64Array(expectedBars);
  let used = 0;
  return {
    next(length) {
      if (used + length > column.length) {
        const larger = new Float64Array(Math.max(used + length, column.length * 2));
        larger.set(column.subarray(0, used));
        column = larger;
      }
      return column.subarray(used, used + length);
    },
    done(equity) {
      used += equity.length;
    },
    values: () => (used === column.length ? column : column.slice(0, used)),
  };
}
