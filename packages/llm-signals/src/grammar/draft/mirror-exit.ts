import type { Expression } from '@wick/core';
import { compare, cross, indicator, not, shift } from '../reader/build.ts';
import { isLowerHalf, oppositeLevel } from '../states/oscillator.ts';
import { comparesWithItself } from '../reader/comparison.ts';
import { isPrice } from '../reader/price.ts';
import type { Side } from './draft.ts';

/** An exit for an entry that has none, and why that one, as the end of "The sentence names no exit: …". */
export interface MirrorExit {
  readonly exit: Expression;
  readonly reason: string;
}

type Find = (term: Expression, side: Side) => MirrorExit | undefined;

/**
 * The field's usual way out, by the kind of entry; of an entry with several conditions the first kind found counts:
 *
 * 1. beyond a Bollinger band, or crossing one → at the middle band;
 * 2. a crossing → the opposite crossing; of an oscillator out of its lower or upper half → the opposite level;
 * 3. an oscillator beyond a level, against the trend (RSI < 30) → beyond the opposite level (RSI > 70);
 * 4. a breakout from a channel of n bars → a breakout from its other side;
 * 5. a comparison of prices and averages → the comparison the other way round;
 * 6. anything else → the entry's condition no longer holds.
 */
export function mirrorExit(entry: Expression, side: Side): MirrorExit {
  const terms = conjunctsOf(entry);
  // "200 SMA rising and price above it" is left when the price falls below it: a slope counts where nothing else does.
  const slopesLast = [...terms.filter((term) => !comparesWithItself(term)), ...terms.filter(comparesWithItself)];
  for (const find of [ofBand, ofCrossing, ofOscillator, ofBreakout, ofTrend]) {
    for (const term of slopesLast) {
      const mirror = onItsInterval(find, term, side);
      if (mirror) return mirror;
    }
  }
  return { exit: entry.kind === 'not' ? entry.operand : not(entry), reason: "it exits when the entry's condition ends" };
}

/** What is entered on a higher interval is left on it. */
function onItsInterval(find: Find, term: Expression, side: Side): MirrorExit | undefined {
  if (term.kind !== 'higher') return find(term, side);
  const mirror = find(term.operand, side);
  return mirror && { ...mirror, exit: { ...term, operand: mirror.exit } };
}

const conjunctsOf = (expression: Expression): Expression[] =>
  expression.kind === 'junction' && expression.operator === 'and'
    ? [...conjunctsOf(expression.left), ...conjunctsOf(expression.right)]
    : [expression];

const ofCrossing: Find = (term, side) => {
  if (term.kind !== 'cross') return undefined;
  const opposite = oppositeLevel(term.left, term.right);
  const reverts = opposite !== undefined && term.right.kind === 'number' && isLowerHalf(term.left, side === 'long' ? term.right.value : opposite);
  if (reverts) {
    return { exit: compare(term.left, side === 'long' ? '>' : '<', opposite), reason: 'it exits at the opposite level' };
  }
  return {
    exit: cross(term.left, term.direction === 'above' ? 'below' : 'above', term.right),
    reason: 'it exits on the opposite cross',
  };
};

const ofOscillator: Find = (term, side) => {
  if (term.kind !== 'compare' || term.right.kind !== 'number') return undefined;
  const opposite = oppositeLevel(term.left, term.right);
  if (opposite === undefined) return undefined;
  const reverts = side === 'long' ? isLess(term) && isLowerHalf(term.left, term.right.value) : isGreater(term) && isLowerHalf(term.left, opposite);
  if (!reverts) return undefined;
  return { exit: compare(term.left, side === 'long' ? '>' : '<', opposite), reason: 'it exits at the opposite level' };
};

const ofBand: Find = (term, side) => {
  if ((term.kind !== 'compare' && term.kind !== 'cross') || term.right.kind !== 'indicator' || term.right.name !== 'bollinger') return undefined;
  const { output } = term.right;
  if (output === 'middle') return undefined;
  const up = term.kind === 'cross' ? term.direction === 'above' : isGreater(term);
  // Bought above the upper band is a breakout, which fails back at the middle; every other band entry aims for it.
  const breakout = side === 'long' ? output === 'upper' && up : output === 'lower' && !up;
  const operator = (side === 'long') === breakout ? '<' : '>';
  return { exit: compare(priceOf(term.left), operator, { ...term.right, output: 'middle' }), reason: 'it exits beyond the middle band' };
};

const ofBreakout: Find = (term) => {
  if (term.kind !== 'compare' || term.right.kind !== 'shift' || term.right.operand.kind !== 'indicator') return undefined;
  const { name, inputs, parameters } = term.right.operand;
  const [series] = inputs;
  if (!series || (name !== 'highest' && name !== 'lowest')) return undefined;
  const other = name === 'highest' ? 'lowest' : 'highest';
  const otherSeries: Expression =
    series.kind === 'column' && (series.column === 'high' || series.column === 'low') ? { kind: 'column', column: name === 'highest' ? 'low' : 'high' } : series;
  const level = shift(indicator(other, [otherSeries, ...parameters]), term.right.bars);
  return { exit: compare(term.left, name === 'highest' ? '<' : '>', level), reason: "it exits beyond the channel's other side" };
};

const ofTrend: Find = (term) => {
  if (term.kind !== 'compare' || !isPrice(term.left) || !isPrice(term.right) || isRangeEnd(term.left)) return undefined;
  // Within the bar before, nothing turns round any more.
  if (term.left.kind === 'shift' && term.right.kind === 'shift') return undefined;
  if (isGreater(term)) return { exit: compare(term.left, '<', term.right), reason: 'it exits when the comparison turns round' };
  if (isLess(term)) return { exit: compare(term.left, '>', term.right), reason: 'it exits when the comparison turns round' };
  return undefined;
};

const isLess = (term: { operator: string }): boolean => term.operator === '<' || term.operator === '<=';
const isGreater = (term: { operator: string }): boolean => term.operator === '>' || term.operator === '>=';

/** A low or high that touches a level is no trend. */
const isRangeEnd = (left: Expression): boolean => left.kind === 'column' && (left.column === 'low' || left.column === 'high');

/** The band was touched by the low or high; the way back is counted at the close. */
const priceOf = (left: Expression): Expression => (isRangeEnd(left) ? { kind: 'column', column: 'close' } : left);
