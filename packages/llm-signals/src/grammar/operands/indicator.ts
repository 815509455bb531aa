import { type Expression, indicatorCall, signatureOf } from '@wick/core';
import { column, number, shift } from '../reader/build.ts';
import { isPrice } from '../reader/price.ts';
import type { Phrase } from '../reader/phrase.ts';
import { wordsOf } from '../reader/cursor.ts';
import type { Reader } from '../reader/reader.ts';
import type { Token } from '../tokens/sentence-to-tokens.ts';
import { takeUnit, UNITS } from '../reader/unit.ts';
import { EXCLUDES_CURRENT, WITH_CURRENT } from './extreme.ts';
import { assumeDefaults, hasPeriod, readArguments, readFigures, settleParameters } from './parameters.ts';
import { INDICATOR_NOUNS, type IndicatorNoun } from './indicator-nouns.ts';

const ITS = ['its', 'their', 'its own'];
const OVER = ['of last', 'over last', 'over past', 'of past', 'over', 'for last'];
const WITH_PERIOD = ['with period', 'with period of', 'of period', 'with length', 'with length of'];

/** Indicators by name: `RSI(7)`, `20-day average of the volume`, `EMA 50`, `lower Bollinger band (20, 2)`. */
export const indicatorPhrase: Phrase = {
  vocabulary: [
    ...INDICATOR_NOUNS.flatMap((noun) => [...noun.nouns, ...(noun.loose ?? []), ...(noun.withPeriod ?? []), ...Object.values(noun.outputs ?? {}).flat()]),
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
    nouns = INDICATOR_NOUNS.filter((noun) => [...noun.nouns, ...(noun.loose ?? []), ...(noun.withPeriod ?? [])].some((phrase) => words.has(wordsOf(phrase)[0]!)));
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
  const name = takeName(reader, noun);
  if (!name) return undefined;

  const inputAfter = name === 'loose' && !adjective ? readVolume(reader) : undefined;
  const early = outputBefore ?? readOutputAfter(reader, noun);
  const called = readArguments(reader, noun.name) ?? (leading === undefined ? readFigures(reader, noun.name) : undefined);
  // "2 ATR(14)" is a multiple and "2 RSI(14)" says its period twice.
  if (leading !== undefined && called?.figures.length) return undefined;
  const trailing = called || leading !== undefined ? undefined : readTrailingPeriod(reader, noun);
  const output = early ?? readOutputAfter(reader, noun);
  if (noun.outputPlace === 'before' && !output) return undefined;
  const over = (): number | undefined => (leading ?? trailing ?? called?.figures[0]) === undefined ? readPeriodOver(reader, parameters.length) : undefined;
  const overBefore = over();
  const series = called && called.series.length > 0 ? called.series : undefined;
  const said = series ?? readSeries(reader, noun, adjective ?? inputAfter);
  const inferred = said ? undefined : inferInput(reader, noun, possessive);
  const inputs = said ?? inferred ?? [];
  const period = leading ?? trailing ?? overBefore ?? over();
  if (name === 'with period' && period === undefined && !called?.figures.length) return undefined;
  const settled = settleParameters(reader, noun.name, called?.figures ?? [], called?.named ?? false, period);
  const call = settled && indicatorCall(noun.name, [...inputs, ...settled.values.map(number)], output);
  if (!call || typeof call === 'string' || call.kind !== 'indicator') return undefined;
  assumeDefaults(reader, noun.english, call, settled.said);
  if (name === 'loose') reader.assume(LOOSE[noun.name] ?? '');
  const [first] = call.inputs;
  // "RSI on the 1h above its average" is the average of the hours, not of the bars.
  if (inferred && first?.kind === 'higher') return { ...first, operand: { ...call, inputs: [first.operand, ...call.inputs.slice(1)] } };
  return channelBefore(reader, call);
}

/** How it is called: by its own name, one that needs a period, or one that could mean something else. */
const takeName = (reader: Reader, noun: IndicatorNoun): 'own' | 'with period' | 'loose' | undefined =>
  reader.take(noun.nouns) ? 'own' : reader.take(noun.withPeriod ?? []) ? 'with period' : reader.take(noun.loose ?? []) ? 'loose' : undefined;

/** A bar is never beyond the channel of highs and lows that holds it: the channel is that of the bars before, unless more is said. */
function channelBefore(reader: Reader, call: Extract<Expression, { kind: 'indicator' }>): Expression {
  if (call.name !== 'donchian' || call.output === 'middle' || reader.take(WITH_CURRENT)) return call;
  const dated = reader.peek().kind === 'number' && reader.sees(['ago', 'earlier', 'before'], 2);
  if (dated || reader.sees(['['])) return call;
  reader.assume(EXCLUDES_CURRENT);
  return shift(call, 1);
}

export const OF_SAME = 'An average beside something that is not a price is an average of that same thing.';

const LOOSE: Readonly<Partial<Record<IndicatorNoun['name'], string>>> = {
  sma: 'A "moving average" without a kind is the simple one (SMA).',
  roc: '"Momentum" is the rate of change in percent (ROC).',
};

/** `20-day …`, `14 …`, only for indicators that have a single main period. */
function readLeadingPeriod(reader: Reader, noun: IndicatorNoun): number | undefined {
  if (!hasPeriod(noun.name)) return undefined;
  return reader.attempt(() => {
    const value = reader.takeWhole();
    const unit = value !== undefined && takeUnit(reader);
    // "2 ATR" is twice the ATR, not one of two bars.
    return noun.name === 'atr' && !unit ? undefined : value;
  });
}

/** `… 14`, but not `… 2 bars ago`. */
function readTrailingPeriod(reader: Reader, noun: IndicatorNoun): number | undefined {
  if (!hasPeriod(noun.name)) return undefined;
  return reader.attempt(() => {
    reader.take(WITH_PERIOD);
    const value = reader.takeWhole();
    // "EMA 9/21" are two periods, "EMA9/EMA21" two averages.
    const divided = reader.sees(['/']) && reader.peek(1).kind === 'number';
    if (value === undefined || divided || reader.sees(['%', 'x', 'times', '*'])) return undefined;
    takeUnit(reader);
    return reader.sees(['ago', 'earlier', 'before', 'stop']) ? undefined : value;
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

/** `MACD signal line`, and `Keltner upper band` for the upper Keltner band. */
function readOutputAfter(reader: Reader, noun: IndicatorNoun): string | undefined {
  const output = noun.outputs && reader.takeKey(noun.outputs);
  if (output && noun.outputPlace === 'before') reader.take(['band', 'channel', 'line']);
  return output;
}

const readSeries = (reader: Reader, noun: IndicatorNoun, said: Expression | undefined): Expression[] | undefined => {
  const list = said ? [said] : readInputs(reader, noun);
  return list.length > 0 ? list : undefined;
};

/** Whose average? `its 20-day average` and an average beside a volume belong to the left side of the comparison. */
function inferInput(reader: Reader, noun: IndicatorNoun, possessive: boolean): Expression[] | undefined {
  const { subject } = reader;
  if (!subject || signatureOf(noun.name).inputs.length !== 1) return undefined;
  if (possessive) return [subject];
  if (!inferredBeside(noun.name, subject)) return undefined;
  reader.assume(OF_SAME);
  return [subject];
}

const AVERAGES: readonly IndicatorNoun['name'][] = ['sma', 'ema', 'rma', 'wma', 'hma', 'dema', 'tema'];

/** Is an average without a stated series, beside this, an average of this? Paraphrases must then name the series. */
export function inferredBeside(name: IndicatorNoun['name'], subject: Expression): boolean {
  if (!AVERAGES.includes(name)) return false;
  if (subject.kind === 'higher') return inferredBeside(name, subject.operand);
  return (subject.kind === 'column' || subject.kind === 'indicator') && !isPrice(subject);
}
