import type { Expression } from '@wick/core';
import { all, compare, indicator, number, times } from '../reader/build.ts';
import { inferredBeside, OF_SAME } from '../operands/indicator.ts';
import { isPrice } from '../reader/price.ts';
import { levelAgain } from '../reader/level-again.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';
import { onSharedChart } from './shared-chart.ts';

export const COMPARATORS = {
  '<': ['<', 'below', 'under', 'beneath', 'less than', 'lower than', 'smaller than', 'trade below', 'trade under', 'close under', 'close below', 'close back below', 'back below', 'back under'],
  '<=': ['<=', 'at most', 'no more than', 'at or below', 'below or equal to', 'less than or equal to', 'not above', 'not over', 'not greater than', 'below or at', 'close at or below', 'no higher than', 'not higher than'],
  '>': ['>', 'above', 'over', 'greater than', 'higher than', 'more than', 'larger than', 'exceeds', 'beyond', 'trade above', 'trade over', 'close above', 'close over', 'bigger than', 'close back above', 'back above', 'back over', 'hold above'],
  '>=': ['>=', 'at least', 'no less than', 'at or above', 'above or equal to', 'greater than or equal to', 'not below', 'not under', 'not less than', 'above or at', 'close at or above', 'no lower than', 'not lower than', 'no smaller than'],
  '==': ['==', 'equal', 'equal to', 'same as'],
  '!=': ['!=', 'not equal', 'not equal to', 'differs from', 'different from'],
} as const;

type Operator = keyof typeof COMPARATORS;

/** Which way each comparison looks; only those that look the same way make a chain. */
const WAY: Readonly<Record<Operator, string>> = { '<': 'up', '<=': 'up', '>': 'down', '>=': 'down', '==': 'same', '!=': 'none' };

/** Where what was compared with may end, so that "the 50 EMA and RSI below 30" is no list. */
const ENDS = [',', '.', ';', 'and', 'with', 'but', 'or', 'while', 'on', 'when', 'if', ')'];
const AVERAGES = { sma: ['sma', 'simple moving average', 'day simple moving average', 'period sma'], ema: ['ema', 'exponential moving average'] } as const;

/** `is below 30`, `(<30)`, `is at least 1.5 times its average`, `> EMA 13 > EMA 21`, `above the 50 and 200 SMA`. */
export const comparisonPhrase: StatePhrase = {
  vocabulary: ['is', 'it', 'itself', 'both', ...Object.values(COMPARATORS).flat(), ...Object.values(AVERAGES).flat()],
  examples: ['RSI is below 30', 'volume above 1.5 times its 20-bar average', 'price above the 50 and 200 SMA'],
  read: (reader, left) => {
    const bracketed = reader.take(['(']);
    reader.takeIs();
    const before = reader.position - 1;
    const operator = reader.takeKey(COMPARATORS);
    if (!operator) return undefined;
    const start = reader.position;
    const negated = reader.tokens.slice(Math.max(0, before), start).some(({ text }) => text === 'not');
    // "Exit when below"; a sign without a figure lacks one.
    const closes = reader.tokens.slice(before + 1, start).some(({ text }) => text === 'close' || text === 'trade');
    const inWords = (operator === '>' || operator === '<') && reader.peek(-1).kind === 'word' && (!closes || isPrice(left));
    const rights = reader.attempt(() => readAverages(reader, left)) ?? readRights(reader, left) ?? (inWords ? levelAgain(reader, left) : undefined);
    if (!rights || (bracketed && !reader.take([')']))) return undefined;
    // "Not above the 20 and 50 EMA" may be below one of them or below both.
    if (negated && rights.length > 1) return undefined;
    if (rights.length === 1 && rights[0]!.kind === 'higher') return onSharedChart(reader, start, left, rights[0]!, (right) => compare(left, operator, right));
    const found = all(...rights.map((right) => compare(left, operator, right)));
    return rights.length > 1 || bracketed ? found : (reader.attempt(() => readChain(reader, found, operator)) ?? found);
  },
};

