import type { NodeId, PlanNode } from './node.ts';

/** Nodes by what they compute: the same computation is never in the table twice. */
export class NodeTable {
  readonly #nodes: PlanNode[] = [];
  readonly #ids = new Map<string, NodeId>();

  /** The id of a node, which is added if there is none like it yet. */
  add(node: PlanNode): NodeId {
    // JSON has no NaN and no infinity, which a folded constant can be.
    const key = node.kind === 'number' ? `number ${node.value}` : JSON.stringify(node);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#nodes.push(node) - 1;
    this.#ids.set(key, id);
    return id;
  }

  at(id: NodeId): PlanNode {
    return this.#nodes[id]!;
  }

  get nodes(): readonly PlanNode[] {
    return this.#nodes;
  }
}
