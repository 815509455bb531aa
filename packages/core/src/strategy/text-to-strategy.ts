import { WickError } from '../errors/wick-error.ts';
import { closestName } from '../expression/closest-name.ts';
import type { Expression } from '../expression/expression.ts';
import { syntaxError } from '../expression/syntax-error.ts';
import { textToExpression } from '../expression/text-to-expression.ts';
import { DEFAULT_SIZE, type Distance, type Size } from './position-rules.ts';
import { parseStrategy, type Strategy } from './strategy.ts';

const STATEMENTS = [
  'name', 'entry', 'exit', 'long entry', 'long exit', 'short entry', 'short exit',
  'stop loss', 'take profit', 'trailing stop', 'size',
] as const;

interface Statement {
  readonly key: string;
  readonly value: string;
  /** Zero-based offset of the value in the whole text. */
  readonly offset: number;
}

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
  const found = new Map<string, Statement>();
  for (const statement of statementsOf(text)) {
    const key = statement.key.replace(/^long /, '');
    if (found.has(key)) throw syntaxError(text, statement.offset, `"${statement.key}" is given twice`);
    found.set(key, statement);
  }
  const rule = (key: string): Expression | undefined => {
    const statement = found.get(key);
    return statement && readRule(text, statement);
  };
  const distance = (key: string): Distance | undefined => {
    const statement = found.get(key);
    return statement && readDistance(text, statement);
  };
  const size = found.get('size');
  return parseStrategy(
    withoutUndefined({
      version: 1,
      name: found.get('name')?.value,
      long: sideOf(text, rule('entry'), rule('exit'), found.get('exit')),
      short: sideOf(text, rule('short entry'), rule('short exit'), found.get('short exit')),
      stopLoss: distance('stop loss'),
      takeProfit: distance('take profit'),
      trailingStop: distance('trailing stop'),
      size: size ? readSize(text, size) : DEFAULT_SIZE,
    }),
  );
}

/** Does a text look like the text form rather than like English? */
export const looksLikeStrategyText = (text: string): boolean =>
  /^\s*(?:#.*\n\s*)*(?:name|(?:(?:long|short) )?(?:entry|exit))\s*:/i.test(text);

function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  for (const line of text.matchAll(/[^\n;]+/g)) {
    const content = line[0].replace(/#.*$/, '').trimEnd();
    if (content.trim() === '') continue;
    const start = line.index + content.length - content.trimStart().length;
    const colon = content.indexOf(':');
    const key = content.slice(0, colon === -1 ? undefined : colon).trim().toLowerCase().replace(/\s+/g, ' ');
    if (colon === -1 || !(STATEMENTS as readonly string[]).includes(key)) {
      const near = closestName(key, STATEMENTS);
      const remedy = near ? `Did you mean "${near}:"?` : `A line begins with one of: ${STATEMENTS.join(', ')}.`;
      throw syntaxError(text, start, `"${key}" is not a statement`, remedy);
    }
    const value = content.slice(colon + 1);
    const padding = value.length - value.trimStart().length;
    statements.push({ key, value: value.trim(), offset: line.index + colon + 1 + padding });
  }
  return statements;
}

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

function readDistance(text: string, statement: Statement): Distance {
  const match = /^(\d*\.?\d+)\s*%$/.exec(statement.value);
  if (!match) throw syntaxError(text, statement.offset, 'a percentage such as 2% is needed here');
  return { kind: 'percent', percent: Number(match[1]) };
}

function readSize(text: string, statement: Statement): Size {
  const match = /^(\d*\.?\d+)\s*(% of equity|%|quote|base)$/i.exec(statement.value);
  if (!match) throw syntaxError(text, statement.offset, 'a size is written "50% of equity", "1000 quote" or "0.5 base"');
  const value = Number(match[1]);
  if (match[2]!.startsWith('%')) return { kind: 'equity', percent: value };
  return match[2]!.toLowerCase() === 'quote' ? { kind: 'value', value } : { kind: 'amount', amount: value };
}

const withoutUndefined = (object: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));
