import type { Expression } from '@wick/core';
import { all, column, compare } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const TOUCHES = ['touches', 'pulls back to', 'pullback to', 'retraces to', 'tests', 'retests', 'comes down to', 'dips to', 'returns to', 'touches or crosses'];
const BOUNCES = ['bounces off', 'bounces from', 'bounces off of', 'is rejected at', 'bounce on'];

export const TOUCHED = 'A level is touched or reached by the bar that gets to it or beyond.';

/** `touches the lower band`, `pulls back to the 20 EMA`, `bounces off the 200 SMA`, `RSI reaches 70`. */
export const touchPhrase: StatePhrase = {
  vocabulary: [...TOUCHES, ...BOUNCES],
  examples: ['price touches the lower Bollinger band', 'price bounces off the 200 SMA', 'RSI reaches 70'],
  read: (reader, left) => {
    const bounced = reader.take(BOUNCES);
    if (!bounced && !reader.take(TOUCHES)) return undefined;
    const level = reader.operandBeside(left);
    if (!level) return undefined;
    reader.assume(TOUCHED);
    return left.kind === 'column' ? touched(level, bounced) : bounced ? undefined : reached(left, level);
  },
};

/** The bar's range reaches the level; a bounce also closes above it. A band is touched from inside, however far past it the bar goes. */
function touched(level: Expression, bounced: boolean): Expression {
  const reachesDown = compare(column('low'), '<=', level);
  const reachesUp = compare(column('high'), '>=', level);
  if (bounced) return all(reachesDown, compare(column('close'), '>', level));
  const output = level.kind === 'indicator' && level.name === 'bollinger' ? level.output : 'middle';
  return output === 'lower' ? reachesDown : output === 'upper' ? reachesUp : all(reachesDown, reachesUp);
}

/** An oscillator reaches an outer level from the middle of its scale. */
const reached = (left: Expression, level: Expression): Expression | undefined =>
  level.kind === 'number' && left.kind === 'indicator' && (left.name === 'rsi' || left.name === 'stochastic') && level.value !== 50
    ? compare(left, level.value > 50 ? '>=' : '<=', level)
    : undefined;
