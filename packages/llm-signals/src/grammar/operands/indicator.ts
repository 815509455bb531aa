import { decimalText, type Expression, indicatorCall, signatureOf } from '@wick/core';
import { column, number } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import { wordsOf } from '../reader/cursor.ts';
import type { Reader } from '../reader/reader.ts';
import type { Token } from '../tokens/sentence-to-tokens.ts';
import { takeUnit, UNITS } from '../reader/unit.ts';
import { INDICATOR_NOUNS, type IndicatorNoun } from './indicator-nouns.ts';

const ITS = ['its', 'their', 'its own'];
const OVER = ['of last', 'over last', 'over past', 'of past', 'over', 'for last'];
const WITH_PERIOD = ['with period', 'with period of', 'of period', 'with length', 'with length of'];

/** Indicators by name: `RSI(7)`, `20-day average of the volume`, `EMA 50`, `lower Bollinger band (20, 2)`. */
export const indicatorPhrase: Phrase = {
  vocabulary: [
    ...INDICATOR_NOUNS.flatMap((noun) => [...noun.nouns, ...(noun.loose ?? []), ...Object.values(noun.outputs ?? {}).flat()]),
    ...ITS, ...OVER, ...WITH_PERIOD, ...Object.values(UNITS).flat(), ',', '%',
  ],
  examples: ['RSI(14) is below 30', 'the 20-bar average of the volume', 'lower Bollinger band', 'MACD signal line', 'ATR(14)', 'momentum is positive'],
  read: (reader) => readFurthest(reader, nounsIn(reader.tokens)),
};

/** The call that takes in most of the sentence: "stochastic RSI" is one indicator, not a stochastic. Of equals, the first. */
function readFurthest(reader: Reader, nouns: readonly IndicatorNoun[]): Expression | undefined {
  const start = reader.position;
  let furthest: { noun: IndicatorNoun; position: number } | undefined;
  for (const noun of nouns) {
    const noteCount = reader.notes.length;
    if (!reader.attempt(() => readCall(reader, noun))) continue;
    if (!furthest || reader.position > furthest.position) furthest = { noun, position: reader.position };
    reader.position = start;
    reader.notes.length = noteCount;
  }
  return furthest && reader.attempt(() => readCall(reader, furthest.noun));
}

const nounsByTokens = new WeakMap<readonly Token[], readonly IndicatorNoun[]>();

/** The nouns whose first word a sentence has at all: a handful of the many. */
function nounsIn(tokens: readonly Token[]): readonly IndicatorNoun[] {
  let nouns = nounsByTokens.get(tokens);
  if (!nouns) {
    const words = new Set(tokens.map(({ text }) => text));
    nouns = INDICATOR_NOUNS.filter((noun) => [...noun.nouns, ...(noun.loose ?? [])].some((phrase) => words.has(wordsOf(phrase)[0]!)));
    nounsByTokens.set(tokens, nouns);
  }
  return nouns;
}

function readCall(reader: Reader, noun: IndicatorNoun): Expression | undefined {
  const { parameters } = signatureOf(noun.name);
  const possessive = reader.take(ITS);
  const leading = readLeadingPeriod(reader, noun);
  const outputBefore = noun.outputPlace === 'before' ? reader.takeKey(noun.outputs!) : undefined;
  const adjective = noun.name === 'sma' || noun.name === 'ema' ? readVolume(reader) : undefined;
  const loose = !reader.take(noun.nouns);
  if (loose && !reader.take(noun.loose ?? [])) return undefined;
  if (noun.outputPlace === 'before' && !outputBefore) return undefined;

  const inputAfter = loose && !adjective ? readVolume(reader) : undefined;
  const early = readOutputAfter(reader, noun);
  const given = readArguments(reader, noun) ?? (leading === undefined ? readTrailingPeriod(reader, noun) : undefined) ?? [];
  const output = outputBefore ?? early ?? readOutputAfter(reader, noun);
  const over = (): number | undefined => (leading === undefined && given.length === 0 ? readPeriodOver(reader, parameters.length) : undefined);
  const overBefore = over();
  const inputs = readSeries(reader, noun, adjective ?? inputAfter) ?? inferInput(reader, noun, possessive, given) ?? [];
  const period = leading ?? overBefore ?? over();
  const written = [...inputs, ...(period === undefined ? given : [number(period)])];
  const call = indicatorCall(noun.name, written, output);
  if (typeof call === 'string' || call.kind !== 'indicator') return undefined;
  assumeDefaults(reader, noun, call, period === undefined ? given.filter((each) => each.kind === 'number').length : 1);
  if (loose) reader.assume(LOOSE[noun.name] ?? '');
  return call;
}

const LOOSE: Readonly<Partial<Record<IndicatorNoun['name'], string>>> = {
  sma: 'A "moving average" without a kind is the simple one (SMA).',
  roc: '"Momentum" is the rate of change in percent (ROC).',
};

