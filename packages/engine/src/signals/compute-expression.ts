import { type Bits, createBits, type Expression, type FrameBlock, type Interval } from '@wick/core';
import { expressionsToPlan, type PlanRoot } from '../plan/expressions-to-plan.ts';
import { Program } from '../plan/program.ts';

/**
 * A number expression over the bars of a frame, on the same path as a strategy's rules: NaN where it is unknown.
 *
 *     computeSeries(frame, textToExpression('bollinger(20, 2).upper', 'number'))
 *
 * @param interval of the frame; needed where a part is on a higher one
 * @throws WickError STRATEGY_INVALID if the expression makes no sense or is a condition, CANDLES_MISSING if the frame lacks a column
 */
export function computeSeries(frame: FrameBlock, expression: Expression, interval?: Interval): Float64Array {
  return computeSeriesOf(frame, [expression], interval)[0]!;
}

/**
 * The same for several expressions, such as the lines of one indicator: what they have in common is computed once.
 *
 * @param into arrays to write to, one an expression, at least as long as the frame: whoever asks again and again then takes no new
 *   memory, which costs more than most indicators
 * @returns one array an expression, in their order
 */
export function computeSeriesOf(
  frame: FrameBlock,
  expressions: readonly Expression[],
  interval?: Interval,
  into: readonly Float64Array[] = expressions.map(() => new Float64Array(frame.length)),
): readonly Float64Array[] {
  const plan = expressionsToPlan(expressions, 'number', { interval });
  const program = new Program(plan);
  for (let start = 0; start < frame.length; start += program.blockLength) {
    const end = Math.min(frame.length, start + program.blockLength);
    for (let k = 0; k < into.length; k++) program.answerInto(plan.roots[k]!, into[k]!, start, end);
    program.run(frame, start, end);
    for (let k = 0; k < into.length; k++) program.copySeries(plan.roots[k]!, into[k]!, start, end);
  }
  return into;
}

/**
 * A condition over the bars of a frame: a bit is set where it is known to be true.
 *
 * @param interval of the frame; needed where a part is on a higher one
 * @throws WickError STRATEGY_INVALID if the expression makes no sense or is a number, CANDLES_MISSING if the frame lacks a column
 */
export function computeCondition(frame: FrameBlock, expression: Expression, interval?: Interval): Bits {
  const { program, root } = programOf(expression, interval);
  const bits = createBits(frame.length);
  for (let start = 0; start < frame.length; start += program.blockLength) {
    const end = Math.min(frame.length, start + program.blockLength);
    program.run(frame, start, end);
    program.copyBits(root, bits, start, end);
  }
  return bits;
}

function programOf(expression: Expression, interval: Interval | undefined): { program: Program; root: PlanRoot } {
  const plan = expressionsToPlan([expression], 'condition', { interval });
  return { program: new Program(plan), root: plan.roots[0]! };
}
