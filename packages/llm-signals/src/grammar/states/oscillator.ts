import type { Expression, IndicatorName } from '@wick/core';
import { INDICATOR_NOUNS } from '../operands/indicator-nouns.ts';
import { compare, cross, rsi } from '../reader/build.ts';
import type { Phrase, StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { COMPARATORS } from './comparison.ts';

/** The field's usual bounds of "oversold" and "overbought". */
export const BOUNDS: Readonly<Partial<Record<IndicatorName, { oversold: number; overbought: number }>>> = {
  rsi: { oversold: 30, overbought: 70 },
  stochastic: { oversold: 20, overbought: 80 },
  stoch_rsi: { oversold: 20, overbought: 80 },
  mfi: { oversold: 20, overbought: 80 },
  williams_r: { oversold: -80, overbought: -20 },
  cci: { oversold: -100, overbought: 100 },
  cmo: { oversold: -50, overbought: 50 },
  ultimate: { oversold: 30, overbought: 70 },
};

/** The level as far from the other end of the scale: 70 for RSI and 30. Undefined where the scale has no such ends. */
export function oppositeLevel(left: Expression, level: Expression): number | undefined {
  if (left.kind === 'higher') return oppositeLevel(left.operand, level);
  const bounds = left.kind === 'indicator' ? BOUNDS[left.name] : undefined;
  return bounds && level.kind === 'number' ? bounds.oversold + bounds.overbought - level.value : undefined;
}

/** Half-way between oversold and overbought. */
export const isLowerHalf = (left: Expression, level: number): boolean => level < (oppositeLevel(left, { kind: 'number', value: level }) ?? level);

const STATES = {
  oversold: ['oversold', 'in oversold', 'over sold'],
  overbought: ['overbought', 'in overbought', 'over bought'],
} as const;
/** `oversold territory`: read over. */
const PLACES = ['territory', 'zone', 'region', 'condition', 'conditions', 'area', 'range'];
const LEAVING = ['leaves', 'comes out', 'comes back out of', 'comes back from', 'moves back out of', 'rises out of', 'exits', 'comes out of', 'rises from', 'falls from', 'moves out of', 'recovers from', 'bounces from', 'turns up from', 'turns down from', 'crosses out of'];
const ENTERING = ['enters', 'moves into', 'goes into', 'falls into', 'dips into', 'rises into', 'crosses into', 'turns', 'goes'];
const QUALIFIERS = ['at', 'level', 'of', 'threshold', 'at level', 'level of', 'i.e.', ':'];

/** `RSI oversold (<30)`, `stochastic is overbought`, `RSI leaves oversold territory`. */
export const oscillatorPhrase: StatePhrase = {
  vocabulary: [...STATES.oversold, ...STATES.overbought, ...PLACES, ...LEAVING, ...QUALIFIERS],
  examples: ['RSI oversold (<30)', 'stochastic overbought', 'RSI leaves oversold'],
  read: (reader, left) => {
    reader.takeIs();
    const moving = reader.take(LEAVING) ? 'leaving' : reader.take(ENTERING) ? 'entering' : undefined;
    const state = reader.takeKey(STATES);
    if (!state) return undefined;
    const oscillator = oscillatorOf(reader, left);
    return oscillator && beyondBound(reader, oscillator, state, moving);
  },
};

/** `oversold RSI`. */
export const oscillatorNounPhrase: Phrase = {
  vocabulary: [],
  examples: ['oversold RSI'],
  read: (reader) => {
    const state = reader.takeKey(STATES);
    const oscillator = state && reader.primary();
    return state && oscillator && beyondBound(reader, oscillator, state, undefined);
  },
};

/** @param moving the moment it comes back from beyond or gets there, rather than being there */
function beyondBound(reader: Reader, oscillator: Expression, state: 'oversold' | 'overbought', moving: 'leaving' | 'entering' | undefined): Expression | undefined {
  const series = oscillator.kind === 'higher' ? oscillator.operand : oscillator;
  const bounds = series.kind === 'indicator' ? BOUNDS[series.name] : undefined;
  if (!bounds) return undefined;
  reader.take(PLACES);
  const given = readBound(reader);
  const bound = given ?? bounds[state];
  const below = state === 'oversold';
  if (given === undefined) reader.assume(`${titleOf(oscillator)} is ${state} ${below ? 'below' : 'above'} ${bound}, as the sentence gives no level.`);
  if (moving === 'leaving') return cross(oscillator, below ? 'above' : 'below', bound);
  reader.leanTo(below ? 'bullish' : 'bearish');
  if (moving === 'entering') return cross(oscillator, below ? 'below' : 'above', bound);
  return compare(oscillator, below ? '<' : '>', bound);
}

/** A market is oversold by its RSI when nothing else is said. */
function oscillatorOf(reader: Reader, left: Expression): Expression | undefined {
  if (left.kind === 'indicator' || left.kind === 'higher') return left;
  if (left.kind !== 'column' || left.column !== 'close') return undefined;
  reader.assume('Oversold and overbought without an indicator are those of RSI(14).');
  return rsi();
}

/** `(<30)`, `(30)`, `below 30`, `at 30`. */
const readBound = (reader: Reader): number | undefined =>
  reader.attempt(() => {
    const bracketed = reader.take(['(']);
    reader.take(QUALIFIERS);
    const compared = reader.takeKey(COMPARATORS);
    const negative = reader.take(['-', 'minus']);
    const size = reader.takeNumber();
    const value = size === undefined || !negative ? size : -size;
    if (value === undefined || (bracketed && !reader.take([')'])) || (!bracketed && reader.peek().text === '%')) return undefined;
    return bracketed || compared || reader.peek(negative ? -3 : -2).kind === 'word' ? value : undefined;
  });

function titleOf(oscillator: Expression): string {
  if (oscillator.kind === 'higher') return titleOf(oscillator.operand);
  const english = INDICATOR_NOUNS.find(({ name }) => oscillator.kind === 'indicator' && name === oscillator.name)?.english ?? 'indicator';
  return /^[A-Z]/.test(english) ? english : `The ${english}`;
}
