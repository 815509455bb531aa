import type { Expression, IndicatorName } from '@wick/core';
import { compare, cross, rsi } from '../reader/build.ts';
import type { Phrase, StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { COMPARATORS } from './comparison.ts';

/** The field's usual bounds of "oversold" and "overbought". */
export const BOUNDS: Readonly<Partial<Record<IndicatorName, { oversold: number; overbought: number }>>> = {
  rsi: { oversold: 30, overbought: 70 },
  stochastic: { oversold: 20, overbought: 80 },
};

const STATES = {
  oversold: ['oversold', 'in oversold', 'over sold'],
  overbought: ['overbought', 'in overbought', 'over bought'],
} as const;
/** `oversold territory`: read over. */
const PLACES = ['territory', 'zone', 'region', 'condition', 'conditions', 'area', 'range'];
const LEAVING = ['leaves', 'exits', 'comes out of', 'rises from', 'falls from', 'moves out of', 'recovers from', 'bounces from', 'turns up from', 'turns down from', 'crosses out of'];
const QUALIFIERS = ['at', 'level', 'of', 'threshold', 'at level', 'level of', 'i.e.', ':'];

/** `RSI oversold (<30)`, `stochastic is overbought`, `RSI leaves oversold territory`. */
export const oscillatorPhrase: StatePhrase = {
  vocabulary: [...STATES.oversold, ...STATES.overbought, ...PLACES, ...LEAVING, ...QUALIFIERS],
  examples: ['RSI oversold (<30)', 'stochastic overbought', 'RSI leaves oversold'],
  read: (reader, left) => {
    reader.take(['is']);
    const leaving = reader.take(LEAVING);
    const state = reader.takeKey(STATES);
    if (!state) return undefined;
    const oscillator = oscillatorOf(reader, left);
    return oscillator && beyondBound(reader, oscillator, state, leaving);
  },
};

/** `oversold RSI`. */
export const oscillatorNounPhrase: Phrase = {
  vocabulary: [],
  examples: ['oversold RSI'],
  read: (reader) => {
    const state = reader.takeKey(STATES);
    const oscillator = state && reader.primary();
    return state && oscillator && beyondBound(reader, oscillator, state, false);
  },
};

/** @param leaving the moment it comes back from beyond, rather than being there */
function beyondBound(reader: Reader, oscillator: Expression, state: 'oversold' | 'overbought', leaving: boolean): Expression | undefined {
  const bounds = oscillator.kind === 'indicator' ? BOUNDS[oscillator.name] : undefined;
  if (!bounds) return undefined;
  reader.take(PLACES);
  const given = readBound(reader);
  const bound = given ?? bounds[state];
  const below = state === 'oversold';
  if (given === undefined) reader.assume(`${titleOf(oscillator)} is ${state} ${below ? 'below' : 'above'} ${bound}, as the sentence gives no level.`);
  if (leaving) return cross(oscillator, below ? 'above' : 'below', bound);
  reader.leanTo(below ? 'bullish' : 'bearish');
  return compare(oscillator, below ? '<' : '>', bound);
}

/** A market is oversold by its RSI when nothing else is said. */
function oscillatorOf(reader: Reader, left: Expression): Expression | undefined {
  if (left.kind === 'indicator') return left;
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
    const value = reader.takeNumber();
    if (value === undefined || (bracketed && !reader.take([')'])) || (!bracketed && reader.peek().text === '%')) return undefined;
    return bracketed || compared || reader.peek(-2).kind === 'word' ? value : undefined;
  });

const titleOf = (oscillator: Expression): string => (oscillator.kind === 'indicator' && oscillator.name === 'rsi' ? 'RSI' : 'The stochastic');
