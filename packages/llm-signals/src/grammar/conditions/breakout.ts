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
/** What is said of the way; a high is broken upwards and a low downwards. */
const WAYS = { '>': ['above', 'over', 'upside', 'exceeds'], '<': ['below', 'under', 'down', 'downside'] } as const;
/** Words behind which a level must stand: "breakout above 50000" is none of so many bars. */
const BESIDES = ['above', 'below'];
const DEFAULT_BARS = 20;

/** `breaks above the 20-day high`: beyond the extreme of the bars before this one. */
export const breakoutPhrase: StatePhrase = {
  vocabulary: BREAKS,
  examples: ['breaks above the 20-day high', 'price makes a new 50-day low'],
  read: (reader, left) => {
    const breaks = reader.sees(['breaks', 'exceeds', 'takes out', 'breaches']);
    const start = reader.position;
    if (!reader.take(BREAKS)) return undefined;
    const way = wayBetween(reader, start);
    const level = reader.operandBeside(left);
    const found = level && (beyond(left, level) ?? (breaks ? beyondBar(left, level) : undefined));
    if (!agrees(found, way)) return undefined;
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
  const start = reader.position;
  const leading = reader.attempt(() => readDonchian(reader)) ?? reader.takeWhole();
  if (leading !== undefined) takeUnit(reader);
  const word = reader.takeKey(BREAKOUTS);
  if (!word) return undefined;
  // Beside a stated level ("breakout above the 20-day high") it is the level that counts.
  const level = leading === undefined ? reader.attempt(() => (reader.take(['of', ...BESIDES]), levelBehind(reader, start))) : undefined;
  if (level && level.kind !== 'number') return beyond(column('close'), level);
  if (reader.sees(BESIDES) || BESIDES.includes(reader.peek(level ? -2 : -1).text)) return undefined;
  const bars = leading ?? (level?.kind === 'number' ? level.value : undefined);
  if (bars === undefined) reader.assume(`A breakout without a period is one of the ${DEFAULT_BARS} bars before.`);
  const bullish = word === 'bullish' && !(reader.leaning === 'bearish' && !said(reader));
  if (!bullish) reader.leanTo('bearish');
  reader.assume('A breakout is a close beyond the highest high or lowest low of the bars before.');
  return channel(bullish, bars ?? DEFAULT_BARS);
}

/** The level that is broken, unless it lies the other way from what the words say: "breakout below the 20-day high". */
function levelBehind(reader: Reader, start: number): Expression | undefined {
  const way = wayBetween(reader, start);
  const level = reader.operandBeside(column('close'));
  return level && agrees(beyond(column('close'), level), way) ? level : undefined;
}

const wayBetween = (reader: Reader, start: number): '>' | '<' | undefined =>
  (['>', '<'] as const).find((way) => reader.tokens.slice(start, reader.position).some(({ text }) => (WAYS[way] as readonly string[]).includes(text)));

const agrees = (found: Expression | undefined, way: '>' | '<' | undefined): boolean => found?.kind !== 'compare' || way === undefined || found.operator === way;

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
