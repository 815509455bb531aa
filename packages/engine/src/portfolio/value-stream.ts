import type { Execution, Expression, FrameBlock, Interval } from '@wick/core';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';
import { Program } from '../plan/program.ts';
import type { PositionRules } from './position-rules.ts';
import { rulesToPlan } from './rule-plan.ts';

/** Numbers that the rules of a position read, computed for one block after another. */
export interface ValueStream {
  /** One array an expression, overwritten by the next call; NaN is unknown. */
  next(block: FrameBlock): readonly Float64Array[];
  /** Bars at the start on which some of them cannot be known. */
  readonly warmupBars: number;
}

export function createValueStream(expressions: readonly Expression[], interval: Interval | undefined): ValueStream {
  if (expressions.length === 0) return { next: () => [], warmupBars: 0 };
  const program = new Program(expressionsToPlan(expressions, 'number', { interval }));
  let room: Float64Array[] = [];
  return {
    warmupBars: Math.max(...program.roots.map((root) => root.warmupBars)),
    next(block) {
      if ((room[0]?.length ?? 0) < block.length) room = expressions.map(() => new Float64Array(block.length));
      for (let start = 0; start < block.length; start += program.blockLength) {
        const end = Math.min(block.length, start + program.blockLength);
        program.run(block, start, end);
        program.roots.forEach((root, index) => program.copySeries(root, room[index]!, start, end));
      }
      return room;
    },
  };
}

/** Bars at the start on which a size or a distance of the rules cannot be known. */
export const warmupOfRules = (rules: PositionRules, interval: Interval, { daysPerYear }: Pick<Execution, 'daysPerYear'>): number =>
  createValueStream(rulesToPlan(rules, interval, daysPerYear).expressions, interval).warmupBars;
