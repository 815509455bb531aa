import { blockOf, type FrameBlock, wordCount } from '@wick/core';
import { INDICATOR_DEFINITIONS } from '../indicators/definitions.ts';
import { Program } from '../plan/program.ts';
import type { KernelHeap } from '../plan/kernel/order-kernel.ts';
import type { LaneRunner } from './lane-runner.ts';
import { bytesOfSteps, createLaneSteps, type SiteValues } from './lane-steps.ts';
import { type Portion, seriesCount, type SweepJob } from './portion.ts';
import { createRowRunner } from './row-runner.ts';
import { createRunRunner } from './run-runner.ts';

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
  const { frame, program: rules } = job;
  const { lanes, plan } = portion;
  const series = seriesCount(plan) + plan.roots.length;
  const blockLength = blockLengthFor(series);
  heap.reset(series * (blockLength * 8 + 16) + bytesOfSteps(rules, lanes, blockLength));
  const shared = new Program(plan, blockLength, INDICATOR_DEFINITIONS, (length) => heap.numbers(length));
  const values = createSiteValues(portion, shared, heap, blockLength);
  const steps = createLaneSteps(rules, values, heap, lanes, blockLength);
  const runner: LaneRunner = portion.rules ? createRowRunner(job, portion, portion.rules, blockLength) : createRunRunner(job, portion);
  const nothing: Uint32Array = new Uint32Array(blockLength / 32);
  const signals = { longEntry: nothing, longExit: nothing, shortEntry: nothing, shortExit: nothing };
  const ruleOf = (rule: number, lane: number, length: number): Uint32Array => {
    const words = steps.rule(rule, lane);
    if (words === undefined) return nothing;
    // Only the last block ends inside of a word.
    if ((length & 31) !== 0) words[length >>> 5]! &= (1 << (length & 31)) - 1;
    return words;
  };
  for (let start = 0; start < frame.length; start += blockLength) {
    const end = Math.min(frame.length, start + blockLength);
    const length = end - start;
    const block = blockOf(frame, start, end);
    shared.run(frame, start, end);
    values.renew(block);
    runner.take(block, start);
    const words = wordCount(length);
    for (let lane = 0; lane < lanes; lane++) {
      steps.run(lane, words);
      signals.longEntry = ruleOf(0, lane, length);
      signals.longExit = ruleOf(1, lane, length);
      signals.shortEntry = ruleOf(2, lane, length);
      signals.shortExit = ruleOf(3, lane, length);
      runner.run(lane, signals);
    }
    progress?.(end);
  }
  return toColumns(job, portion, runner);
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

function toColumns(job: SweepJob, { lanes, places, at }: Portion, runner: LaneRunner): PortionColumns {
  const { combinations: { parameters }, metrics } = job;
  const columns = metrics.map(() => new Float64Array(lanes));
  let neverTraded = 0;
  for (let lane = 0; lane < lanes; lane++) {
    if (runner.finish(lane, columns) === 0) neverTraded++;
  }
  return {
    length: lanes,
    places,
    parameters: parameters.map(({ values }, p) => Float64Array.from({ length: lanes }, (_, lane) => values[at[lane * parameters.length + p]!]!)),
    metrics: columns,
    neverTraded,
  };
}
