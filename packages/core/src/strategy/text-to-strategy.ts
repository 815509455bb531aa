import { WickError } from '../errors/wick-error.ts';
import type { Expression } from '../expression/expression.ts';
import { syntaxError } from '../expression/syntax-error.ts';
import { textToExpression } from '../expression/text-to-expression.ts';
import { type Statement, textToStatements } from './statements.ts';
import { parseStrategy, type Strategy } from './strategy.ts';
import { statementsToPositionRules } from './statements-to-position-rules.ts';

/**
 * Reads the text form: one `statement: value` a line (or separated by `;`), `#` starts a comment.
 *
 *     entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)
 *     exit: rsi(14) > 70
 *     stop loss: 2%
 *     size: 50% of equity
 *
 * `entry` and `exit` mean the long side. Without a size, each trade takes all of the equity.
 *
 * @throws WickError STRATEGY_SYNTAX with line and column
 */
export function textToStrategy(text: string): Strategy {
  const statements = textToStatements(text);
  const rule = (key: string): Expression | undefined => {
    const statement = statements.get(key);
    return statement && readRule(text, statement);
  };
  return parseStrategy(
    withoutUndefined({
      version: 1,
      name: statements.get('name')?.value,
      long: sideOf(text, rule('entry'), rule('exit'), statements.get('exit')),
      short: sideOf(text, rule('short entry'), rule('short exit'), statements.get('short exit')),
      ...statementsToPositionRules(text, statements),
    }),
  );
}

/** Does a text look like the text form rather than like English? */
export const looksLikeStrategyText = (text: string): boolean =>
  /^\s*(?:#.*\n\s*)*(?:name|(?:(?:long|short) )?(?:entry|exit))\s*:/i.test(text);

function sideOf(text: string, entry?: Expression, exit?: Expression, exitStatement?: Statement): unknown {
  if (entry) return withoutUndefined({ entry, exit });
  if (exitStatement) throw syntaxError(text, exitStatement.offset, `"${exitStatement.key}" needs an entry on the same side`);
  return undefined;
}

/** A syntax error inside a rule is reported at its place in the whole text. */
function readRule(text: string, statement: Statement): Expression {
  try {
    return textToExpression(statement.value);
  } catch (error) {
    if (!(error instanceof WickError)) throw error;
    const problem = error.message.replace(/^.*? at [^:]*: /, '').replace(/\.$/, '');
    const column = Number(error.details['column'] ?? 1);
    throw syntaxError(text, statement.offset + column - 1, problem, error.remedy);
  }
}

const withoutUndefined = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
