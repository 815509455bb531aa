import { type Expression, expressionToText, type Interval, type Strategy, WickError } from '@wick/core';
import { expressionsToPlan } from '../plan/expressions-to-plan.ts';
import { isNever, type SignalStream } from './signal-stream.ts';

/**
 * Refuses a strategy that can never trade: on no side can its entry be true, such as `close < close` or `1 > 2`. Only
 * what is known without candles is refused.
 *
 * @param stream of the strategy
 * @throws WickError STRATEGY_INVALID that names the part of the rule that is false on every bar
 */
export function requireEntry({ canEnter }: SignalStream, { long, short }: Strategy, interval: Interval): void {
  if (canEnter) return;
  const entries = [long?.entry, short?.entry].filter((entry) => entry !== undefined);
  const reasons = entries.map((entry) => `${expressionToText(neverTrue(entry, interval) ?? entry)} is false on every bar`);
  throw new WickError('STRATEGY_INVALID', `The entry rule can never be true: ${reasons.join(', and ')}.`, {
    remedy: 'Compare things that differ, such as close < sma(close, 20).',
    details: { entries: entries.map(expressionToText) },
  });
}

/** The smallest part that keeps a condition from ever being true; undefined if it can be. */
function neverTrue(condition: Expression, interval: Interval): Expression | undefined {
  const { nodes, roots } = expressionsToPlan([condition], 'condition', { interval });
  if (!isNever(nodes[roots[0]!.node]!)) return undefined;
  if (condition.kind !== 'junction' || condition.operator !== 'and') return condition;
  return neverTrue(condition.left, interval) ?? neverTrue(condition.right, interval) ?? condition;
}
