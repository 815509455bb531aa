import { signatureOf } from '@wick/core';
import { compareGroups } from './compare-groups.ts';
import { type NodeId, partsOfNode, type PlanNode } from './node.ts';
import type { Plan } from './expressions-to-plan.ts';

/** Which buffer holds the values of each node while a block is computed. Buffers are used again when nobody reads them any more. */
export interface Registers {
  /** By node. Constants, columns and kernels have none: −1. */
  readonly ofNode: readonly number[];
  /** By kernel node: one register an output, also for the outputs that nobody reads. */
  readonly ofKernel: ReadonlyMap<NodeId, readonly number[]>;
  readonly numbers: number;
  readonly conditions: number;
}

/** Gives out the lowest free register; takes them back. */
class Pool {
  readonly #free: number[] = [];
  size = 0;

  take(): number {
    return this.#free.pop() ?? this.size++;
  }

  giveBack(register: number): void {
    this.#free.push(register);
  }
}

/** Linear scan in plan order. A node never gets the register of something that it reads. */
export function planToRegisters({ nodes, roots }: Plan): Registers {
  const numbers = new Pool();
  const conditions = new Pool();
  const ofNode: number[] = nodes.map(() => -1);
  const ofKernel = new Map<NodeId, number[]>();
  const lastReader = lastReaders(nodes);
  for (const root of roots) lastReader[root.node] = Infinity;
  const outputs = outputsByKernel(nodes);
  const groups = compareGroups(nodes);

  for (const [id, node] of nodes.entries()) {
    switch (node.kind) {
      case 'kernel': {
        const registers = signatureOf(node.name).outputs.map(() => numbers.take());
        ofKernel.set(id, registers);
        const read = outputs.get(id) ?? [];
        registers.forEach((register, index) => {
          const output = read.find((each) => each.index === index);
          if (output) ofNode[output.id] = register;
          else numbers.giveBack(register);
        });
        break;
      }
      case 'arithmetic':
      case 'delay':
      case 'higher':
        ofNode[id] = numbers.take();
        break;
      case 'compare':
        // Comparisons of the same two numbers are answered together, by the first of them.
        for (const member of groups.get(id)?.members ?? [{ id }]) if (ofNode[member.id] === -1) ofNode[member.id] = conditions.take();
        break;
      case 'junction':
      case 'delay-condition':
      case 'higher-condition':
        ofNode[id] = conditions.take();
        break;
    }
    for (const part of new Set(partsOfNode(node))) {
      if (lastReader[part] !== id || ofNode[part] === -1) continue;
      (isCondition(nodes[part]!) ? conditions : numbers).giveBack(ofNode[part]!);
    }
  }
  return { ofNode, ofKernel, numbers: numbers.size, conditions: conditions.size };
}

function lastReaders(nodes: readonly PlanNode[]): number[] {
  const last: number[] = nodes.map(() => -1);
  nodes.forEach((node, id) => partsOfNode(node).forEach((part) => (last[part] = id)));
  return last;
}

function outputsByKernel(nodes: readonly PlanNode[]): Map<NodeId, { id: NodeId; index: number }[]> {
  const outputs = new Map<NodeId, { id: NodeId; index: number }[]>();
  for (const [id, node] of nodes.entries()) {
    if (node.kind === 'output') outputs.set(node.of, [...(outputs.get(node.of) ?? []), { id, index: node.index }]);
  }
  return outputs;
}

const isCondition = (node: PlanNode): boolean =>
  node.kind === 'compare' || node.kind === 'junction' || node.kind === 'delay-condition' || node.kind === 'higher-condition';
