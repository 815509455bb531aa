import type { FrameBlock } from '@wick/core';
import type { LaneSignals } from '../portfolio/whole-position/walk.ts';

/** The combinations of a portion at work on their signals: what a run keeps between two blocks, for each of them. */
export interface LaneRunner {
  /** The block that {@link run} works on from now on. @param firstBar of it, counted from the first of the frame */
  take(block: FrameBlock, firstBar: number): void;
  /** Takes one combination over the block. */
  run(lane: number, signals: LaneSignals): void;
  /**
   * What the combination came to, after the last block.
   *
   * @param columns one a metric; its value, or NaN where it is not defined, is written to place `lane`
   * @returns orders that were filled
   */
  finish(lane: number, columns: readonly Float64Array[]): number;
}
