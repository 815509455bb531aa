import type { Execution, StrategyTemplate } from '@wick/core';
import type { SweepJob } from './portion.ts';
import type { PortionColumns } from './run-portion.ts';
import { type SweepMetric } from './sweep-metrics.ts';

/** What a sweep came to: columns of equal length, a row a combination. */
export interface SweepResult {
  readonly template: StrategyTemplate;
  readonly execution: Execution;
  /** Rows: combinations that were tried, each of them a trial. */
  readonly length: number;
  /** Rows without a single order. */
  readonly neverTraded: number;
  /** Number of the combination, from 0: its place in the grid, in the random order or in the list. */
  readonly combination: Float64Array;
  /** By name. */
  readonly parameters: Readonly<Record<string, Float64Array>>;
  /** By name; NaN where a metric is not defined. */
  readonly metrics: Readonly<Partial<Record<SweepMetric, Float64Array>>>;
  valuesOf(row: number): Record<string, number>;
  /** Rows in falling order of a metric, of equal ones the earlier; rows where it is not defined are left out. */
  top(count: number, metric: SweepMetric, order?: 'highest' | 'lowest'): number[];
}

export interface Collector {
  add(portion: PortionColumns): void;
  result(): SweepResult;
}

/** Joins portions, which must come in order. */
export function createCollector({ template, execution, combinations, metrics }: SweepJob): Collector {
  const portions: PortionColumns[] = [];
  return {
    add(portion) {
      portions.push(portion);
    },
    result() {
      const length = portions.reduce((sum, portion) => sum + portion.length, 0);
      const join = (columnOf: (portion: PortionColumns) => Float64Array): Float64Array => {
        const column = new Float64Array(length);
        let at = 0;
        for (const portion of portions) {
          column.set(columnOf(portion), at);
          at += portion.length;
        }
        return column;
      };
      const parameters = Object.fromEntries(combinations.parameters.map(({ name }, p) => [name, join((portion) => portion.parameters[p]!)]));
      const joined = Object.fromEntries(metrics.map((name, m) => [name, join((portion) => portion.metrics[m]!)]));
      return {
        template,
        execution,
        length,
        neverTraded: portions.reduce((sum, portion) => sum + portion.neverTraded, 0),
        combination: join(({ places }) => places),
        parameters,
        metrics: joined,
        valuesOf: (row) => Object.fromEntries(Object.entries(parameters).map(([name, column]) => [name, column[row]!])),
        top: (count, metric, order = 'highest') => topRows(joined[metric] ?? new Float64Array(0), count, order),
      };
    },
  };
}

/** The rows with the highest (or lowest) values of a column, best first. */
export function topRows(column: Float64Array, count: number, order: 'highest' | 'lowest'): number[] {
  const sign = order === 'highest' ? -1 : 1;
  const rows = Array.from(column.keys()).filter((row) => !Number.isNaN(column[row]!));
  return rows.sort((a, b) => sign * (column[a]! - column[b]!) || a - b).slice(0, count);
}
