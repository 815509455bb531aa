import type { ShownMetrics } from './metrics-to-table.ts';

export interface TableOptions {
  /** ANSI colours. Off by default, so that text in a file stays text. */
  readonly colour?: boolean;
  /** Columns of the terminal. Default 100; nothing is narrower than 60. */
  readonly width?: number;
  /** `key` (default): the metrics that are read first. `all`: every metric, by group. */
  readonly metrics?: ShownMetrics;
}

const DEFAULT_WIDTH = 100;
const MIN_WIDTH = 60;

export const tableWidth = ({ width = DEFAULT_WIDTH }: TableOptions): number => Math.max(MIN_WIDTH, width);
