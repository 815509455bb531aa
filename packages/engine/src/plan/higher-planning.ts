import { type Interval, INTERVALS, isMultipleOf, WickError } from '@wick/core';
import type { HigherNode, NodeId } from './node.ts';
import { NodeTable } from './node-table.ts';
import type { Planning } from './number-to-node.ts';

/** The parts of a plan that are computed on the candles of one higher interval. */
export interface HigherPlanning {
  readonly planning: Planning;
  /** What the bars below read of it. */
  readonly roots: NodeId[];
}

/**
 * Where a part on `interval` is planned: here if that is the run's own interval, else in the one plan of that interval.
 *
 * @throws WickError STRATEGY_INVALID if candles of the run's interval do not make up whole ones of `interval`
 */
export function planningOn(planning: Planning, interval: Interval): Planning {
  const { interval: lower, higher, definitions } = planning;
  if (lower === undefined) throw intervalMissing(interval);
  if (interval === lower) return planning;
  if (!isMultipleOf(interval, lower)) throw noMultiple(interval, lower);
  const known = higher.get(interval);
  if (known) return known.planning;
  const inner: Planning = { table: new NodeTable(), definitions, seen: new Map(), interval, higher: new Map() };
  higher.set(interval, { planning: inner, roots: [] });
  return inner;
}

/** The node that reads node `of` of the plan of a higher interval. */
export function nodeOnInterval(planning: Planning, kind: HigherNode['kind'], interval: Interval, of: NodeId): NodeId {
  const { roots } = planning.higher.get(interval)!;
  const known = roots.indexOf(of);
  return planning.table.add({ kind, interval, root: known === -1 ? roots.push(of) - 1 : known });
}

const intervalMissing = (interval: Interval): WickError =>
  new WickError('OPTION_INVALID', `A rule reads ${interval} candles, and the interval of the bars is not given.`, {
    remedy: 'Give the interval of the candles that will come as the option "interval".',
    details: { option: 'interval' },
  });

function noMultiple(interval: Interval, lower: Interval): WickError {
  const possible = INTERVALS.filter((each) => each !== lower && isMultipleOf(each, lower)).join(' ');
  return new WickError('STRATEGY_INVALID', `${interval}: cannot be used on ${lower} candles, because they do not make up whole ${interval} candles.`, {
    remedy: possible ? `Run the strategy on a lower interval, or use one of ${possible}.` : 'Run the strategy on a lower interval.',
    details: { interval, candles: lower },
  });
}
