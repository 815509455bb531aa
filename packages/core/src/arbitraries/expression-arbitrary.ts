import fc from 'fast-check';
import { COLUMNS } from '../candle/candle.ts';
import { ARITHMETIC, COMPARISONS, CROSSINGS, type Expression, type ExpressionType, JUNCTIONS } from '../expression/expression.ts';
import { INDICATOR_NAMES, type IndicatorName, signatureOf } from '../indicator/catalogue.ts';
import type { IndicatorParameter } from '../indicator/signature.ts';
import { type Interval, INTERVALS, isMultipleOf } from '../interval/interval.ts';

export interface ExpressionLimits {
  /** Longest window of an indicator, in bars. Default 30. */
  readonly maxPeriod?: number;
  /** Furthest look back of `x[n]`. Default 10. */
  readonly maxShift?: number;
  /** Deepest nesting. Default 4. */
  readonly maxDepth?: number;
  /** Of the run: some parts are then on higher intervals, up to `highest`. Without it, none are. */
  readonly interval?: Interval;
  /** Default 1M. */
  readonly highest?: Interval;
}

interface Expressions {
  readonly number: fc.Arbitrary<Expression>;
  readonly condition: fc.Arbitrary<Expression>;
}

/** Any sensible expression: well typed, parameters in range. `number` and `condition` share their sub-expressions. */
export function expressionArbitrary(limits: ExpressionLimits = {}): Expressions {
  const { interval, ...plain } = limits;
  if (interval === undefined) return expressionsOnOneInterval(plain, noHigherPart);
  const inner = expressionsOnOneInterval({ ...plain, maxDepth: 2 }, noHigherPart);
  const higher = INTERVALS.slice(0, INTERVALS.indexOf(limits.highest ?? '1M') + 1).filter((each) => isMultipleOf(each, interval));
  return expressionsOnOneInterval(plain, (type) => [
    fc.record({ kind: fc.constant('higher' as const), interval: fc.constantFrom(...higher), operand: inner[type] }),
  ]);
}

/** What else a number or a condition may be. */
type FurtherForms = (type: ExpressionType) => fc.Arbitrary<Expression>[];

const noHigherPart: FurtherForms = () => [];

function expressionsOnOneInterval(limits: ExpressionLimits, further: FurtherForms): Expressions {
  const { maxShift = 10, maxDepth = 4 } = limits;
  const depthSize = { maxDepth, withCrossShrink: true } as const;
  return fc.letrec<{ number: Expression; condition: Expression }>((tie) => {
    const number = tie('number');
    const condition = tie('condition');
    const bars = fc.integer({ min: 1, max: maxShift });
    return {
      number: fc.oneof(
        depthSize,
        fc.constantFrom(...COLUMNS).map((column): Expression => ({ kind: 'column', column })),
        literal.map((value): Expression => ({ kind: 'number', value })),
        indicatorArbitrary(number, limits.maxPeriod ?? 30),
        number.map((operand): Expression => ({ kind: 'negate', operand })),
        fc.record({ kind: fc.constant('arithmetic' as const), operator: fc.constantFrom(...ARITHMETIC), left: number, right: number }),
        fc.record({ kind: fc.constant('shift' as const), operand: number, bars }),
        ...further('number'),
      ),
      condition: fc.oneof(
        depthSize,
        fc.record({ kind: fc.constant('compare' as const), operator: fc.constantFrom(...COMPARISONS), left: number, right: number }),
        fc.record({ kind: fc.constant('cross' as const), direction: fc.constantFrom(...CROSSINGS), left: number, right: number }),
        fc.record({ kind: fc.constant('junction' as const), operator: fc.constantFrom(...JUNCTIONS), left: condition, right: condition }),
        condition.map((operand): Expression => ({ kind: 'not', operand })),
        fc.record({ kind: fc.constant('shift' as const), operand: condition, bars }),
        ...further('condition'),
      ),
    };
  });
}

/** Numbers as people write them, and any other finite double but −0. */
const literal = fc
  .oneof(
    { weight: 5, arbitrary: fc.integer({ min: -100, max: 100 }) },
    { weight: 3, arbitrary: fc.integer({ min: -100_000, max: 100_000 }).map((n) => n / 1000) },
    { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
  )
  .map((value) => (value === 0 ? 0 : value));

function indicatorArbitrary(number: fc.Arbitrary<Expression>, maxPeriod: number): fc.Arbitrary<Expression> {
  const calls = INDICATOR_NAMES.map((name) => {
    const signature = signatureOf(name);
    const inputs = signature.inputs.map((input) =>
      fc.oneof({ weight: 2, arbitrary: fc.constant<Expression>({ kind: 'column', column: input.default }) }, { weight: 1, arbitrary: number }),
    );
    const parameters = signature.parameters.map((parameter) => parameterArbitrary(parameter, maxPeriod));
    return fc.record({
      kind: fc.constant('indicator' as const),
      name: fc.constant(name),
      inputs: fc.tuple(...inputs) as fc.Arbitrary<Expression[]>,
      parameters: (fc.tuple(...parameters) as fc.Arbitrary<number[]>).map((values) => parametersInOrder(name, values)),
      output: fc.constantFrom(...signature.outputs),
    });
  });
  return fc.oneof(...calls);
}

const parameterArbitrary = ({ min, max, integer }: IndicatorParameter, maxPeriod: number): fc.Arbitrary<number> =>
  integer
    ? fc.integer({ min, max: Math.min(max, maxPeriod) })
    : fc.integer({ min: Math.ceil(min * 10), max: Math.min(max, 10) * 10 }).map((tenths) => tenths / 10);

/** Draws that the catalogue refuses, because a fast period is not shorter than a slow one, are put right. */
export function parametersInOrder(name: IndicatorName, drawn: readonly number[]): number[] {
  const { parameters, shorterFirst } = signatureOf(name);
  const values = [...drawn];
  if (!shorterFirst) return values;
  const [shorter, longer] = shorterFirst.map((each) => parameters.findIndex((parameter) => parameter.name === each)) as [number, number];
  const [a, b] = [values[shorter]!, values[longer]!];
  values[shorter] = Math.min(a, b);
  values[longer] = Math.max(a, b) + (a === b ? 1 : 0);
  return values;
}
