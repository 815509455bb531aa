import { decimalText, type Expression, type IndicatorName, signatureOf } from '@wick/core';
import { number } from '../reader/build.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

/** What is said in the parentheses of a call. */
export interface Arguments {
  readonly series: readonly Expression[];
  readonly figures: readonly number[];
  /** Does each figure stand behind the name of its parameter, as in `(factor 3, period 10)`? */
  readonly named: boolean;
}

/** Figures in the order of the signature, and which of them the sentence gave. */
export interface Parameters {
  readonly values: readonly number[];
  readonly said: ReadonlySet<number>;
}

/** Indicators whose figures traders write in more than one order: a paraphrase names them. */
export const NAMED_PARAMETERS: readonly IndicatorName[] = ['supertrend', 'stoch_rsi'];

const DEVIATIONS = ['standard deviation', 'std dev', 'std', 'sd', 'stdev', 'deviation', 'sigma'];

/** `smooth K` for `smoothK`. */
export const parameterToEnglish = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** `(14)`, `(volume, 20)`, `(12, 26, 9)`, `(12/26/9)`, `(factor 3, period 10)`. */
export function readArguments(reader: Reader, name: IndicatorName): Arguments | undefined {
  return reader.attempt(() => {
    if (!reader.take(['('])) return undefined;
    const { inputs, parameters } = signatureOf(name);
    const series: Expression[] = [];
    const figures: number[] = [];
    let names = 0;
    do {
      if (reader.take([parameterToEnglish(parameters[figures.length]?.name ?? '-')])) names++;
      const argument = figureOf(reader) ?? reader.operand();
      if (!argument) return undefined;
      if (argument.kind === 'number') figures.push(argument.value);
      else if (figures.length > 0) return undefined;
      else series.push(argument);
      takeUnit(reader);
      reader.take(DEVIATIONS);
    } while (reader.take([',', '/']));
    if (!reader.take([')']) || series.length > inputs.length || figures.length > parameters.length) return undefined;
    return names > 0 && names !== parameters.length ? undefined : { series, figures, named: names > 0 };
  });
}

/** A figure alone: `12/26/9` are three and no division. */
const figureOf = (reader: Reader): Expression | undefined =>
  reader.attempt(() => {
    const value = reader.takeNumber();
    return value !== undefined && reader.sees([')', ',', '/', ...DEVIATIONS, 'bar', 'day', 'period']) ? number(value) : undefined;
  });

/** `12 26 9`, `12/26/9`: all figures of an indicator that has several. */
export const readFigures = (reader: Reader, name: IndicatorName): Arguments | undefined => {
  const { length } = signatureOf(name).parameters;
  return length < 2
    ? undefined
    : reader.attempt(() => {
        const figures: number[] = [];
        do {
          const value = reader.takeNumber();
          if (value === undefined) return undefined;
          figures.push(value);
          if (figures.length < length) reader.take(['/', '-']);
        } while (figures.length < length);
        return reader.sees(['%', 'x', 'times', '/', 'atr']) || reader.peek().kind === 'number' ? undefined : { series: [], figures, named: false };
      });
};

/** May it be called by a single period, as in `14-bar RSI`? */
export const hasPeriod = (name: IndicatorName): boolean =>
  name === 'supertrend' || name === 'stoch_rsi' || signatureOf(name).parameters[0]?.name === 'period';

/**
 * The parameters that were meant. Undefined where it cannot be told which figure is which.
 *
 * @param period said outside the parentheses, as in `14-bar RSI`
 */
export function settleParameters(reader: Reader, name: IndicatorName, figures: readonly number[], named: boolean, period: number | undefined): Parameters | undefined {
  const all = period === undefined ? figures : [period];
  const said = new Set(all.keys());
  const usual = signatureOf(name).parameters.map((parameter) => parameter.default);
  const [first, second, third, fourth] = all;
  if (named || all.length === 0) return { values: all, said };
  if (name === 'adx' && all.length === 1) return { values: [first!, first!], said };
  if (name === 'supertrend') {
    if (period !== undefined) return { values: [usual[0]!, period], said: new Set([1]) };
    if (second === undefined || first === second) return undefined;
    reader.assume('Of the two figures of a supertrend the larger is its period.');
    return { values: [Math.min(first!, second), Math.max(first!, second)], said };
  }
  if (name === 'stoch_rsi') {
    if (all.length === 1) return { values: [usual[0]!, usual[1]!, first!, first!], said: new Set([2, 3]) };
    if (fourth === undefined) return undefined;
    if (Math.max(first!, second!) <= Math.min(third!, fourth)) return { values: all, said };
    if (Math.min(first!, second!) < Math.max(third!, fourth)) return undefined;
    reader.assume('Of the figures of a stochastic RSI the larger two are its periods, the smaller two smooth it.');
    return { values: [third!, fourth, first!, second!], said };
  }
  return period !== undefined && !hasPeriod(name) ? undefined : { values: all, said };
}

/** Lists the parameters that the sentence does not give. */
export function assumeDefaults(reader: Reader, english: string, call: Extract<Expression, { kind: 'indicator' }>, said: ReadonlySet<number>): void {
  const missing = signatureOf(call.name).parameters.flatMap((parameter, index) => (said.has(index) ? [] : [`${parameter.name} ${decimalText(call.parameters[index]!)}`]));
  if (missing.length > 0) reader.assume(`${english}: ${missing.join(', ')}, as the sentence gives none.`);
}
