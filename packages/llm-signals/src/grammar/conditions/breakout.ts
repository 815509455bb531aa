import type { Expression } from '@wick/core';
import { isWithoutSide } from '../reader/without-side.ts';
import { column, compare, indicator, shift } from '../reader/build.ts';
import type { Phrase, StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

const BREAKS = ['breaks above', 'breaks below', 'breaks', 'breaks out above', 'breaks out of', 'breaks out over', 'breaks through', 'breaks under', 'breaks down below', 'exceeds', 'takes out', 'breaches', 'makes', 'is at', 'at', 'makes new', 'closes at', 'hits', 'hits new', 'at new', 'is at new', 'new', 'is making new', 'is making', 'prints new', 'breaks to new'];
const BREAKOUTS = {
  bullish: ['breakout', 'upside breakout', 'breakout above', 'breakout to upside', 'donchian breakout', 'bullish breakout', 'high breakout', 'channel breakout'],
  bearish: ['breakdown', 'downside breakout', 'donchian breakdown',  'breakout to downside', 'bearish breakout', 'low breakdown', 'channel breakdown', 'breakout below'],
} as const;
const DEFAULT_BARS = 20;

/** `breaks above the 20-day high`: beyond the extreme of the bars before this one. */
export const breakoutPhrase: StatePhrase = {
  vocabulary: BREAKS,
  examples: ['breaks above the 20-day high', 'price makes a new 50-day low'],
  read: (reader, left) => {
    const breaks = reader.sees(['breaks', 'exceeds', 'takes out', 'breaches']);
    if (!reader.take(BREAKS)) return undefined;
    const level = reader.operandBeside(left);
    const found = level && (beyond(left, level) ?? (breaks ? beyondBar(left, level) : undefined));
    // A new low of the volume says nothing of longs or shorts.
    if (found?.kind === 'compare' && !isWithoutSide(left)) reader.leanTo(found.operator === '>' ? 'bullish' : 'bearish');
    return found;
  },
};

/** `20-day breakout`, `Donchian breakout (20)`, `new 20-day high`. */
export const breakoutNounPhrase: Phrase = {
  vocabulary: [...BREAKOUTS.bullish, ...BREAKOUTS.bearish, 'new', 'donchian'],
  examples: ['20-day breakout', 'Donchian breakout'],
  read: (reader) => reader.attempt(() => readNoun(reader)) ?? reader.attempt(() => readNew(reader)) ?? reader.attempt(() => readBare(reader)),
};

function readNoun(reader: Reader): Expression | undefined {
  const leading = reader.attempt(() => readDonchian(reader)) ?? reader.takeWhole();
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

/** `Donchian(20) breakout`. */
function readDonchian(reader: Reader): number | undefined {
  if (!reader.take(['donchian', 'donchian channel']) || !reader.take(['('])) return undefined;
  const bars = reader.takeWhole();
  return reader.take([')']) ? bars : undefined;
}

/** "Exit on a 10-day low": an extreme with nothing said of it is reached, which takes a close beyond the bars before. */
function readBare(reader: Reader): Expression | undefined {
  if ((reader.peek().kind !== 'number' && !reader.sees(['highest', 'lowest'])) || reader.sees(['%'], 1)) return undefined;
  const level = reader.operand();
  const found = level && beyond(column('close'), level);
  if (found?.kind !== 'compare' || !(reader.atEnd || reader.sees([',', '.', ';', 'and', 'or', 'with', 'but']))) return undefined;
  reader.assume('A high or low of so many bars, with nothing said of it, means a close beyond it.');
  reader.leanTo(found.operator === '>' ? 'bullish' : 'bearish');
  return found;
}

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

/** `breaks yesterday's high`. */
function beyondBar(left: Expression, level: Expression): Expression | undefined {
  if (level.kind !== 'shift' || level.operand.kind !== 'column') return undefined;
  const { column: series } = level.operand;
  return series === 'high' ? compare(left, '>', level) : series === 'low' ? compare(left, '<', level) : undefined;
}

/** Undefined unless the level is an extreme of bars: other levels are crossed, not broken out of. */
function beyond(left: Expression, level: Expression): Expression | undefined {
  const window = level.kind === 'shift' ? level.operand : level;
  if (window.kind !== 'indicator' || (window.name !== 'highest' && window.name !== 'lowest')) return undefined;
  return compare(left, window.name === 'highest' ? '>' : '<', level.kind === 'shift' ? level : shift(window, 1));
}
