import { WickError } from '../errors/wick-error.ts';
import { syntaxError } from '../expression/syntax-error.ts';
import { type PositionRules, positionRulesSchema } from './position-rules.ts';
import { textToStatements } from './statements.ts';
import { POSITION_STATEMENTS, statementsToPositionRules } from './statements-to-position-rules.ts';

/**
 * Position rules by themselves, for signals that no strategy gives: `stop loss: 2%; size: 50% of equity`. What is not
 * written is not in the answer.
 *
 * @throws WickError STRATEGY_SYNTAX with line and column (also for a statement that is no position rule),
 *   STRATEGY_INVALID for a value out of range
 */
export function textToPositionRules(text: string): Partial<PositionRules> {
  const statements = textToStatements(text);
  const keys: readonly string[] = Object.values(POSITION_STATEMENTS);
  const other = [...statements.values()].find(({ key }) => !keys.includes(key));
  if (other) throw syntaxError(text, other.offset, `"${other.key}" is no rule of a position`, `The rules of a position are: ${keys.join(', ')}.`);
  const parsed = positionRulesSchema.safeParse(statementsToPositionRules(text, statements));
  if (parsed.success) {
    const written = (part: string): boolean => statements.has(POSITION_STATEMENTS[part as keyof typeof POSITION_STATEMENTS]);
    return Object.fromEntries(Object.entries(parsed.data).filter(([part]) => written(part)));
  }
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'the rules';
  throw new WickError('STRATEGY_INVALID', `The rules of the position are not valid at ${place}: ${issue?.message ?? 'unknown'}.`, {
    remedy: 'Give a value in the stated range, for example: stop loss: 2%; size: 50% of equity',
    details: { path: place },
  });
}
