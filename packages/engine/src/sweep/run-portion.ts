import { blockOf, type FrameBlock, wordCount } from '@wick/core';
import { INDICATOR_DEFINITIONS } from '../indicators/definitions.ts';
import { Program } from '../plan/program.ts';
import { CASH, createLanes, LANE_FIELDS, POSITION, PROFIT_CASH } from '../portfolio/whole-position/lane-row.ts';
import { createWalk, walkLane } from '../portfolio/whole-position/walk.ts';
import { walkExact } from '../portfolio/whole-position/walk-exact.ts';
import { walkPlain } from '../portfolio/whole-position/walk-plain.ts';
import { walkTolerant } from '../portfolio/whole-position/walk-tolerant.ts';
import type { KernelHeap } from '../plan/kernel/order-kernel.ts';
import { createLaneEquity, type LaneEquity } from './lane-equity.ts';
import { bytesOfSteps, createLaneSteps, type SiteValues } from './lane-steps.ts';
import { type Portion, seriesCount, type SweepJob } from './portion.ts';
import { isRowMetric, type LaneEnd, needsSums, rowMetric } from './sweep-metrics.ts';

/** What combinations came to, a column a number. */
export interface PortionColumns {
  readonly length: number;
  /** Place of the combination: its number in the grid, the random order or the list. */
  readonly places: Float64Array;
  /** In the order of the parameters. */
  readonly parameters: readonly Float64Array[];
  /** In the order of the metrics; NaN where one is not defined. */
  readonly metrics: readonly Float64Array[];
  readonly neverTraded: number;
}

/** Bytes of series that should fit into a processor's second cache. */
const CACHE_BYTES = 1 << 21;

/** Bars worked on at a time, so that the shared series stay in cache. The result does not depend on it. */
export const blockLengthFor = (series: number): number =>
  Math.min(1024, Math.max(128, Math.floor(CACHE_BYTES / 8 / Math.max(1, series) / 32) * 32));

/**
 * Runs the combinations of a portion over the whole frame: block by block, and within a block one combination after another. The
 * shared series of a block are computed once and read from cache.
 *
 * @param progress is told after each block how many bars are done
 */
export function runPortion(job: SweepJob, portion: Portion, heap: KernelHeap, progress?: (bars: number) => void): PortionColumns {
  const { frame, program: rules, execution, arithmetic } = job;
  const { lanes, plan } = portion;
  const series = seriesCount(plan) + plan.roots.length;
  const blockLength = blockLengthFor(series);
  heap.reset(series * (blockLength * 8 + 16) + bytesOfSteps(rules, lanes, blockLength));
  const shared = new Program(plan, blockLength, INDICATOR_DEFINITIONS, (length) => heap.numbers(length));
  const values = createSiteValues(portion, shared, heap, blockLength);
  const steps = createLaneSteps(rules, values, heap, lanes, blockLength);
  const table = createLanes(lanes, execution.initialCash);
  const walk = createWalk(table, portion.rules[0]!);
  walk.sums = job.metrics.some(needsSums);
  const equities = createEquities(job, lanes);
  const nothing: Uint32Array = new Uint32Array(blockLength / 32);
  const signals = { longEntry: nothing, longExit: nothing, shortEntry: nothing, shortExit: nothing };
  const ruleOf = (rule: number, lane: number, length: number): Uint32Array => {
    const words = steps.rule(rule, lane);
    if (words === undefined) return nothing;
    // Only the last block ends inside of a word.
    if ((length & 31) !== 0) words[length >>> 5]! &= (1 << (length & 31)) - 1;
    return words;
  };
  const equity = equities && new Float64Array(blockLength);
  for (let start = 0; start < frame.length; start += blockLength) {
    const end = Math.min(frame.length, start + blockLength);
    const length = end - start;
    const block = blockOf(frame, start, end);
    shared.run(frame, start, end);
    values.renew(block);
    const { open, high, low, close } = block.columns;
    walk.bars = { firstBar: start, length, openTimeMs: block.openTimeMs, open, high, low, close };
    walk.equity = equity?.subarray(0, length);
    const words = wordCount(length);
    for (let lane = 0; lane < lanes; lane++) {
      steps.run(lane, words);
      signals.longEntry = ruleOf(0, lane, length);
      signals.longExit = ruleOf(1, lane, length);
      signals.shortEntry = ruleOf(2, lane, length);
      signals.shortExit = ruleOf(3, lane, length);
      walk.rules = portion.rules[portion.rulesOf[lane]!]!;
      if (arithmetic === 'tolerant') walkLane(walk, lane, signals, walkTolerant);
      else if (walk.rules.watchesRange) walkLane(walk, lane, signals, walkExact);
      else walkPlain(walk, lane, signals);
      equities?.[lane]!.add(walk.equity!, block);
    }
    progress?.(end);
  }
  return toColumns(job, portion, table, equities);
}

