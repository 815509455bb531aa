import type { Rules, Strategy } from '@wick/core';
import { expressionToEnglish } from './expression-to-english.ts';
import { positionRulesToEnglish } from './position-rules-to-english.ts';

/**
 * A strategy in English, the same every time. It is the grammar's own canonical form: `compileSentence` gives the same
 * strategy back, for every strategy.
 */
export function paraphrase(strategy: Strategy): string {
  const { long, short, stopLoss, takeProfit, trailingStop, exitAfter, scaleOut } = strategy;
  const closed = scaleOut ? undefined : (stopLoss ?? takeProfit ?? trailingStop ?? exitAfter ?? (long && short));
  const sentences = [
    long && `Go long when ${expressionToEnglish(long.entry)}`,
    long && exitToEnglish(long, 'long', closed !== undefined),
    short && `Go short when ${expressionToEnglish(short.entry)}`,
    short && exitToEnglish(short, 'short', closed !== undefined),
    ...positionRulesToEnglish(strategy),
    strategy.name !== undefined && `Name it ${JSON.stringify(strategy.name)}`,
  ];
  return sentences
    .filter((sentence) => typeof sentence === 'string')
    .map((sentence) => `${sentence}.`)
    .join(' ');
}

/** Without an exit, the grammar would fill one in where nothing else closes the position or exits close a part: it is told not to. */
function exitToEnglish(rules: Rules, side: 'long' | 'short', closedOtherwise: boolean): string | undefined {
  if (rules.exit) return `Exit the ${side} when ${expressionToEnglish(rules.exit)}`;
  return closedOtherwise ? undefined : `No exit for the ${side}`;
}