/** `the 50 and 200 SMA`, `both the 20, 50 and 200 EMA`. */
function readAverages(reader: Reader, left: Expression): Expression[] | undefined {
  reader.take(['both', 'all of', 'all']);
  const periods: number[] = [];
  do {
    const period = reader.takeWhole();
    if (period === undefined) return undefined;
    takeUnit(reader);
    periods.push(period);
  } while (reader.take([', and', ',', 'and', '/']));
  const name = reader.takeKey(AVERAGES);
  if (!name || periods.length < 2 || !periods.every((period) => period > 0) || left.kind === 'higher') return undefined;
  const ofLeft = inferredBeside(name, left);
  if (ofLeft) reader.assume(OF_SAME);
  return periods.map((period) => indicator(name, ofLeft ? [left, period] : [period]));
}

/** One level, or several averages: `both the 50 EMA and the 200 EMA`. */
function readRights(reader: Reader, left: Expression): Expression[] | undefined {
  const both = reader.take(['both']);
  const first = reader.operandBeside(left);
  if (!first) return undefined;
  const second = reader.attempt(() => {
    const other = reader.take(['and']) ? reader.operandBeside(left) : undefined;
    const alike = first.kind === 'indicator' && other?.kind === 'indicator' && isPrice(first) && isPrice(other);
    return alike && (reader.atEnd || reader.sees(ENDS)) ? other : undefined;
  });
  if (both && !second) return undefined;
  return second ? [first, second] : [first];
}

/** `EMA 8 > EMA 13 > EMA 21`, `30 < RSI < 70`. */
function readChain(reader: Reader, first: Expression, before: Operator): Expression | undefined {
  if (first.kind !== 'compare' || first.right.kind === 'number') return undefined;
  const terms: Expression[] = [first];
  let left: Expression = first.right;
  for (let next = readLink(reader, left, before); next; next = readLink(reader, left, before)) {
    terms.push(next);
    left = next.right;
  }
  return all(...terms);
}

function readLink(reader: Reader, left: Expression, before: Operator): Extract<Expression, { kind: 'compare' }> | undefined {
  return reader.attempt(() => {
    const operator = reader.takeKey(COMPARATORS);
    const right = operator && WAY[operator] === WAY[before] ? reader.operandBeside(left) : undefined;
    return right && operator && { kind: 'compare', operator, left, right };
  });
}

const FACTORS = { 2: ['twice', 'double'], 3: ['triple', 'thrice'] };
/** Of these it is the size that is compared: "volume is 2x its average" is at least that much of it. */
const SIZED: readonly string[] = ['volume', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume', 'atr', 'true_range'];

/** `volume is 1.5x its 20-bar average`, `volume twice the average`. */
export const multiplePhrase: StatePhrase = {
  vocabulary: [...Object.values(FACTORS).flat(), 'x', 'times', '% of'],
  examples: ['volume is 1.5x its 20-bar average'],
  read: (reader, left) => {
    const name = left.kind === 'column' ? left.column : left.kind === 'indicator' ? left.name : '';
    if (!SIZED.includes(name)) return undefined;
    reader.takeIs();
    const word = reader.takeKey(FACTORS as unknown as Record<string, readonly string[]>);
    const value = word === undefined ? reader.takeNumber() : Number(word);
    if (value === undefined) return undefined;
    const percent = word === undefined && reader.take(['% of']);
    if (word === undefined && !percent && !reader.take(['x', 'times', '*'])) return undefined;
    const factor = percent ? Number((value / 100).toPrecision(12)) : value;
    const right = factor > 1 ? reader.operandBeside(left) : undefined;
    if (!right || right.kind === 'number') return undefined;
    reader.assume('To be a multiple of something means to be above that multiple of it.');
    return compare(left, '>', times(number(factor), right));
  },
};
