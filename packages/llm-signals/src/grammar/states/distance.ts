import { type Expression } from '@wick/core';
import { takeDistance } from '../clauses/distance.ts';
import { all, compare, cross, indicator, number, times } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

const SIDES = { '<': ['below', 'under'], '>': ['above', 'over'] } as const;
const MOVES = {
  '>': ['rises', 'rises by', 'up', 'up by', 'moves up', 'is up', 'is up by', 'gains'],
  '<': ['falls', 'falls by', 'down', 'down by', 'moves down', 'is down', 'is down by', 'loses'],
} as const;
const SPAN = ['in', 'over', 'within', 'in last', 'over last', 'within last', 'in past', 'over past', 'in single', 'during last'];
const STRICT = ['more than', 'by more than', 'over'];
const INCLUSIVE = ['at least', 'by at least'];
const PERCENT = ['%', 'percent', 'pct'];

const share = (percent: number): number => Number((percent / 100).toPrecision(12));
const round = (value: number): number => Number(value.toPrecision(12));
const orMore = (operator: '<' | '>'): '<=' | '>=' => (operator === '<' ? '<=' : '>=');
const beyond = (operator: '<' | '>', percent: number): number => round(operator === '<' ? 1 - share(percent) : 1 + share(percent));

/** `is 2% below its 20 SMA`, `is at least 3% above …`, `falls 10% below …`, `is within 2% of …`: a distance in percent of the other. */
export const distancePhrase: StatePhrase = {
  vocabulary: [...PERCENT, ...SIDES['<'], ...SIDES['>'], ...STRICT, ...INCLUSIVE, 'within', 'of'],
  examples: ['price is 2% below the 20 SMA', 'price is within 2% of the 20 SMA', 'price is 2 ATR below the 20 SMA'],
  read: (reader, left) => {
    const moves = reader.takeKey({ '<': ['falls'], '>': ['rises'] });
    reader.takeIs();
    if (!moves && reader.take(['within'])) return readWithin(reader, left);
    const inclusive = reader.take(INCLUSIVE);
    if (!inclusive) reader.take(STRICT);
    const percent = takePercent(reader);
    if (percent === undefined && !moves) return readAtrDistance(reader, left, inclusive);
    const operator = percent === undefined ? undefined : reader.takeKey(SIDES);
    const right = operator && reader.operandBeside(left);
    if (!right || percent === undefined || right.kind === 'number' || (moves && moves !== operator)) return undefined;
    const level = times(beyond(operator, percent), right);
    if (!moves) return compare(left, inclusive ? orMore(operator) : operator, level);
    reader.assume(`Rising above or falling below a level means the bar on which it is crossed.`);
    return cross(left, operator === '<' ? 'below' : 'above', level);
  },
};

/** `more than 2 ATR below the 20 EMA`. */
function readAtrDistance(reader: Reader, left: Expression, inclusive: boolean): Expression | undefined {
  const distance = takeDistance(reader);
  const operator = distance?.kind === 'atr' ? reader.takeKey(SIDES) : undefined;
  const right = operator && reader.operandBeside(left);
  if (!right || distance?.kind !== 'atr' || right.kind === 'number' || left.kind === 'higher' || right.kind === 'higher') return undefined;
  const { multiple, period } = distance;
  const size = times(number(multiple), indicator('atr', [period]));
  return compare(left, inclusive ? orMore(operator) : operator, { kind: 'arithmetic', operator: operator === '<' ? '-' : '+', left: right, right: size });
}

function readWithin(reader: Reader, left: Expression): Expression | undefined {
  const percent = takePercent(reader);
  const right = percent !== undefined && reader.take(['of', 'from']) ? reader.operandBeside(left) : undefined;
  if (!right || percent === undefined || right.kind === 'number') return undefined;
  return all(compare(left, '>=', times(beyond('<', percent), right)), compare(left, '<=', times(beyond('>', percent), right)));
}

/** `falls 5% in 3 bars`: the rate of change over those bars. */
export const percentMovePhrase: StatePhrase = {
  vocabulary: [...MOVES['>'], ...MOVES['<'], ...SPAN, ...STRICT, ...INCLUSIVE, 'by', 'single'],
  examples: ['price falls 5% in 3 bars'],
  read: (reader, left) => {
    const operator = reader.takeKey(MOVES);
    if (!operator) return undefined;
    const inclusive = reader.take(INCLUSIVE);
    if (!inclusive) reader.take([...STRICT, 'by']);
    const percent = takePercent(reader);
    if (percent === undefined || !reader.take(SPAN)) return undefined;
    const bars = reader.takeWhole() ?? 1;
    if (bars < 1 || !takeUnit(reader)) return undefined;
    return compare(indicator('roc', [left, bars]), inclusive ? orMore(operator) : operator, operator === '>' ? percent : -percent);
  },
};

const takePercent = (reader: Reader): number | undefined =>
  reader.attempt(() => {
    const percent = reader.takeNumber();
    return percent !== undefined && reader.take(PERCENT) ? percent : undefined;
  });
