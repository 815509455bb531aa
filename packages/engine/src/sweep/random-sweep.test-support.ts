import { COLUMNS, type CombinationsSpec, createFrame, type Frame, type FrameColumns, parameterOf, strategyToText } from '@wick/core';
import { strategyArbitrary } from '@wick/core/arbitraries';
import fc from 'fast-check';
import { randomFrame } from '../random-frame.test-support.ts';

export interface RandomSweep {
  readonly frame: Frame;
  readonly text: string;
  readonly spec: CombinationsSpec;
}

const NUMBER = /(?<![\w.$])\d+(?:\.\d+)?(?![\w.:])/g;

/** Details that the frame has not, made of those that it has. */
function withAllColumns({ series, openTimeMs, columns }: Frame): Frame {
  const { volume, close } = columns;
  const all = Object.fromEntries(COLUMNS.map((name, at) => [name, columns[name] ?? volume.map((value, bar) => value * close[bar]! * at)]));
  return createFrame(series, openTimeMs, all as unknown as FrameColumns);
}

/** Any strategy with some of its numbers made parameters, each with a few values near the number that stood there. */
export const anySweep: fc.Arbitrary<RandomSweep> = fc
  .record({
    strategy: strategyArbitrary({ maxPeriod: 8, maxShift: 20, maxDepth: 3, interval: '1h', highest: '1d' }),
    picks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
    seed: fc.nat(1000),
    bars: fc.integer({ min: 1, max: 700 }),
    isList: fc.boolean(),
  })
  .map(({ strategy, picks, seed, bars, isList }) => {
    const whole = strategyToText({ ...strategy, name: undefined });
    const numbers = [...whole.matchAll(NUMBER)];
    const chosen = [...new Set(picks.map((pick) => pick % Math.max(1, numbers.length)))].filter((at) => at < numbers.length).sort((a, b) => a - b);
    let text = whole;
    for (const at of [...chosen].reverse()) {
      const { 0: number, index } = numbers[at]!;
      text = `${text.slice(0, index)}$p${at}${text.slice(index + number.length)}`;
    }
    const parameters = chosen.map((at) => {
      const value = Number(numbers[at]![0]);
      return parameterOf(`p${at}`, new Set(Number.isInteger(value) ? [value, value + 1, Math.max(1, value - 1)] : [value, value * 0.75]));
    });
    const rows = [0, 1, 0].map((row) => parameters.map(({ values }) => values[row % values.length]!));
    const spec: CombinationsSpec = isList
      ? { kind: 'list', names: parameters.map(({ name }) => name), values: Float64Array.from(rows.flat()) }
      : { kind: 'grid', parameters };
    return { frame: withAllColumns(randomFrame(seed, bars)), text, spec };
  })
  .filter(({ text }) => text.includes('$'));
