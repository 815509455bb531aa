import { type Size, sizeToText } from '@wick/core';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';
import type { Clause } from './clause.ts';
import { takePercent } from './distance.ts';

const VERBS = ['target', 'size for', 'size to', 'scale position to', 'scale to', 'size position for', 'size position to', 'use', 'aim for'];
const NOUNS = ['volatility', 'vol', 'annual volatility', 'annualized volatility', 'yearly volatility', 'annual vol', 'annualized vol', 'volatility year', 'volatility per year', 'volatility annualized'];
const NOUN_FIRST = ['volatility target', 'target volatility', 'vol target', 'target vol', 'target annual volatility', 'target annualized volatility', 'annual volatility target', 'annualized volatility target', ...NOUNS];
const LINKS = ['of', ':', 'is', 'at', '==', 'to'];
const TAILS = ['target', 'per year', 'year', 'annualized', 'target per trade'];
const OVER = ['over', 'over last', 'of last', 'over past', 'measured over', 'measured over last', 'for last', 'with period', 'with period of', 'on last'];
/** A month of daily candles. */
const USUAL_BARS = 30;

/** `target 15% annualized volatility over 30 bars`, `volatility target of 20%`: the calmer the market, the larger the position. */
export const volatilityClause: Clause = {
  vocabulary: [...VERBS, ...NOUN_FIRST, ...LINKS, ...TAILS, ...OVER],
  examples: ['target 15% annualized volatility', 'target 15% annualized volatility over 30 bars'],
  read: (reader, draft) => {
    const start = reader.position;
    const percent = reader.attempt(() => readPercentFirst(reader)) ?? reader.attempt(() => readNounFirst(reader));
    if (percent === undefined) return undefined;
    const size: Size = { kind: 'volatility', percent, period: readPeriod(reader) };
    if (!draft.setSize(size)) {
      reader.position = start;
      return undefined;
    }
    reader.understand(start, `size: ${sizeToText(size)}`);
    return 'read';
  },
};

function readPercentFirst(reader: Reader): number | undefined {
  reader.take(VERBS);
  const percent = takePercent(reader);
  if (percent === undefined || !reader.take(NOUNS)) return undefined;
  reader.take(TAILS);
  return percent;
}

function readNounFirst(reader: Reader): number | undefined {
  reader.take(VERBS);
  if (!reader.take(NOUN_FIRST)) return undefined;
  reader.take(LINKS);
  const percent = takePercent(reader);
  if (percent !== undefined) reader.take(TAILS);
  return percent;
}

function readPeriod(reader: Reader): number {
  const said = reader.attempt(() => {
    reader.take([',']);
    const bracketed = reader.take(['(']);
    if (!bracketed && !reader.take(OVER)) return undefined;
    const bars = reader.takeWhole();
    return bars !== undefined && takeUnit(reader) && (!bracketed || reader.take([')'])) ? bars : undefined;
  });
  if (said !== undefined) return said;
  reader.assume(`The volatility is that of the last ${USUAL_BARS} bars, as the sentence gives no number.`);
  return USUAL_BARS;
}
