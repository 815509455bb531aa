import { type Bits, type Column, type FrameBlock, WickError, wordCount } from '@wick/core';
import { INDICATOR_DEFINITIONS, type IndicatorDefinitions } from '../indicators/definitions.ts';
import { type Buffers, planToBuffers } from './buffers.ts';
import type { Plan, PlanRoot } from './expressions-to-plan.ts';
import type { NodeId } from './node.ts';
import { nodeToStep, type Step } from './node-to-step.ts';

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
  readonly #buffers: Buffers;
  readonly #columns: readonly { readonly node: NodeId; readonly column: Column }[];
  readonly #steps: readonly Step[];

  constructor(plan: Plan, blockLength = DEFAULT_BLOCK_LENGTH, definitions: IndicatorDefinitions = INDICATOR_DEFINITIONS) {
    this.blockLength = blockLength;
    this.roots = plan.roots;
    this.#buffers = planToBuffers(plan, blockLength);
    this.#columns = plan.nodes.flatMap((node, id) => (node.kind === 'column' ? [{ node: id, column: node.column }] : []));
    const context = { nodes: plan.nodes, buffers: this.#buffers, definitions, longest: blockLength };
    this.#steps = plan.nodes.map((node, id) => nodeToStep(node, id, context)).filter((step) => step !== undefined);
  }

  /**
   * Computes the rows `start` to `end` (exclusive) of a block, the bars that follow those of the call before.
   *
   * @throws WickError CANDLES_MISSING if the block lacks a column that the plan reads
   */
  run(block: FrameBlock, start: number, end: number): void {
    for (const { node, column } of this.#columns) {
      const values = block.columns[column];
      if (!values) throw columnMissing(column);
      this.#buffers.series[node] = values.subarray(start, end);
    }
    for (const step of this.#steps) step(end - start);
  }

  /**
   * Writes what the last {@link run} computed for a number root to the rows `start` to `end` of `values`. Every unknown
   * value gets the same bits: which NaN an addition of two gives is left to the processor.
   */
  copySeries(root: PlanRoot, values: Float64Array, start: number, end: number): void {
    const series = this.#buffers.series[root.node]!;
    for (let i = start; i < end; i++) {
      const value = series[i - start]!;
      values[i] = Number.isNaN(value) ? Number.NaN : value;
    }
  }

  /** The same for a condition root; `start` must be a multiple of 32. The bits behind `end` in its word become 0. */
  copyBits(root: PlanRoot, bits: Bits, start: number, end: number): void {
    const words = this.#buffers.words[root.node]!;
    const first = start >>> 5;
    const count = wordCount(end - start);
    for (let k = 0; k < count; k++) bits.words[first + k] = words[k]!;
    const rest = end & 31;
    if (rest !== 0) bits.words[first + count - 1]! &= (1 << rest) - 1;
  }
}

const columnMissing = (column: Column): WickError =>
  new WickError('CANDLES_MISSING', `The strategy reads ${column}, which these candles do not have.`, {
    remedy: 'Load them with the columns that columnsOfStrategy names.',
    details: { column },
  });
