import { z } from 'zod';
import { COLUMNS, type Column } from '../candle/candle.ts';
import { type Interval, INTERVALS } from '../interval/interval.ts';
import { INDICATOR_NAMES, type IndicatorName, signatureOf } from '../indicator/catalogue.ts';

export const ARITHMETIC = ['+', '-', '*', '/'] as const;
export const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const;
export const CROSSINGS = ['above', 'below'] as const;
export const JUNCTIONS = ['and', 'or'] as const;

/** How far back `x[n]` may look. */
export const MAX_SHIFT = 100_000;

/** What a rule of a strategy is made of. Plain data: it is evaluated, never executed. */
export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'column'; column: Column }
  | { kind: 'indicator'; name: IndicatorName; inputs: Expression[]; parameters: number[]; output: string }
  | { kind: 'negate'; operand: Expression }
  | { kind: 'arithmetic'; operator: (typeof ARITHMETIC)[number]; left: Expression; right: Expression }
  | { kind: 'compare'; operator: (typeof COMPARISONS)[number]; left: Expression; right: Expression }
  /** True on the bar where `left` gets beyond `right` after not having been beyond it on the bar before. */
  | { kind: 'cross'; direction: (typeof CROSSINGS)[number]; left: Expression; right: Expression }
  | { kind: 'junction'; operator: (typeof JUNCTIONS)[number]; left: Expression; right: Expression }
  | { kind: 'not'; operand: Expression }
  /** The value `bars` bars ago. */
  | { kind: 'shift'; operand: Expression; bars: number }
  /**
   * The operand on candles of a higher interval, as of the last of them that has closed: `1h: ema(close, 200)` in a
   * strategy on 5m. It keeps its value until the next one closes.
   */
  | { kind: 'higher'; interval: Interval; operand: Expression };

export type ExpressionType = 'number' | 'condition';

const finite = z.number().refine((value) => !Object.is(value, -0), 'write 0, not -0');

export const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('number'), value: finite }),
    z.strictObject({ kind: z.literal('column'), column: z.enum(COLUMNS) }),
    z.strictObject({
      kind: z.literal('indicator'),
      name: z.enum(INDICATOR_NAMES as [IndicatorName, ...IndicatorName[]]),
      inputs: z.array(expressionSchema),
      parameters: z.array(finite),
      output: z.string(),
    }),
    z.strictObject({ kind: z.literal('negate'), operand: expressionSchema }),
    binary('arithmetic', { operator: z.enum(ARITHMETIC) }),
    binary('compare', { operator: z.enum(COMPARISONS) }),
    binary('cross', { direction: z.enum(CROSSINGS) }),
    binary('junction', { operator: z.enum(JUNCTIONS) }),
    z.strictObject({ kind: z.literal('not'), operand: expressionSchema }),
    z.strictObject({ kind: z.literal('shift'), operand: expressionSchema, bars: z.int().min(1).max(MAX_SHIFT) }),
    z.strictObject({ kind: z.literal('higher'), interval: z.enum(INTERVALS), operand: expressionSchema }),
  ]),
);

function binary<Kind extends string, Extra extends z.ZodRawShape>(kind: Kind, extra: Extra) {
  return z.strictObject({ kind: z.literal(kind), ...extra, left: expressionSchema, right: expressionSchema });
}

/** The direct parts of an expression, left to right. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'column':
      return [];
    case 'indicator':
      return expression.inputs;
    case 'negate':
    case 'not':
    case 'shift':
    case 'higher':
      return [expression.operand];
    default:
      return [expression.left, expression.right];
  }
}

/** Visits an expression and everything in it, parts before wholes. */
export function walkExpression(expression: Expression, visit: (part: Expression) => void): void {
  for (const part of partsOf(expression)) walkExpression(part, visit);
  visit(expression);
}

/** Higher intervals that an expression names, in the order of {@link INTERVALS}. */
export function intervalsOf(expression: Expression): Interval[] {
  const named = new Set<Interval>();
  walkExpression(expression, (part) => {
    if (part.kind === 'higher') named.add(part.interval);
  });
  return INTERVALS.filter((interval) => named.has(interval));
}

/** Candle columns that an expression reads, in the order of {@link COLUMNS}. */
export function columnsOf(expression: Expression): Column[] {
  const read = new Set<Column>();
  walkExpression(expression, (part) => {
    if (part.kind === 'column') read.add(part.column);
    if (part.kind === 'indicator') signatureOf(part.name).reads.forEach((column) => read.add(column));
  });
  return COLUMNS.filter((column) => read.has(column));
}