/** Undefined where no metric needs the equity: nobody then computes it. */
function createEquities({ metrics, frame, execution }: SweepJob, lanes: number): LaneEquity[] | undefined {
  if (metrics.every(isRowMetric)) return undefined;
  return Array.from({ length: lanes }, () => createLaneEquity(metrics, frame.series.interval, execution));
}

/** The answers of the shared plan, with the candle columns among them brought into the heap. */
function createSiteValues(portion: Portion, shared: Program, heap: KernelHeap, blockLength: number): SiteValues & { renew(block: FrameBlock): void } {
  const { plan, roots } = portion;
  const copies: { readonly copy: Float64Array; readonly column: keyof FrameBlock['columns'] }[] = [];
  const numbers: Float64Array[] = [];
  const words: Uint32Array[] = [];
  for (const [index, root] of shared.roots.entries()) {
    const node = plan.nodes[root.node]!;
    if (node.kind === 'column') {
      const copy = heap.numbers(blockLength);
      copies.push({ copy, column: node.column });
      numbers[index] = copy;
    } else {
      numbers[index] = shared.seriesOf(root);
      words[index] = shared.wordsOf(root);
    }
  }
  return {
    numbers: (site, lane) => numbers[roots[site]![lane]!]!,
    words: (site, lane) => words[roots[site]![lane]!]!,
    renew({ columns }) {
      for (const { copy, column } of copies) copy.set(columns[column]!);
    },
  };
}

function toColumns(job: SweepJob, { lanes, places, at }: Portion, table: Float64Array, equities: readonly LaneEquity[] | undefined): PortionColumns {
  const { combinations: { parameters }, metrics, frame, execution: { initialCash }, arithmetic } = job;
  const lastClose = frame.columns.close[frame.length - 1]!;
  const columns = metrics.map(() => new Float64Array(lanes));
  let neverTraded = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const row = lane * LANE_FIELDS;
    const position = table[row + POSITION]!;
    const held = position === 0 ? 0 : position * lastClose;
    const profit = table[row + PROFIT_CASH]! + held;
    const finalValue = arithmetic === 'tolerant' ? initialCash + profit : position === 0 ? table[row + CASH]! : table[row + CASH]! + held;
    const totalReturn = arithmetic === 'tolerant' ? profit / initialCash : finalValue / initialCash - 1;
    const end: LaneEnd = { table, row, bars: frame.length, initialCash, finalValue, totalReturn };
    const ofEquity = equities?.[lane]!.read(end, frame);
    for (const [index, name] of metrics.entries()) {
      columns[index]![lane] = isRowMetric(name) ? rowMetric(name, end) : (ofEquity?.[name] ?? Number.NaN);
    }
    if (rowMetric('orders', end) === 0) neverTraded++;
  }
  return {
    length: lanes,
    places,
    parameters: parameters.map(({ values }, p) => Float64Array.from({ length: lanes }, (_, lane) => values[at[lane * parameters.length + p]!]!)),
    metrics: columns,
    neverTraded,
  };
}