/** `20-day …`, `14 …`, only for indicators that have a single main period. */
function readLeadingPeriod(reader: Reader, noun: IndicatorNoun): number | undefined {
  if (signatureOf(noun.name).parameters.length === 0 || noun.name === 'macd') return undefined;
  return reader.attempt(() => {
    const value = reader.takeWhole();
    if (value !== undefined) takeUnit(reader);
    return value;
  });
}

/** `… 14`, but not `… 2 bars ago`. */
function readTrailingPeriod(reader: Reader, noun: IndicatorNoun): Expression[] | undefined {
  if (signatureOf(noun.name).parameters.length === 0) return undefined;
  return reader.attempt(() => {
    reader.take(WITH_PERIOD);
    const value = reader.takeWhole();
    if (value === undefined || reader.sees(['%', 'x', 'times', '*', '/'])) return undefined;
    takeUnit(reader);
    return reader.sees(['ago', 'earlier', 'before', 'stop']) ? undefined : [number(value)];
  });
}

/** `… over the last 20 bars`. */
const readPeriodOver = (reader: Reader, parameterCount: number): number | undefined =>
  parameterCount === 0
    ? undefined
    : reader.attempt(() => {
        if (!reader.take(OVER)) return undefined;
        const value = reader.takeWhole();
        return value !== undefined && takeUnit(reader) ? value : undefined;
      });

/** `(14)`, `(volume, 20)`, `(12, 26, 9)`. */
function readArguments(reader: Reader, noun: IndicatorNoun): Expression[] | undefined {
  return reader.attempt(() => {
    if (!reader.take(['('])) return undefined;
    const list: Expression[] = [];
    do {
      const argument = reader.operand();
      if (!argument) return undefined;
      takeUnit(reader);
      list.push(argument);
    } while (reader.take([',']));
    const { inputs, parameters } = signatureOf(noun.name);
    return reader.take([')']) && list.length <= inputs.length + parameters.length ? list : undefined;
  });
}

/** `of the volume`, `of the close and of the volume`; not `of equity` or `of 20 bars`, which fail as a series. */
function readInputs(reader: Reader, noun: IndicatorNoun): Expression[] {
  const { inputs } = signatureOf(noun.name);
  const list: Expression[] = [];
  while (list.length < inputs.length) {
    const input = reader.attempt(() => (list.length === 0 || reader.take(['and']) ? readInput(reader) : undefined));
    if (!input) break;
    list.push(input);
  }
  return list;
}

function readInput(reader: Reader): Expression | undefined {
  if (!reader.take(['of'])) return undefined;
  if (reader.take(['it', 'itself'])) return reader.subject;
  return reader.peek().kind === 'number' && reader.sees(['%', '$', ...UNITS.bars, ...UNITS.days], 1) ? undefined : reader.primary();
}

const readVolume = (reader: Reader): Expression | undefined => (reader.take(['volume', 'vol']) ? column('volume') : undefined);

const readOutputAfter = (reader: Reader, noun: IndicatorNoun): string | undefined =>
  noun.outputPlace === 'after' ? reader.takeKey(noun.outputs!) : undefined;

const readSeries = (reader: Reader, noun: IndicatorNoun, said: Expression | undefined): Expression[] | undefined => {
  const list = said ? [said] : readInputs(reader, noun);
  return list.length > 0 ? list : undefined;
};

/** Whose average? `its 20-day average` and an average beside a volume belong to the left side of the comparison. */
function inferInput(reader: Reader, noun: IndicatorNoun, possessive: boolean, given: readonly Expression[]): Expression[] | undefined {
  const { subject } = reader;
  if (!subject || signatureOf(noun.name).inputs.length !== 1 || given.some((each) => each.kind !== 'number')) return undefined;
  if (possessive) return [subject];
  if (!inferredBeside(noun.name, subject)) return undefined;
  reader.assume('An average beside something that is not a price is an average of that same thing.');
  return [subject];
}

/** Is an average without a stated series, beside this, an average of this? Paraphrases must then name the series. */
export function inferredBeside(name: IndicatorNoun['name'], subject: Expression): boolean {
  if (name !== 'sma' && name !== 'ema') return false;
  if (subject.kind === 'column') return !['open', 'high', 'low', 'close'].includes(subject.column);
  return subject.kind === 'indicator' && ['rsi', 'atr', 'obv', 'roc', 'stdev', 'stochastic', 'macd'].includes(subject.name);
}

function assumeDefaults(reader: Reader, noun: IndicatorNoun, call: Extract<Expression, { kind: 'indicator' }>, givenCount: number): void {
  const { parameters } = signatureOf(noun.name);
  const missing = parameters.slice(givenCount);
  if (missing.length === 0) return;
  const filled = missing.map((parameter, index) => `${parameter.name} ${decimalText(call.parameters[givenCount + index]!)}`);
  reader.assume(`${noun.english}: ${filled.join(', ')}, as the sentence gives none.`);
}
