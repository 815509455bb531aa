import { expressionToText } from '../expression/expression-to-text.ts';
import { positionRulesToStatements } from './position-rules-to-text.ts';
import type { Strategy } from './strategy.ts';

/** The text form, one statement a line. `textToStrategy` gives the same strategy back. */
export function strategyToText(strategy: Strategy): string {
  const { name, long, short } = strategy;
  const lines = [
    name !== undefined && `name: ${name}`,
    long && `entry: ${expressionToText(long.entry)}`,
    long?.exit && `exit: ${expressionToText(long.exit)}`,
    short && `short entry: ${expressionToText(short.entry)}`,
    short?.exit && `short exit: ${expressionToText(short.exit)}`,
    ...positionRulesToStatements(strategy),
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}
