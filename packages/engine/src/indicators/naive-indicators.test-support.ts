import type { IndicatorName } from '@wick/core';

type Values = readonly number[];
type Outputs = Readonly<Record<string, Values>>;

/**
 * Every indicator straight from its definition, as slowly as it likes: the sums of a window are taken anew for each
 * bar, and averages with memory go over the list of known bars. Inputs are the arguments, then the columns it reads.
 */
export const NAIVE: Readonly<Record<IndicatorName, (inputs: readonly Values[], parameters: Values) => Outputs>> = {
  sma: ([x], [period]) => ({ value: overWindows(x!, period!, mean) }),
  stdev: ([x], [period]) => ({ value: overWindows(x!, period!, deviation) }),
  highest: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => Math.max(...window)) }),
  lowest: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => Math.min(...window)) }),
  roc: ([x], [period]) => ({
    value: x!.map((now, i) => {
      const before = x![i - period!] ?? NaN;
      return before === 0 ? NaN : (100 * (now - before)) / before;
    }),
  }),
  bollinger([x], [period, deviations]) {
    const band = (side: number): Values => overWindows(x!, period!, (window) => mean(window) + side * deviations! * deviation(window));
    return { middle: band(0), upper: band(1), lower: band(-1) };
  },
  ema: ([x], [period]) => ({ value: exponential(x!, period!) }),
  macd([x], [fast, slow, signalPeriod]) {
    const slowAverage = exponential(x!, slow!);
    const line = exponential(x!, fast!).map((value, i) => value - slowAverage[i]!);
    const signal = exponential(line, signalPeriod!);
    return { line, signal, histogram: line.map((value, i) => value - signal[i]!) };
  },
  rsi: ([x], [period]) => ({
    value: overKnown([x!], ([known]) => {
      const changes = known!.slice(1).map((price, i) => price - known![i]!);
      const gains = wilder(changes.map((change) => Math.max(change, 0)), period!);
      const losses = wilder(changes.map((change) => Math.max(-change, 0)), period!);
      return [NaN, ...gains.map((gain, i) => (losses[i] === 0 ? 100 : 100 - 100 / (1 + gain / losses[i]!)))];
    }),
  }),
  atr: (inputs, [period]) => ({
    value: overKnown(inputs, ([high, low, close]) => {
      const ranges = high!.map((top, i) => {
        const before = close![i - 1];
        const range = top - low![i]!;
        return before === undefined ? range : Math.max(range, Math.abs(top - before), Math.abs(low![i]! - before));
      });
      return wilder(ranges, period!);
    }),
  }),
  obv: (inputs) => ({
    value: overKnown(inputs, ([close, volume]) => {
      const signed = close!.map((price, i) => (i === 0 ? 0 : Math.sign(price - close![i - 1]!) * volume![i]!));
      return signed.map((_, i) => sum(signed.slice(0, i + 1)));
    }),
  }),
  stochastic([high, low, close], [period, smoothK, smoothD]) {
    const top = overWindows(high!, period!, (window) => Math.max(...window));
    const bottom = overWindows(low!, period!, (window) => Math.min(...window));
    const raw = close!.map((price, i) => (top[i] === bottom[i] ? NaN : (100 * (price - bottom[i]!)) / (top[i]! - bottom[i]!)));
    const k = overWindows(raw, smoothK!, mean);
    return { k, d: overWindows(k, smoothD!, mean) };
  },
};

const sum = (values: Values): number => values.reduce((total, value) => total + value, 0);
const mean = (values: Values): number => sum(values) / values.length;
const deviation = (values: Values): number => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));

/** Unknown until the window is full and wherever it holds an unknown bar. */
function overWindows(x: Values, period: number, of: (window: Values) => number): number[] {
  return x.map((_, i) => {
    const window = x.slice(Math.max(0, i - period + 1), i + 1);
    return window.length < period || window.some(Number.isNaN) ? NaN : of(window);
  });
}

/** Computes over the bars on which every input is known and leaves the others unknown. */
function overKnown(inputs: readonly Values[], of: (known: readonly Values[]) => Values): number[] {
  const isKnown = inputs[0]!.map((_, i) => inputs.every((input) => !Number.isNaN(input[i])));
  const values = of(inputs.map((input) => input.filter((_, i) => isKnown[i])));
  let next = 0;
  return isKnown.map((known) => (known ? values[next++]! : NaN));
}

const exponential = (x: Values, period: number): number[] =>
  overKnown([x], ([known]) => smoothed(known!, period, 2 / (period + 1)));

const wilder = (x: Values, period: number): number[] => smoothed(x, period, 1 / period);

function smoothed(x: Values, period: number, alpha: number): number[] {
  let before = NaN;
  return x.map((value, i) => {
    if (i === period - 1) before = mean(x.slice(0, period));
    if (i >= period) before = alpha * value + (1 - alpha) * before;
    return before;
  });
}
