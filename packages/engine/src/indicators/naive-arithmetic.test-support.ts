/** The slow arithmetic of the oracles: every window is taken anew, and memory goes over the list of known bars. */
export type Values = readonly number[];
export type Oracle = (inputs: readonly Values[], parameters: Values) => Readonly<Record<string, Values>>;

export const sum = (values: Values): number => values.reduce((total, value) => total + value, 0);
export const mean = (values: Values): number => sum(values) / values.length;

/** Equal values have none, whatever rounding makes of their mean. */
export const distances = (values: Values): number[] =>
  values.every((value) => value === values[0]) ? values.map(() => 0) : values.map((value) => value - mean(values));

export const deviation = (values: Values): number => Math.sqrt(mean(distances(values).map((distance) => distance ** 2)));
export const quotient = (dividend: number, divisor: number): number => (divisor === 0 ? NaN : dividend / divisor);
export const at = (x: Values, i: number): number => x[i] ?? NaN;
export const changes = (x: Values): number[] => x.map((value, i) => value - at(x, i - 1));

/** Bar by bar over several series. */
export const barwise = (of: (...values: number[]) => number, ...series: readonly Values[]): number[] =>
  series[0]!.map((_, i) => of(...series.map((each) => each[i]!)));

/** Unknown until the window is full and wherever it holds an unknown bar. */
export function overWindows(x: Values, period: number, of: (window: Values) => number): number[] {
  return x.map((_, i) => {
    const window = x.slice(Math.max(0, i - period + 1), i + 1);
    return window.length < period || window.some(Number.isNaN) ? NaN : of(window);
  });
}

/** The same over windows of two series. */
export function overTwoWindows(x: Values, y: Values, period: number, of: (xs: Values, ys: Values) => number): number[] {
  return x.map((_, i) => {
    const recent = (values: Values): Values => values.slice(Math.max(0, i - period + 1), i + 1);
    const [xs, ys] = [recent(x), recent(y)];
    return xs.length < period || [...xs, ...ys].some(Number.isNaN) ? NaN : of(xs, ys);
  });
}

export const simple = (x: Values, period: number): number[] => overWindows(x, period, mean);
export const total = (x: Values, period: number): number[] => overWindows(x, period, sum);
export const highest = (x: Values, period: number): number[] => overWindows(x, period, (window) => Math.max(...window));
export const lowest = (x: Values, period: number): number[] => overWindows(x, period, (window) => Math.min(...window));

export const weighted = (x: Values, period: number): number[] =>
  overWindows(x, period, (window) => sum(window.map((value, i) => value * (i + 1))) / sum(window.map((_, i) => i + 1)));

/** Computes over the bars on which every input is known and leaves the others unknown. */
export function overKnown(inputs: readonly Values[], of: (known: readonly Values[]) => Values): number[] {
  return overKnownTogether(inputs, (known) => ({ value: of(known) }))['value']!;
}

/** The same for several outputs. */
export function overKnownTogether(inputs: readonly Values[], of: (known: readonly Values[]) => Readonly<Record<string, Values>>): Record<string, number[]> {
  const isKnown = inputs[0]!.map((_, i) => inputs.every((input) => !Number.isNaN(input[i])));
  const outputs = of(inputs.map((input) => input.filter((_, i) => isKnown[i])));
  const spread = (values: Values): number[] => {
    let next = 0;
    return isKnown.map((known) => (known ? values[next++]! : NaN));
  };
  return Object.fromEntries(Object.entries(outputs).map(([name, values]) => [name, spread(values)]));
}

export const exponential = (x: Values, period: number): number[] =>
  overKnown([x], ([known]) => smoothed(known!, period, 2 / (period + 1)));

/** What all known values up to a bar add up to, and the same without those before the window. */
const windowTotals = (x: Values, period: number): number[] => {
  const totals = x.map((_, i) => sum(x.slice(0, i + 1).filter((value) => !Number.isNaN(value))));
  return totals.map((total, i) => total - (totals[i - period] ?? 0));
};

/** From sums of everything: the rounding is part of the definition. */
export const runningMean = (x: Values, period: number): number[] =>
  barwise((known, total) => (Number.isNaN(known) ? NaN : total! / period), overWindows(x, period, () => 0), windowTotals(x, period));

export const runningDeviation = (x: Values, period: number): number[] =>
  barwise(
    (average, total, square) => Math.sqrt(Math.abs(square! - 2 * total! * average! + period * average! ** 2) / period),
    runningMean(x, period), windowTotals(x, period), windowTotals(x.map((value) => value ** 2), period),
  );

export const exponentialFromFirst = (x: Values, period: number): number[] =>
  overKnown([x], ([known]) =>
    known!.map((_, i) => (i < period - 1 ? NaN : known!.slice(0, i + 1).reduce((average, value) => average + (2 / (period + 1)) * (value - average)))));

/** Of values that are all known. */
export const wilder = (x: Values, period: number): number[] => smoothed(x, period, 1 / period);

export function smoothed(x: Values, period: number, alpha: number): number[] {
  let before = NaN;
  return x.map((value, i) => {
    if (i === period - 1) before = mean(x.slice(0, period));
    if (i >= period) before = alpha * value + (1 - alpha) * before;
    return before;
  });
}

/** Of bars that are all known. */
export const trueRanges = (high: Values, low: Values, close: Values): number[] =>
  high.map((top, i) => {
    const before = close[i - 1];
    const range = top - low[i]!;
    return before === undefined ? range : Math.max(range, Math.abs(top - before), Math.abs(low[i]! - before));
  });

export const rangesOfKnown = (inputs: readonly Values[]): number[] =>
  overKnown(inputs.slice(0, 3), ([high, low, close]) => trueRanges(high!, low!, close!));

export const averageRange = (inputs: readonly Values[], period: number): number[] =>
  overKnown(inputs.slice(0, 3), ([high, low, close]) => wilder(trueRanges(high!, low!, close!), period));

export const typical = ([high, low, close]: readonly Values[]): number[] => barwise((h, l, c) => (h! + l! + c!) / 3, high!, low!, close!);

export const ratesOfChange = (x: Values, period: number): number[] =>
  x.map((now, i) => 100 * quotient(now - at(x, i - period), at(x, i - period)));

export const relativeStrength = (x: Values, period: number): number[] =>
  overKnown([x], ([known]) => {
    const moves = known!.slice(1).map((price, i) => price - known![i]!);
    const gains = wilder(moves.map((move) => Math.max(move, 0)), period);
    const losses = wilder(moves.map((move) => Math.max(-move, 0)), period);
    const strengths = gains.map((gain, i) => (losses[i] === 0 ? 100 : 100 - 100 / (1 + gain / losses[i]!)));
    // Without a move the ratio stays; rounding must not make a difference of it.
    strengths.forEach((_, i) => {
      if (moves[i] === 0 && losses[i] !== 0 && i >= period) strengths[i] = strengths[i - 1]!;
    });
    return [NaN, ...strengths];
  });
