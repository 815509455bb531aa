import { textToExpression } from '@wick/core';
import { computeSeriesOf } from '@wick/engine';
import type { Answer } from '../harness/answer.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { readFrame } from '../market/market-files.ts';
import { prepareMarkets } from '../market/prepare-markets.ts';

/** An indicator whose definition is the same in vectorbt, by its outputs there. */
interface Indicator {
  /** Of the benchmark, and of the function in `vectorbt_indicator.py`. */
  readonly name: string;
  /** Ours, by the name of their output. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly tolerance: number;
  /** Bars before are not compared: vectorbt's exponential averages start with the first value, ours with a mean, and forget it. */
  readonly from?: number;
  /** vectorbt's balance starts with the first volume, ours with nothing. */
  readonly startsWithVolume?: true;
}

const INDICATORS: readonly Indicator[] = [
  { name: 'sma', outputs: { ma: 'sma(close, 20)' }, tolerance: 1e-9 },
  { name: 'ema', outputs: { ma: 'ema(close, 20)' }, tolerance: 1e-9, from: 1_000 },
  { name: 'rsi', outputs: { rsi: 'rsi_sma(close, 14)' }, tolerance: 1e-6 },
  {
    name: 'bollinger',
    outputs: { middle: 'bollinger(close, 20, 2).middle', upper: 'bollinger(close, 20, 2).upper', lower: 'bollinger(close, 20, 2).lower' },
    tolerance: 1e-6,
  },
  { name: 'atr', outputs: { atr: 'atr_ema(14)' }, tolerance: 1e-9, from: 1_000 },
  { name: 'stochastic', outputs: { percent_k: 'stochastic(14, 1, 3).k', percent_d: 'stochastic(14, 1, 3).d' }, tolerance: 1e-6 },
  { name: 'obv', outputs: { obv: 'obv()' }, tolerance: 1e-9, startsWithVolume: true },
];

/** Each through the public function that computes any expression over a frame. */
export const sevenIndicators: readonly Benchmark[] = INDICATORS.map((indicator) => ({
  name: indicator.name,
  work: ({ bars }) => `${Object.values(indicator.outputs).join(', ')}, ${bars.toLocaleString('en')} bars`,
  full: { bars: 1_000_000 },
  small: { bars: 5_000 },
  pairs: 11,
  goal: { ratio: 1 / 3 },
  prepare: prepareMarkets,
  open(folder) {
    const frame = readFrame(folder);
    const names = Object.keys(indicator.outputs);
    const expressions = Object.values(indicator.outputs).map((text) => textToExpression(text, 'number'));
    // Memory is taken once: a run measures the indicator, not the pages of its answer.
    const into = names.map(() => new Float64Array(frame.length));
    let columns: Answer;
    return {
      run() {
        const series = computeSeriesOf(frame, expressions, undefined, into);
        columns = Object.fromEntries(names.map((name, index) => [name, series[index]!]));
      },
      answer: () => toAnswer(columns, indicator, frame.columns.volume[0]!),
    };
  },
  peer: { program: 'vectorbt', script: 'vectorbt_indicator.py', args: [indicator.name, String(indicator.from ?? 0)] },
  tolerance: indicator.tolerance,
}));

function toAnswer(columns: Answer, { from = 0, startsWithVolume }: Indicator, firstVolume: number): Answer {
  const compared = Object.entries(columns).map(([name, values]) => [name, values.slice(from)] as const);
  return Object.fromEntries(startsWithVolume ? compared.map(([name, values]) => [name, values.map((value) => value + firstVolume)]) : compared);
}
