import { wordCount } from '@wick/core';
import type { Plan } from './expressions-to-plan.ts';
import type { NodeId, PlanNode } from './node.ts';
import { planToRegisters } from './registers.ts';

/** The values of one block, by node. Nodes whose values are not needed at the same time share an array. */
export interface Buffers {
  /** Numbers. The place of a column is filled anew for every block. */
  readonly series: (Float64Array | undefined)[];
  /** Conditions; the bits past the end of a block may be anything. */
  readonly words: readonly (Uint32Array | undefined)[];
  /** One array an output, by kernel node. */
  readonly ofKernel: ReadonlyMap<NodeId, Float64Array[]>;
}

/** Where series get their memory: `length` numbers, zero or anything. */
export type AllocateSeries = (length: number) => Float64Array;

const ownSeries: AllocateSeries = (length) => new Float64Array(length);

/** All the memory that a plan needs for blocks of up to `longest` bars. */
export function planToBuffers(plan: Plan, longest: number, allocate: AllocateSeries = ownSeries): Buffers {
  const registers = planToRegisters(plan);
  const numbers = Array.from({ length: registers.numbers }, () => allocate(longest));
  const conditions = Array.from({ length: registers.conditions }, () => new Uint32Array(wordCount(longest)));
  const asSeries = constantsReadAsSeries(plan);
  return {
    series: plan.nodes.map((node, id) => {
      if (node.kind === 'number') return asSeries.has(id) ? allocate(longest).fill(node.value) : undefined;
      return isCondition(node) ? undefined : numbers[registers.ofNode[id]!];
    }),
    words: plan.nodes.map((node, id) => {
      if (node.kind === 'truth') return new Uint32Array(wordCount(longest)).fill(node.value ? -1 : 0);
      return isCondition(node) ? conditions[registers.ofNode[id]!] : undefined;
    }),
    ofKernel: new Map([...registers.ofKernel].map(([id, outputs]) => [id, outputs.map((output) => numbers[output]!)])),
  };
}

/** Arithmetic and comparisons take a constant as it is; everybody else reads a series. */
function constantsReadAsSeries({ nodes, roots }: Plan): Set<NodeId> {
  const read = new Set(roots.map((root) => root.node));
  for (const node of nodes) {
    if (node.kind === 'kernel') node.inputs.forEach((input) => read.add(input));
    if (node.kind === 'delay') read.add(node.of);
  }
  return read;
}

const isCondition = (node: PlanNode): boolean =>
  node.kind === 'compare' || node.kind === 'junction' || node.kind === 'delay-condition' || node.kind === 'higher-condition';
