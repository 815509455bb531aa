import { z } from 'zod';
import { WickError } from '../errors/wick-error.ts';
import { checkExpression } from '../expression/check-expression.ts';
import { columnsOf, type Expression, expressionSchema, intervalsOf } from '../expression/expression.ts';
import { COLUMNS, type Column } from '../candle/candle.ts';
import { type Interval, INTERVALS } from '../interval/interval.ts';
import { checkPositionRules, columnsOfPositionRules, positionRulesShape } from './position-rules.ts';

const condition = expressionSchema.superRefine((expression, context) => {
  const problem = checkExpression(expression, 'condition');
  if (problem) context.addIssue({ code: 'custom', message: problem });
});

/** When to open and, apart from stops, when to close. Without `exit`, only stops, a time exit or the opposite side close. */
const rulesSchema = z.strictObject({ entry: condition, exit: condition.optional() });

/**
 * A strategy is data: rules over indicators, stops and a size. It has this JSON form and a text form
 * (`strategyToText`), is written by hand, by the English grammar or by a model, and is never executed as code.
 */
export const strategySchema = z
  .strictObject({
    version: z.literal(1),
    name: z.string().trim().min(1).max(200).regex(/^[^\n\r;#]*$/, 'a name is one line without ; and #').optional(),
    long: rulesSchema.optional(),
    short: rulesSchema.optional(),
    ...positionRulesShape,
  })
  .refine((strategy) => strategy.long ?? strategy.short, 'a strategy needs an entry rule, long or short')
  .superRefine(checkPositionRules);

export type Strategy = z.infer<typeof strategySchema>;
export type Rules = z.infer<typeof rulesSchema>;

/** The JSON form, checked. @throws WickError STRATEGY_INVALID that names the first wrong place */
export function parseStrategy(json: unknown): Strategy {
  const parsed = strategySchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the strategy';
  throw new WickError('STRATEGY_INVALID', `The strategy is not valid at ${place}: ${issue?.message ?? 'unknown'}.`, {
    remedy: 'Compare it with a strategy that "wick strategy show" prints.',
    details: { path: place },
  });
}

/** Every rule of a strategy, in a fixed order. */
export function rulesOf(strategy: Strategy): Expression[] {
  return [strategy.long?.entry, strategy.long?.exit, strategy.short?.entry, strategy.short?.exit].filter(
    (rule) => rule !== undefined,
  );
}

/** Higher intervals that the rules of a strategy name, from the lowest. */
export function intervalsOfStrategy(strategy: Strategy): Interval[] {
  const named = new Set(rulesOf(strategy).flatMap(intervalsOf));
  return INTERVALS.filter((interval) => named.has(interval));
}

/** Candle columns that a strategy reads, by its rules or by a distance in ATR. */
export function columnsOfStrategy(strategy: Strategy): Column[] {
  const read = new Set([...rulesOf(strategy).flatMap(columnsOf), ...columnsOfPositionRules(strategy)]);
  return COLUMNS.filter((column) => read.has(column));
}
