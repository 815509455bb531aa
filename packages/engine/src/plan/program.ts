import { type Bits, type Column, WickError, wordCount } from '@wick/core';
import type { CandleCloses } from '../higher/candle-closes.ts';
import { type Candles, HigherCandles } from '../higher/higher-candles.ts';
import { INDICATOR_DEFINITIONS, type IndicatorDefinitions } from '../indicators/definitions.ts';
import { type AllocateSeries, type Buffers, planToBuffers } from './buffers.ts';
import { compareGroups } from './compare-groups.ts';
import type { HigherPlan, Plan, PlanRoot } from './expressions-to-plan.ts';
import type { NodeId } from './node.ts';
import { type HigherPart, nodeToStep, type Step } from './node-to-step.ts';

/** Bars computed at a time: the arrays of a plan then stay in the processor's cache. A multiple of 32. */
export const DEFAULT_BLOCK_LENGTH = 1024;

/**
 * A plan at work: the memory of its kernels, its buffers and, for each block, what to compute in which order. The
 * blocks of a history are given one after the other; memory does not grow with it.
 */
export class Program {
  /** The longest block that {@link run} takes. */
  readonly blockLength: number;
  readonly roots: readonly PlanRoot[];
  readonly #nodes: Plan['nodes'];
  readonly #buffers: Buffers;
  readonly #columns: readonly { readonly node: NodeId; readonly column: Column }[];
  readonly #higher: readonly HigherProgram[];
  readonly #steps: readonly Step[];

  /** @param allocate memory for the series of the bars; those of higher candles have their own */
  constructor(
    plan: Plan,
    blockLength = DEFAULT_BLOCK_LENGTH,
    definitions: IndicatorDefinitions = INDICATOR_DEFINITIONS,
    allocate?: AllocateSeries,
  ) {
    this.blockLength = blockLength;
    this.roots = plan.roots;
    this.#nodes = plan.nodes;
    this.#buffers = planToBuffers(plan, blockLength, allocate);
    this.#columns = plan.nodes.flatMap((node, id) => (node.kind === 'column' ? [{ node: id, column: node.column }] : []));
    this.#higher = plan.higher.map((part) => new HigherProgram(part, blockLength, definitions));
    const higher = new Map(this.#higher.map((part) => [part.interval, part]));
    const context = { nodes: plan.nodes, buffers: this.#buffers, definitions, longest: blockLength, higher, groups: compareGroups(plan.nodes) };
    this.#steps = plan.nodes.map((node, id) => nodeToStep(node, id, context)).filter((step) => step !== undefined);
  }

  /**
   * Computes the rows `start` to `end` (exclusive) of a block, the bars that follow those of the call before.
   *
   * @throws WickError CANDLES_MISSING if the block lacks a column that the plan reads
   */
  run(block: Candles, start: number, end: number): void {
    for (const part of this.#higher) part.run(block, start, end);
    for (const { node, column } of this.#columns) {
      const values = block.columns[column];
      if (!values) throw columnMissing(column);
      this.#buffers.series[node] = values.subarray(start, end);
    }
    const steps = this.#steps;
    // A counted loop: inside for-of V8 leaves the loops of the steps unpeeled, and they check their arrays on every bar.
    for (let k = 0; k < steps.length; k++) steps[k]!(end - start);
  }

  /**
   * Lets an indicator write the answer of a root to the rows `start` to `end` of `values` at the next {@link run}, so that
   * {@link copySeries} of the same rows has nothing to copy. Does nothing for other roots.
   */
  answerInto(root: PlanRoot, values: Float64Array, start: number, end: number): void {
    const node = this.#nodes[root.node]!;
    if (node.kind !== 'output') return;
    const view = values.subarray(start, end);
    this.#buffers.ofKernel.get(node.of)![node.index] = view;
    this.#buffers.series[root.node] = view;
  }

  /** The columns that {@link run} reads. */
  get columns(): Column[] {
    const read = [...this.#columns.map(({ column }) => column), ...this.#higher.flatMap((part) => part.columns)];
    return [...new Set(read)];
  }

  /** What the last {@link run} computed for a number root; another array after the next, where it is a column. */
  seriesOf(root: PlanRoot): Float64Array {
    return this.#buffers.series[root.node]!;
  }

  /** The same for a condition root, as bits; those past the end of the block may be anything. */
  wordsOf(root: PlanRoot): Uint32Array {
    return this.#buffers.words[root.node]!;
  }

  /**
   * Writes what the last {@link run} computed for a number root to the rows `start` to `end` of `values`. Every unknown
   * value gets the same bits: which NaN an addition of two gives is left to the processor.
   */
  copySeries(root: PlanRoot, values: Float64Array, start: number, end: number): void {
    const series = this.seriesOf(root);
    const isThere = series.buffer === values.buffer && series.byteOffset === values.byteOffset + start * values.BYTES_PER_ELEMENT;
    if (!isThere) values.set(series.length === end - start ? series : series.subarray(0, end - start), start);
    if (!mayHoldNaN(values, start, end)) return;
    for (let i = start; i < end; i++) if (Number.isNaN(values[i]!)) values[i] = Number.NaN;
  }

  /** The same for a condition root; `start` must be a multiple of 32. The bits behind `end` in its word become 0. */
  copyBits(root: PlanRoot, bits: Bits, start: number, end: number): void {
    const words = this.wordsOf(root);
    const first = start >>> 5;
    const count = wordCount(end - start);
    for (let k = 0; k < count; k++) bits.words[first + k] = words[k]!;
    const rest = end & 31;
    if (rest !== 0) bits.words[first + count - 1]! &= (1 << rest) - 1;
  }
}

/** Their sum is NaN if one of them is; also if some are infinite. Two sums that do not wait for each other. */
function mayHoldNaN(values: Float64Array, start: number, end: number): boolean {
  let even = 0;
  let odd = 0;
  let i = start;
  for (; i + 2 <= end; i += 2) {
    even += values[i]!;
    odd += values[i + 1]!;
  }
  if (i < end) even += values[i]!;
  return Number.isNaN(even + odd);
}

/** The plan of a higher interval at work on the candles that the bars make up. */
class HigherProgram implements HigherPart {
  readonly interval: HigherPlan['interval'];
  readonly columns: readonly Column[];
  readonly #candles: HigherCandles;
  readonly #program: Program;

  constructor({ interval, lower, plan }: HigherPlan, longest: number, definitions: IndicatorDefinitions) {
    this.interval = interval;
    // One candle may have been open before the first bar of a block.
    this.#program = new Program(plan, longest + 1, definitions);
    this.columns = this.#program.columns;
    this.#candles = new HigherCandles(interval, lower, this.columns, longest);
  }

  get closes(): CandleCloses {
    return this.#candles.closes;
  }

  run(bars: Candles, start: number, end: number): void {
    const absent = this.columns.find((column) => !bars.columns[column]);
    if (absent) throw columnMissing(absent);
    this.#candles.advance(bars, start, end);
    this.#program.run(this.#candles, 0, this.closes.count);
  }

  seriesOf(root: number): Float64Array {
    return this.#program.seriesOf(this.#program.roots[root]!);
  }

  wordsOf(root: number): Uint32Array {
    return this.#program.wordsOf(this.#program.roots[root]!);
  }
}

const columnMissing = (column: Column): WickError =>
  new WickError('CANDLES_MISSING', `The strategy reads ${column}, which these candles do not have.`, {
    remedy: 'Load them with the columns that columnsOfStrategy names.',
    details: { column },
  });
