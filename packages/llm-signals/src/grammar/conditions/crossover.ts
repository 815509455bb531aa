import { type Expression, signatureOf } from '@wick/core';
import { column, cross, indicator, sma } from '../reader/build.ts';
import type { Leaning } from '../reader/cursor.ts';
import { isPrice } from '../reader/price.ts';
import type { Phrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

const ADJECTIVES = { bullish: ['bullish', 'upward', 'positive', 'up', 'bull'], bearish: ['bearish', 'downward', 'negative', 'down', 'bear'] } as const;
const NOUNS = {
  plain: ['crossover', 'cross', 'cross over', 'signal line crossover', 'signal line cross', 'signal crossover', 'crossing'],
  bullish: ['crossover up', 'buy signal', 'cross up', 'crossover to upside'],
  bearish: ['crossunder', 'cross under', 'crossover down', 'sell signal', 'cross down', 'crossover to downside'],
} as const;
const AVERAGES = {
  ema: ['ema', 'exponential moving average'], sma: ['sma', 'ma', 'simple moving average', 'moving average'], wma: ['wma', 'weighted moving average'],
  hma: ['hma', 'hull moving average', 'hull ma'], dema: ['dema', 'double ema'], tema: ['tema', 'triple ema'], rma: ['rma', 'smma'],
} as const;
const LOOSE = ['ma', 'moving average'];
const PAIR = ['/', 'and', ',', '-', 'over', 'with'];
/** Periods of a "moving average crossover" that names none. */
const DEFAULT_PAIR = [50, 200] as const;

/** `MACD crossover`, `bearish stochastic crossover`, `20/50 EMA crossover`. */
export const crossoverPhrase: Phrase = {
  vocabulary: [...Object.values(ADJECTIVES).flat(), ...Object.values(NOUNS).flat(), ...Object.values(AVERAGES).flat(), ...PAIR],
  examples: ['MACD crossover', '20/50 EMA crossover', 'bullish stochastic crossover'],
  read: (reader) => {
    const start = reader.position;
    const before = reader.takeKey(ADJECTIVES);
    const pair = reader.attempt(() => readLines(reader)) ?? reader.attempt(() => readPair(reader)) ?? reader.attempt(() => readAverages(reader));
    const between = reader.takeKey(ADJECTIVES);
    const verbal = reader.peek().text === 'cross';
    const noun = reader.takeKey(NOUNS);
    const said = before ?? between ?? (noun === 'plain' ? undefined : noun);
    const contrary = said !== undefined && reader.sees([said === 'bullish' ? 'below' : 'above']);
    if (!noun || (verbal && !contrary && goesOn(reader))) return undefined;
    const late = pair?.length === 2 ? pair : (reader.attempt(() => readLatePair(reader)) ?? (pair && readPeriodsBehind(reader, kindBefore(reader, start))));
    const [fast, slow] = late ?? (pair ? defaultPair(reader) : []);
    // "MACD crossover below zero": what follows is about the line. About averages it would be about the price.
    if (fast && !isPrice(fast)) [reader.lastSubject, reader.lastLevel] = [fast, slow];
    return fast && slow && crossing(reader, fast, slow, said);
  },
};

/** "MACD crosses over its signal line" is a verb with an object, not the noun. */
const goesOn = (reader: Reader): boolean => {
  if (reader.sees(['above', 'below', 'over', 'under', 'up', 'down', 'through', 'back', 'its'])) return true;
  const { position } = reader;
  const object = reader.attempt(() => reader.operand());
  const percent = reader.peek().text === '%';
  reader.position = position;
  return object !== undefined && !percent;
};

/** MACD or stochastic: a line and its signal line. */
function readLines(reader: Reader): Expression[] | undefined {
  const line = reader.primary();
  if (line?.kind !== 'indicator') return undefined;
  const { outputs } = signatureOf(line.name);
  const other = outputs.find((output) => output === 'signal' || output === 'd');
  return other && line.output === outputs[0] ? [line, { ...line, output: other }] : undefined;
}

/** `20/50 EMA`, `EMA 20/50`, `20 and 50 EMA`, or an average without periods: an empty pair. */
function readAverages(reader: Reader): Expression[] | undefined {
  const leading = readPeriods(reader);
  const loose = reader.sees(LOOSE);
  const kind = reader.takeKey(AVERAGES);
  if (!kind) return undefined;
  if (loose) reader.assume('A "moving average" without a kind is the simple one (SMA).');
  const periods = leading ?? readPeriods(reader);
  if (!periods) return [];
  return pairOf(kind, periods);
}

/** `20 EMA and 50 EMA`, `EMA(12)/EMA(26)`. */
function readPair(reader: Reader): Expression[] | undefined {
  const fast = reader.primary();
  if (fast?.kind !== 'indicator' || !reader.take(PAIR)) return undefined;
  const slow = reader.primary();
  // Of different things, such as RSI and MACD, neither crosses the other.
  return slow?.kind === 'indicator' && (slow.name === fast.name || (isPrice(slow) && isPrice(fast))) ? [fast, slow] : undefined;
}

/** `crossover of the 20 and 50 EMA`, `crossover (20/50)`. */
function readLatePair(reader: Reader): Expression[] | undefined {
  const bracketed = reader.take(['(']);
  const named = reader.take(['of', 'between', 'with', ':']);
  if (!bracketed && !named) return undefined;
  const found = reader.attempt(() => readPair(reader)) ?? readAveragesWithPeriods(reader);
  return found && (!bracketed || reader.take([')'])) ? found : undefined;
}

function readAveragesWithPeriods(reader: Reader): Expression[] | undefined {
  const periods = readPeriods(reader);
  if (!periods) return undefined;
  const kind = reader.takeKey(AVERAGES);
  if (!kind || reader.peek(-1).text === 'ma') reader.assume('A "moving average" without a kind is the simple one (SMA).');
  return pairOf(kind ?? 'sma', periods);
}

/** `EMA crossover 10/20`. */
function readPeriodsBehind(reader: Reader, kind: keyof typeof AVERAGES): Expression[] | undefined {
  const periods = readPeriods(reader);
  return periods && pairOf(kind, periods);
}

/** Which average the words since `start` name. */
function kindBefore(reader: Reader, start: number): keyof typeof AVERAGES {
  const words = new Set(reader.tokens.slice(start, reader.position).map(({ text }) => text));
  const kinds = Object.keys(AVERAGES) as (keyof typeof AVERAGES)[];
  return kinds.find((kind) => words.has(kind)) ?? (words.has('exponential') ? 'ema' : 'sma');
}

const readPeriods = (reader: Reader): [number, number] | undefined =>
  reader.attempt(() => {
    const bracketed = reader.take(['(']);
    const fast = reader.takeWhole();
    if (fast !== undefined) takeUnit(reader);
    const slow = fast !== undefined && reader.take(PAIR) ? reader.takeWhole() : undefined;
    if (slow !== undefined) takeUnit(reader);
    if (fast === undefined || slow === undefined || fast < 1 || slow < 1 || (bracketed && !reader.take([')']))) return undefined;
    return [Math.min(fast, slow), Math.max(fast, slow)];
  });

const pairOf = (kind: keyof typeof AVERAGES, periods: readonly [number, number]): Expression[] =>
  periods.map((period) => indicator(kind, [period]));

function defaultPair(reader: Reader): Expression[] {
  reader.assume(`A moving average crossover without periods is that of SMA(${DEFAULT_PAIR[0]}) and SMA(${DEFAULT_PAIR[1]}).`);
  return pairOf('sma', DEFAULT_PAIR);
}

function crossing(reader: Reader, fast: Expression, slow: Expression, said: Leaning | undefined): Expression {
  const leaning = said ?? reader.leaning;
  if (said) reader.leanTo(said);
  else reader.assume(`A crossover means crossing ${leaning === 'bullish' ? 'above' : 'below'} where the rule is ${leaning}.`);
  return cross(fast, leaning === 'bullish' ? 'above' : 'below', slow);
}

const FAMOUS = { bullish: ['golden cross', 'golden crossover'], bearish: ['death cross', 'dead cross', 'death crossover'] } as const;

/** `golden cross`, `death cross`: the 50-bar average crosses the 200-bar one. */
export const famousCrossPhrase: Phrase = {
  vocabulary: [...FAMOUS.bullish, ...FAMOUS.bearish],
  examples: ['golden cross', 'death cross'],
  read: (reader) => {
    const which = reader.takeKey(FAMOUS);
    if (!which) return undefined;
    const periods = readPeriods(reader) ?? DEFAULT_PAIR;
    reader.leanTo(which);
    reader.assume(`A ${which === 'bullish' ? 'golden' : 'death'} cross is SMA(${periods[0]}) crossing ${which === 'bullish' ? 'above' : 'below'} SMA(${periods[1]}).`);
    return cross(sma(column('close'), periods[0]), which === 'bullish' ? 'above' : 'below', sma(column('close'), periods[1]));
  },
};
