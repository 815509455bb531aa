import type { CombinationsSpec, Frame, Series } from '@wick/core';
import type { PortionColumns } from './run-portion.ts';
import type { PortionBounds, SweepOptions } from './sweep-job.ts';

/** How far a sweep is, in bars of combinations. */
export interface SweepProgress {
  readonly done: number;
  readonly total: number;
}

export interface RunSweepOptions {
  /** Default 1: this thread, which then does nothing else. */
  readonly threads?: number;
  /** Portions that are not to be computed, by index: somebody has them already. */
  readonly without?: ReadonlySet<number>;
  readonly signal?: AbortSignal;
  /** Is told of each portion when it is done, in whatever order; the next one waits for it. */
  readonly onPortion: (index: number, columns: PortionColumns) => void | Promise<void>;
  readonly onProgress?: (progress: SweepProgress) => void;
}

/** What a thread is told, so that it makes the same job. */
export interface SweepTask {
  readonly series: Series;
  readonly openTimeMs: Float64Array;
  readonly columns: Frame['columns'];
  readonly text: string;
  readonly spec: CombinationsSpec;
  readonly options: SweepOptions;
}

/** The work in some portions: bars × combinations. */
export const barsOf = (portions: readonly PortionBounds[], wanted: readonly number[], bars: number): number =>
  wanted.reduce((sum, index) => sum + portions[index]!.lanes * bars, 0);
