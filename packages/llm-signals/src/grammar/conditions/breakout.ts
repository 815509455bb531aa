import type { Expression } from '@wick/core';
import { column, compare, indicator, shift } from '../reader/build.ts';
import type { Phrase, StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

const BREAKS = ['breaks above', 'breaks below', 'breaks', 'breaks out above', 'breaks out of', 'breaks out over', 'breaks through', 'breaks under', 'breaks down below', 'exceeds', 'takes out', 'breaches', 'makes', 'is at', 'at', 'makes new', 'closes at', 'hits', 'hits new', 'at new', 'is at new', 'new'];
const BREAKOUTS = {
  bullish: ['breakout', 'upside breakout', 'breakout above', 'breakout to upside', 'donchian breakout', 'bullish breakout', 'high breakout', 'channel breakout'],
  bearish: ['breakdown', 'downside breakout', 'breakout to downside', 'bearish breakout', 'low breakdown', 'channel breakdown', 'breakout below'],
} as const;
const DEFAULT_BARS = 20;

/** `breaks above the 20-day high`: beyond the extreme of the bars before this one. */
export const breakoutPhrase: StatePhrase = {
  vocabulary: BREAKS,
  examples: ['breaks above the 20-day high', 'price makes a new 50-day low'],
  read: (reader, left) => {
    if (!reader.take(BREAKS)) return undefined;
    const level = reader.operandBeside(left);
    const found = level && beyond(left, level);
    if (found?.kind === 'compare') reader.leanTo(found.operator === '>' ? 'bullish' : 'bearish');
    return found;
  },
};

/** `20-day breakout`, `Donchian breakout (20)`, `new 20-day high`. */
export const breakoutNounPhrase: Phrase = {
  vocabulary: [...BREAKOUTS.bullish, ...BREAKOUTS.bearish, 'new', 'donchian'],
  examples: ['20-day breakout', 'Donchian breakout'],
  read: (reader) => reader.attempt(() => readNoun(reader)) ?? reader.attempt(() => readNew(reader)),
};

function readNoun(reader: Reader): Expression | undefined {
  const leading = reader.takeWhole();
  if (leading !== undefined) takeUnit(reader);
  const word = reader.takeKey(BREAKOUTS);
  if (!word) return undefined;
  // Beside a stated level ("breakout above the 20-day high") it is the level that counts.
  const level = leading === undefined ? reader.attempt(() => (reader.take(['of', 'above', 'below']), reader.operandBeside(column('close')))) : undefined;
  if (level && level.kind !== 'number') return beyond(column('close'), level);
  const bars = leading ?? (level?.kind === 'number' ? level.value : undefined);
  if (bars === undefined) reader.assume(`A breakout without a period is one of the ${DEFAULT_BARS} bars before.`);
  const bullish = word === 'bullish' && !(reader.leaning === 'bearish' && !said(reader));
  if (!bullish) reader.leanTo('bearish');
  reader.assume('A breakout is a close beyond the highest high or lowest low of the bars before.');
  return channel(bullish, bars ?? DEFAULT_BARS);
}

/** Did the sentence itself say upside? Then a bearish clause does not turn the breakout round. */
const said = (reader: Reader): boolean => ['upside', 'bullish', 'high'].includes(reader.peek(-2).text);

function readNew(reader: Reader): Expression | undefined {
  if (!reader.take(['new'])) return undefined;
  const level = reader.operand();
  return level && beyond(column('close'), level);
}

function channel(bullish: boolean, bars: number): Expression | undefined {
  if (!Number.isInteger(bars) || bars < 1) return undefined;
  const level = shift(indicator(bullish ? 'highest' : 'lowest', [bars]), 1);
  return compare(column('close'), bullish ? '>' : '<', level);
}

/** Undefined unless the level is an extreme of bars: other levels are crossed, not broken out of. */
function beyond(left: Expression, level: Expression): Expression | undefined {
  const window = level.kind === 'shift' ? level.operand : level;
  if (window.kind !== 'indicator' || (window.name !== 'highest' && window.name !== 'lowest')) return undefined;
  return compare(left, window.name === 'highest' ? '>' : '<', level.kind === 'shift' ? level : shift(window, 1));
}
