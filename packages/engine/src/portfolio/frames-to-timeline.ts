import { type Bits, createBits, type Frame, type FrameBlock, getBit, setBit, type Signals } from '@wick/core';

/** The bars of several frames on one time axis: every opening time that some frame has, once. */
export interface Timeline {
  readonly openTimeMs: Float64Array;
  /** By frame, the bar of each of its rows; undefined where a frame has every bar. */
  readonly barsOf: readonly (Int32Array | undefined)[];
}

/** Linear in the rows of all frames. The times of each ascend strictly, as a frame’s do. */
export function framesToTimeline(frames: readonly Frame[]): Timeline {
  const [first] = frames;
  if (!first) return { openTimeMs: new Float64Array(0), barsOf: [] };
  if (frames.every((frame) => isSameAxis(frame.openTimeMs, first.openTimeMs))) return { openTimeMs: first.openTimeMs, barsOf: frames.map(() => undefined) };
  const barsOf = frames.map(({ length }) => new Int32Array(length));
  const rows = frames.map(() => 0);
  const times: number[] = [];
  for (;;) {
    let next = Infinity;
    for (let frame = 0; frame < frames.length; frame++) next = Math.min(next, frames[frame]!.openTimeMs[rows[frame]!] ?? Infinity);
    if (next === Infinity) break;
    for (let frame = 0; frame < frames.length; frame++) {
      if (frames[frame]!.openTimeMs[rows[frame]!] === next) barsOf[frame]![rows[frame]!++] = times.length;
    }
    times.push(next);
  }
  return { openTimeMs: Float64Array.from(times), barsOf: barsOf.map((bars) => (bars.length === times.length ? undefined : bars)) };
}

function isSameAxis(a: Float64Array, b: Float64Array): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let row = 0; row < a.length; row++) if (a[row] !== b[row]) return false;
  return true;
}

/** One value a row → one a bar, NaN on bars that the frame does not have. */
export function spreadColumn(values: Float64Array, bars: Int32Array | undefined, length: number): Float64Array {
  if (bars === undefined) return values;
  const spread = new Float64Array(length).fill(Number.NaN);
  for (let row = 0; row < bars.length; row++) spread[bars[row]!] = values[row]!;
  return spread;
}

function spreadBits(bits: Bits, bars: Int32Array, length: number): Bits {
  const spread = createBits(length);
  for (let row = 0; row < bars.length; row++) if (getBit(bits, row)) setBit(spread, bars[row]!);
  return spread;
}

export function spreadSignals(signals: Signals, bars: Int32Array | undefined, length: number): Signals {
  if (bars === undefined) return signals;
  const spread = (bits: Bits): Bits => spreadBits(bits, bars, length);
  const { longEntry, longExit, shortEntry, shortExit } = signals;
  return { length, longEntry: spread(longEntry), longExit: spread(longExit), shortEntry: spread(shortEntry), shortExit: spread(shortExit) };
}

/** The frame as a block of the time axis, and the bars on which it has a candle. */
export function spreadFrame(frame: Frame, bars: Int32Array | undefined, openTimeMs: Float64Array): { block: FrameBlock; present: Bits | undefined } {
  if (bars === undefined) return { block: frame, present: undefined };
  const present = createBits(openTimeMs.length);
  for (const bar of bars) setBit(present, bar);
  const { open, high, low, close, volume } = frame.columns;
  const spread = (values: Float64Array): Float64Array => spreadColumn(values, bars, openTimeMs.length);
  const columns = { open: spread(open), high: spread(high), low: spread(low), close: spread(close), volume: spread(volume) };
  return { block: { length: openTimeMs.length, openTimeMs, columns }, present };
}
