import { WickError } from '../errors/wick-error.ts';

/**
 * An error that points at a column. `details.excerpt` is the line with a caret below the place, for terminals.
 *
 * @param offset zero-based offset of the place in `text`
 */
export function syntaxError(text: string, offset: number, problem: string, remedy?: string): WickError {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const line = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const lineNumber = text.slice(0, lineStart).split('\n').length;
  const column = offset - lineStart + 1;
  const where = text.includes('\n') ? `line ${lineNumber}, column ${column}` : `column ${column}`;
  return new WickError('STRATEGY_SYNTAX', `The strategy cannot be read at ${where}: ${problem}.`, {
    remedy: remedy ?? 'Mend the marked place; an example of a rule is: entry: rsi(14) < 30 and volume > 1.5 * sma(volume, 20)',
    details: { line: lineNumber, column, excerpt: `${line}\n${' '.repeat(column - 1)}^` },
  });
}
