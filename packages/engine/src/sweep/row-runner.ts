import { CASH, createLanes, LANE_FIELDS, POSITION, PROFIT_CASH } from '../portfolio/whole-position/lane-row.ts';
import type { LaneRules } from '../portfolio/whole-position/lane-rules.ts';
import { createWalk, walkLane } from '../portfolio/whole-position/walk.ts';
import { walkExact } from '../portfolio/whole-position/walk-exact.ts';
import { walkPlain } from '../portfolio/whole-position/walk-plain.ts';
import { walkTolerant } from '../portfolio/whole-position/walk-tolerant.ts';
import { createLaneEquity, type LaneEquity } from './lane-equity.ts';
import type { LaneRunner } from './lane-runner.ts';
import type { Portion, SweepJob } from './portion.ts';
import { isRowMetric, type LaneEnd, needsSums, rowMetric } from './sweep-metrics.ts';

/**
 * Combinations of the common class, each a row of numbers in one table.
 *
 * @param rules by number, as `portion.rulesOf` names them
 */
export function createRowRunner(job: SweepJob, portion: Portion, rules: readonly LaneRules[], blockLength: number): LaneRunner {
  const { frame, metrics, execution, arithmetic } = job;
  const table = createLanes(portion.lanes, execution.initialCash);
  const walk = createWalk(table, rules[0]!);
  walk.sums = metrics.some(needsSums);
  const equities = createEquities(job, portion.lanes);
  const equity = equities && new Float64Array(blockLength);
  let block = frame as Parameters<LaneRunner['take']>[0];
  return {
    take(next, firstBar) {
      block = next;
      const { length, openTimeMs, columns: { open, high, low, close } } = next;
      walk.bars = { firstBar, length, openTimeMs, open, high, low, close };
      walk.equity = equity?.subarray(0, length);
    },
    run(lane, signals) {
      walk.rules = rules[portion.rulesOf[lane]!]!;
      if (arithmetic === 'tolerant') walkLane(walk, lane, signals, walkTolerant);
      else if (walk.rules.isPlain) walkPlain(walk, lane, signals);
      else walkLane(walk, lane, signals, walkExact);
      equities?.[lane]!.add(walk.equity!, block);
    },
    finish(lane, columns) {
      const end = endOf(job, table, lane);
      const ofEquity = equities?.[lane]!.read(end, frame);
      for (const [index, name] of metrics.entries()) {
        columns[index]![lane] = isRowMetric(name) ? rowMetric(name, end) : (ofEquity?.[name] ?? Number.NaN);
      }
      return rowMetric('orders', end);
    },
  };
}

/** Undefined where no metric needs the equity: nobody then computes it. */
function createEquities({ metrics, frame, execution }: SweepJob, lanes: number): LaneEquity[] | undefined {
  if (metrics.every(isRowMetric)) return undefined;
  return Array.from({ length: lanes }, () => createLaneEquity(metrics, frame.series.interval, execution));
}

function endOf({ frame, execution: { initialCash }, arithmetic }: SweepJob, table: Float64Array, lane: number): LaneEnd {
  const row = lane * LANE_FIELDS;
  const position = table[row + POSITION]!;
  const held = position === 0 ? 0 : position * frame.columns.close[frame.length - 1]!;
  const profit = table[row + PROFIT_CASH]! + held;
  const finalValue = arithmetic === 'tolerant' ? initialCash + profit : position === 0 ? table[row + CASH]! : table[row + CASH]! + held;
  const totalReturn = arithmetic === 'tolerant' ? profit / initialCash : finalValue / initialCash - 1;
  return { table, row, bars: frame.length, initialCash, finalValue, totalReturn };
}
