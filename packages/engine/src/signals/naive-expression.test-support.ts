import { type Expression, type FrameBlock, type Interval, signatureOf } from '@wick/core';
import { INDICATOR_DEFINITIONS } from '../indicators/definitions.ts';
import { naiveHigher } from './naive-higher.test-support.ts';

type Numbers = readonly number[];
/** undefined is unknown. */
type Truths = readonly (boolean | undefined)[];

const rows = (frame: FrameBlock): number[] => Array.from({ length: frame.length }, (_, row) => row);

/**
 * Expressions over a whole frame, straight from what they mean, with no plan: each part is computed wherever it
 * occurs. Only the kernels are the engine's own; their arithmetic has its own tests.
 */
export function naiveNumbers(frame: FrameBlock, e: Expression): Numbers {
  switch (e.kind) {
    case 'number':
      return rows(frame).map(() => e.value);
    case 'column':
      return [...frame.columns[e.column]!];
    case 'negate':
      return naiveNumbers(frame, e.operand).map((value) => -value);
    case 'shift': {
      const values = naiveNumbers(frame, e.operand);
      return values.map((_, row) => (row < e.bars ? NaN : values[row - e.bars]!));
    }
    case 'arithmetic': {
      const right = naiveNumbers(frame, e.right);
      return naiveNumbers(frame, e.left).map((a, row) => combine(e.operator, a, right[row]!));
    }
    case 'indicator':
      return naiveIndicator(frame, e);
    case 'higher':
      return onHigher(frame, e.interval, (candles) => naiveNumbers(candles, e.operand), NaN);
    default:
      throw new TypeError(e.kind);
  }
}

/** Frames in these tests are of minutes. */
function onHigher<Value>(frame: FrameBlock, interval: Interval, answer: (candles: FrameBlock) => readonly Value[], unknown: Value): readonly Value[] {
  if (interval === '1m') return answer(frame);
  const { candles, closedBy } = naiveHigher(frame, interval, '1m');
  const values = answer(candles);
  return closedBy.map((closed) => (closed === 0 ? unknown : values[closed - 1]!));
}

function combine(operator: '+' | '-' | '*' | '/', a: number, b: number): number {
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*') return a * b;
  return b === 0 ? NaN : a / b;
}

function naiveIndicator(frame: FrameBlock, call: Extract<Expression, { kind: 'indicator' }>): Numbers {
  const definition = INDICATOR_DEFINITIONS[call.name];
  const signature = signatureOf(call.name);
  if ('define' in definition) {
    const outputs: Readonly<Record<string, Expression>> = definition.define(call.inputs, call.parameters);
    return naiveNumbers(frame, outputs[call.output]!);
  }
  const columns = signature.reads.map((name) => frame.columns[name]!);
  const inputs = [...call.inputs.map((input) => Float64Array.from(naiveNumbers(frame, input))), ...columns];
  const outputs = signature.outputs.map(() => new Float64Array(frame.length));
  definition.create(call.parameters).process(inputs, outputs, frame.length);
  return [...outputs[signature.outputs.indexOf(call.output)]!];
}

/** Kleene's logic: a comparison with an unknown number is unknown; `and` and `or` are known where one side decides. */
export function naiveTruths(frame: FrameBlock, e: Expression): Truths {
  switch (e.kind) {
    case 'compare': {
      const right = naiveNumbers(frame, e.right);
      return naiveNumbers(frame, e.left).map((a, row) => compare(e.operator, a, right[row]!));
    }
    case 'cross': {
      const [a, b] = [naiveNumbers(frame, e.left), naiveNumbers(frame, e.right)];
      return rows(frame).map((row) => {
        const four = [a[row]!, b[row]!, a[row - 1] ?? NaN, b[row - 1] ?? NaN] as const;
        if (four.some(Number.isNaN)) return undefined;
        const [now, line, before, lineBefore] = four;
        return e.direction === 'above' ? now > line && before <= lineBefore : now < line && before >= lineBefore;
      });
    }
    case 'not':
      return naiveTruths(frame, e.operand).map((truth) => (truth === undefined ? undefined : !truth));
    case 'shift': {
      const truths = naiveTruths(frame, e.operand);
      return truths.map((_, row) => truths[row - e.bars]);
    }
    case 'higher':
      return onHigher<boolean | undefined>(frame, e.interval, (candles) => naiveTruths(candles, e.operand), undefined);
    case 'junction': {
      const right = naiveTruths(frame, e.right);
      const decides = e.operator === 'or';
      return naiveTruths(frame, e.left).map((a, row) => {
        const b = right[row];
        if (a === decides || b === decides) return decides;
        return a === undefined || b === undefined ? undefined : !decides;
      });
    }
    default:
      throw new TypeError(e.kind);
  }
}

function compare(operator: string, a: number, b: number): boolean | undefined {
  if (Number.isNaN(a) || Number.isNaN(b)) return undefined;
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}
