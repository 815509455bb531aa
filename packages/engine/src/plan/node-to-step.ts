import { type Interval, wordCount } from '@wick/core';
import type { CandleCloses } from '../higher/candle-closes.ts';
import type { IndicatorDefinitions } from '../indicators/definitions.ts';
import type { Kernel } from '../indicators/kernel.ts';
import type { Buffers } from './buffers.ts';
import type { CompareGroup } from './compare-groups.ts';
import type { KernelNode, NodeId, PlanNode } from './node.ts';
import * as arithmetic from './operators/arithmetic.ts';
import * as compare from './operators/compare.ts';
import { createConditionDelay, createDelay } from './operators/delay.ts';
import { createConditionHold, createHold } from './operators/hold.ts';
import { JUNCTION } from './operators/junction.ts';
import { compareAll } from './operators/order.ts';

/** Computes the next `length` bars of one node from those of its parts. */
export type Step = (length: number) => void;

export interface StepContext {
  readonly nodes: readonly PlanNode[];
  readonly buffers: Buffers;
  readonly definitions: IndicatorDefinitions;
  /** The longest block that will be given. */
  readonly longest: number;
  readonly higher: ReadonlyMap<Interval, HigherPart>;
  readonly groups: ReadonlyMap<NodeId, CompareGroup>;
}

/** The plan of a higher interval at work. It has taken the block before the steps of the bars are made. */
export interface HigherPart {
  readonly closes: CandleCloses;
  /** What a root of that plan is at the candles that closed within the block. */
  seriesOf(root: number): Float64Array;
  wordsOf(root: number): Uint32Array;
}

/** How a node is computed, with the memory that it keeps between blocks; undefined where there is nothing to compute. */
export function nodeToStep(node: PlanNode, id: NodeId, context: StepContext): Step | undefined {
  const { series, words } = context.buffers;
  switch (node.kind) {
    case 'number':
    case 'column':
    case 'output':
    case 'truth':
      return undefined;
    case 'kernel':
      return kernelStep(node, id, context);
    case 'arithmetic':
      return arithmeticStep(node, series[id]!, context);
    case 'compare': {
      const group = context.groups.get(id);
      if (group === undefined) return compareStep(node, words[id]!, context);
      return group.members[0]!.id === id ? groupStep(group, context) : undefined;
    }
    case 'junction': {
      const loop = JUNCTION[node.operator];
      const [left, right, output] = [words[node.left]!, words[node.right]!, words[id]!];
      return (length) => loop(left, right, output, wordCount(length));
    }
    case 'delay': {
      const delay = createDelay(node.bars);
      return (length) => delay(series[node.of]!, series[id]!, length);
    }
    case 'delay-condition': {
      const delay = createConditionDelay(node.bars, context.longest);
      const [input, output] = [words[node.of]!, words[id]!];
      return (length) => delay(input, output, length);
    }
    case 'higher': {
      const hold = createHold();
      const part = context.higher.get(node.interval)!;
      const output = series[id]!;
      return (length) => hold(part.seriesOf(node.root), part.closes, output, length);
    }
    case 'higher-condition': {
      const hold = createConditionHold();
      const part = context.higher.get(node.interval)!;
      const [input, output] = [part.wordsOf(node.root), words[id]!];
      return (length) => hold(input, part.closes, output, length);
    }
  }
}

function kernelStep(node: KernelNode, id: NodeId, { buffers, definitions }: StepContext): Step {
  const definition = definitions[node.name];
  if (!('create' in definition)) throw new TypeError(`${node.name} has no kernel`);
  const kernel: Kernel = definition.create(node.parameters);
  const outputs = buffers.ofKernel.get(id)!;
  const inputs: Float64Array[] = [];
  return (length) => {
    // Columns are other arrays in every block.
    node.inputs.forEach((input, index) => (inputs[index] = buffers.series[input]!));
    kernel.process(inputs, outputs, length);
  };
}

function arithmeticStep(
  node: Extract<PlanNode, { kind: 'arithmetic' }>,
  output: Float64Array,
  { nodes, buffers: { series } }: StepContext,
): Step {
  const { left, right, operator } = node;
  const constants = [nodes[left]!, nodes[right]!] as const;
  if (constants[1].kind === 'number') {
    const loop = arithmetic.SERIES_CONSTANT[operator];
    const { value } = constants[1];
    return (length) => loop(series[left]!, value, output, length);
  }
  if (constants[0].kind === 'number') {
    const loop = arithmetic.CONSTANT_SERIES[operator as '-' | '/'];
    const { value } = constants[0];
    return (length) => loop(value, series[right]!, output, length);
  }
  const loop = arithmetic.SERIES_SERIES[operator];
  return (length) => loop(series[left]!, series[right]!, output, length);
}

/** The first comparison of a group answers all of them. */
function groupStep({ left, right, members }: CompareGroup, { nodes, buffers: { series, words } }: StepContext): Step {
  const outputs = members.map(({ id, holds }) => ({ holds, words: words[id]! }));
  const constant = nodes[right]!;
  if (constant.kind === 'number') return (length) => compareAll(series[left]!, constant.value, outputs, length);
  return (length) => compareAll(series[left]!, series[right]!, outputs, length);
}

function compareStep(
  node: Extract<PlanNode, { kind: 'compare' }>,
  output: Uint32Array,
  { nodes, buffers: { series } }: StepContext,
): Step {
  const { left, right, operator } = node;
  const constants = [nodes[left]!, nodes[right]!] as const;
  if (constants[1].kind === 'number') {
    const loop = compare.SERIES_CONSTANT[operator];
    const { value } = constants[1];
    return (length) => loop(series[left]!, value, output, length);
  }
  if (constants[0].kind === 'number') {
    const loop = compare.CONSTANT_SERIES[operator as '<' | '<='];
    const { value } = constants[0];
    return (length) => loop(value, series[right]!, output, length);
  }
  const loop = compare.SERIES_SERIES[operator];
  return (length) => loop(series[left]!, series[right]!, output, length);
}
