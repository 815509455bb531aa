import type { Column, Expression, IndicatorName } from '@wick/core';
import { column, indicator, shift } from '../reader/build.ts';
import { isPrice } from '../reader/price.ts';
import type { Phrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

type Extreme = 'highest' | 'lowest';

const SUPERLATIVES = { highest: ['highest', 'max', 'maximum'], lowest: ['lowest', 'min', 'minimum'] };
const NOUNS = {
  highest: ['high', 'highest high', 'bar high', 'channel high', 'donchian high'],
  lowest: ['low', 'lowest low', 'channel low', 'donchian low'],
};
const SERIES: Readonly<Record<Extreme, Column>> = { highest: 'high', lowest: 'low' };
const PREVIOUS = ['of previous', 'over previous', 'in previous', 'of prior', 'of preceding'];
const LAST = ['of last', 'of past', 'over last', 'over past', 'in last', 'in past', 'in'];
/** The paraphrase's way to say that the window ends with the bar itself. */
export const INCLUSIVE = 'including current one';
export const WITH_CURRENT = [INCLUSIVE, 'including current bar', 'up to now'];

export const EXCLUDES_CURRENT = 'A high or low of the last bars does not count the current bar, which could never be beyond itself.';

/** `20-day high`, `the lowest low of the previous 10 bars`, `the highest close of 20 bars including the current one`. */
export const extremePhrase: Phrase = {
  vocabulary: [...Object.values(SUPERLATIVES).flat(), ...Object.values(NOUNS).flat(), ...PREVIOUS, ...LAST, ...WITH_CURRENT, 'its'],
  examples: ['breaks above the 20-day high', 'the lowest low of the previous 10 bars'],
  read: (reader) => reader.attempt(() => readWindow(reader)) ?? reader.attempt(() => readPeriodFirst(reader)) ?? reader.attempt(() => readCall(reader)),
};

function readWindow(reader: Reader): Expression | undefined {
  const extreme = reader.takeKey(SUPERLATIVES);
  const series = extreme && reader.primary();
  if (!series) return undefined;
  const previous = reader.take(PREVIOUS);
  const last = !previous && reader.take(LAST);
  if (!previous && !last && !reader.take(['of'])) return undefined;
  const bars = reader.takeWhole();
  if (bars === undefined || !takeUnit(reader)) return undefined;
  const inclusive = reader.take(WITH_CURRENT);
  return windowOf(reader, extreme, series, bars, inclusive, previous);
}

/** `20-day high`, `20-bar highest close`, `a new 50-day low`. */
function readPeriodFirst(reader: Reader): Expression | undefined {
  const possessive = reader.take(['its']);
  const previous = !possessive && reader.take(['previous', 'prior', 'preceding']);
  const bars = reader.takeWhole();
  if (bars === undefined) return undefined;
  takeUnit(reader);
  const noun = reader.takeKey(NOUNS);
    // "OBV makes a new 20-bar high": a high of its own, which a series that is no price always means. That of the price is of its highs.
  const { subject } = reader;
  const own = subject && subject.kind !== 'number' && ((possessive && subject.kind !== 'column') || !isPrice(subject)) ? subject : undefined;
  if (noun) return windowOf(reader, noun, own ?? column(SERIES[noun]), bars, false, previous);
  const extreme = reader.takeKey(SUPERLATIVES);
  const series = extreme && reader.primary();
  return series && windowOf(reader, extreme, series, bars, false, previous);
}

/** `highest(high, 20)`, as in the text form: the current bar counts. */
function readCall(reader: Reader): Expression | undefined {
  const extreme = reader.takeKey(SUPERLATIVES);
  if (!extreme || !reader.take(['('])) return undefined;
  const first = reader.operand();
  const bars = reader.take([',']) ? reader.takeWhole() : undefined;
  if (!first || !reader.take([')'])) return undefined;
  if (bars !== undefined) return safeWindow(extreme, first, bars);
  return first.kind === 'number' ? safeWindow(extreme, column(SERIES[extreme]), first.value) : undefined;
}

function windowOf(reader: Reader, extreme: Extreme, series: Expression, bars: number, inclusive: boolean, said: boolean): Expression | undefined {
  const window = safeWindow(extreme, series, bars);
  if (!window || inclusive) return window;
  if (!said) reader.assume(EXCLUDES_CURRENT);
  return shift(window, 1);
}

/** Undefined for a period that the catalogue refuses. */
function safeWindow(name: IndicatorName, series: Expression, bars: number): Expression | undefined {
  try {
    return indicator(name, [series, bars]);
  } catch {
    return undefined;
  }
}
