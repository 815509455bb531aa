import { closestName } from '../expression/closest-name.ts';
import { syntaxError } from '../expression/syntax-error.ts';

const KEYS = [
  'name', 'entry', 'exit', 'long entry', 'long exit', 'short entry', 'short exit',
  'stop loss', 'take profit', 'trailing stop', 'exit after', 'size', 'entry order', 'scale in', 'scale out',
] as const;

/** A `key: value` of the text form. */
export interface Statement {
  /** As it was written, in lower case. */
  readonly key: string;
  readonly value: string;
  /** Zero-based offset of the value in the whole text. */
  readonly offset: number;
}

/**
 * The statements of a text by their keys, where `long entry` is `entry` and `long exit` is `exit`.
 *
 * @throws WickError STRATEGY_SYNTAX for a key that nobody knows or that is given twice
 */
export function textToStatements(text: string): ReadonlyMap<string, Statement> {
  const found = new Map<string, Statement>();
  for (const line of text.matchAll(/[^\n;]+/g)) {
    const statement = lineToStatement(text, line[0], line.index);
    if (!statement) continue;
    const key = statement.key.replace(/^long /, '');
    if (found.has(key)) throw syntaxError(text, statement.offset, `"${statement.key}" is given twice`);
    found.set(key, statement);
  }
  return found;
}

function lineToStatement(text: string, line: string, lineOffset: number): Statement | undefined {
  const content = line.replace(/#.*$/, '').trimEnd();
  if (content.trim() === '') return undefined;
  const start = lineOffset + content.length - content.trimStart().length;
  const colon = content.indexOf(':');
  const key = content.slice(0, colon === -1 ? undefined : colon).trim().toLowerCase().replace(/\s+/g, ' ');
  if (colon === -1 || !(KEYS as readonly string[]).includes(key)) {
    const near = closestName(key, KEYS);
    const remedy = near ? `Did you mean "${near}:"?` : `A line begins with one of: ${KEYS.join(', ')}.`;
    throw syntaxError(text, start, `"${key}" is not a statement`, remedy);
  }
  const value = content.slice(colon + 1);
  const padding = value.length - value.trimStart().length;
  return { key, value: value.trim(), offset: lineOffset + colon + 1 + padding };
}
