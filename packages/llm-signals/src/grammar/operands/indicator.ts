import { decimalText, type Expression, indicatorCall, signatureOf } from '@wick/core';
import { column, number } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
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
  read: (reader) => {
    for (const noun of INDICATOR_NOUNS) {
      const call = reader.attempt(() => readCall(reader, noun));
      if (call) return call;
    }
    return undefined;
  },
};

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
  const input = adjective ?? inputAfter ?? readInput(reader, noun) ?? inferInput(reader, noun, possessive, given);
  const period = leading ?? overBefore ?? over();
  const written = [...(input ? [input] : []), ...(period === undefined ? given : [number(period)])];
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

/** `of the volume`; not `of equity` or `of 20 bars`, which fail as a series. */
const readInput = (reader: Reader, noun: IndicatorNoun): Expression | undefined =>
  signatureOf(noun.name).inputs.length === 0
    ? undefined
    : reader.attempt(() => {
        if (!reader.take(['of'])) return undefined;
        if (reader.take(['it', 'itself'])) return reader.subject;
        return reader.peek().kind === 'number' && reader.sees(['%', '$', ...UNITS.bars, ...UNITS.days], 1) ? undefined : reader.primary();
      });

const readVolume = (reader: Reader): Expression | undefined => (reader.take(['volume', 'vol']) ? column('volume') : undefined);

const readOutputAfter = (reader: Reader, noun: IndicatorNoun): string | undefined =>
  noun.outputPlace === 'after' ? reader.takeKey(noun.outputs!) : undefined;

/** Whose average? `its 20-day average` and an average beside a volume belong to the left side of the comparison. */
function inferInput(reader: Reader, noun: IndicatorNoun, possessive: boolean, given: readonly Expression[]): Expression | undefined {
  const { subject } = reader;
  if (!subject || signatureOf(noun.name).inputs.length === 0 || given.some((each) => each.kind !== 'number')) return undefined;
  if (possessive) return subject;
  if (!inferredBeside(noun.name, subject)) return undefined;
  reader.assume('An average beside something that is not a price is an average of that same thing.');
  return subject;
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
