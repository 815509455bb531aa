import {
  at, barwise, changes, exponential, exponentialFromFirst, highest, lowest, mean, type Oracle, overKnown, overWindows, quotient, ratesOfChange,
  relativeStrength, runningMean, simple, sum, total, typical, type Values, weighted,
} from './naive-arithmetic.test-support.ts';

const minus = (left: Values, right: Values): number[] => barwise((a, b) => a! - b!, left, right);
const rises = (x: Values): number[] => changes(x).map((change) => Math.max(change, 0));
const falls = (x: Values): number[] => changes(x).map((change) => Math.max(-change, 0));
const middle = ([high, low]: readonly Values[]): number[] => barwise((h, l) => (h! + l!) / 2, high!, low!);

const indexOf = (gain?: number, loss?: number): number => 100 * quotient(gain!, gain! + loss!);

function withSignal(line: Values, smooth: (x: Values, period: number) => number[], period: number): Record<'line' | 'signal' | 'histogram', Values> {
  const signal = smooth(line, period);
  return { line, signal, histogram: minus(line, signal) };
}

function fisherOf(middles: Values, period: number): number[] {
  let [place, transformed] = [0, 0];
  return middles.map((now, i) => {
    if (i < period - 1) return NaN;
    const window = middles.slice(i - period + 1, i + 1);
    const [top, bottom] = [Math.max(...window), Math.min(...window)];
    const share = top === bottom ? 0.5 : (now - bottom) / (top - bottom);
    place = 0.66 * (share - 0.5) + 0.67 * place;
    if (Math.abs(place) > 0.99) place = 0.999 * Math.sign(place);
    transformed = Math.atanh(place) + 0.5 * transformed;
    return transformed;
  });
}

/** The share of the bar's true range that lies below the close, summed over a window. */
function pressure([high, low, close]: readonly Values[], period: number): number[] {
  const bottoms = low!.map((value, i) => Math.min(value, at(close!, i - 1)));
  const tops = high!.map((value, i) => Math.max(value, at(close!, i - 1)));
  return barwise(quotient as () => number, total(minus(close!, bottoms), period), total(minus(tops, bottoms), period));
}

export const NAIVE_MOMENTUM = {
  rsi: ([x], [period]) => ({ value: relativeStrength(x!, period!) }),
  rsi_sma: ([x], [period]) => ({
    value: barwise((gain, loss) => (gain! + loss! === 0 ? NaN : loss === 0 ? 100 : 100 - 100 / (1 + gain! / loss!)), total(rises(x!), period!), total(falls(x!), period!)),
  }),
  rsi_running: ([x], [period]) => ({ value: barwise(indexOf, runningMean(rises(x!), period!), runningMean(falls(x!), period!)) }),
  rsi_first: ([x], [period]) => ({
    value: barwise(indexOf, exponentialFromFirst(rises(x!), period!), exponentialFromFirst(falls(x!), period!)),
  }),
  rsi_of: ([gain, loss]) => ({ value: barwise(indexOf, gain!, loss!) }),
  stoch_rsi([x], [smoothK, smoothD, rsiPeriod, period]) {
    const strength = relativeStrength(x!, rsiPeriod!);
    const raw = overWindows(strength, period!, (window) =>
      100 * quotient(window.at(-1)! - Math.min(...window), Math.max(...window) - Math.min(...window)));
    const k = simple(raw, smoothK!);
    return { k, d: simple(k, smoothD!) };
  },
  macd: ([x], [fast, slow, signal]) => withSignal(minus(exponential(x!, fast!), exponential(x!, slow!)), exponential, signal!),
  macd_sma: ([x], [fast, slow, signal]) => withSignal(minus(simple(x!, fast!), simple(x!, slow!)), simple, signal!),
  macd_running: ([x], [fast, slow, signal]) => withSignal(minus(runningMean(x!, fast!), runningMean(x!, slow!)), runningMean, signal!),
  macd_first: ([x], [fast, slow, signal]) =>
    withSignal(minus(exponentialFromFirst(x!, fast!), exponentialFromFirst(x!, slow!)), exponentialFromFirst, signal!),
  ppo: ([x], [fast, slow, signal]) =>
    withSignal(barwise((a, b) => 100 * (quotient(a!, b!) - 1), exponential(x!, fast!), exponential(x!, slow!)), exponential, signal!),
  apo: ([x], [fast, slow]) => ({ value: minus(exponential(x!, fast!), exponential(x!, slow!)) }),
  stochastic([high, low, close], [period, smoothK, smoothD]) {
    const top = highest(high!, period!);
    const bottom = lowest(low!, period!);
    const raw = close!.map((price, i) => 100 * quotient(price - bottom[i]!, top[i]! - bottom[i]!));
    const k = simple(raw, smoothK!);
    return { k, d: simple(k, smoothD!) };
  },
  stochastic_raw([x, high, low], [period]) {
    return { value: barwise((now, h, l) => 100 * quotient(now! - l!, h! - l!), x!, highest(high!, period!), lowest(low!, period!)) };
  },
  williams_r([high, low, close], [period]) {
    return { value: barwise((c, h, l) => -100 * quotient(h! - c!, h! - l!), close!, highest(high!, period!), lowest(low!, period!)) };
  },
  cci: (inputs, [period]) => ({
    value: overWindows(typical(inputs), period!, (window) => {
      if (window.every((value) => value === window[0])) return NaN;
      const average = mean(window);
      return (window.at(-1)! - average) / (0.015 * mean(window.map((value) => Math.abs(value - average))));
    }),
  }),
  roc: ([x], [period]) => ({ value: ratesOfChange(x!, period!) }),
  momentum: ([x], [period]) => ({ value: x!.map((now, i) => now - at(x!, i - period!)) }),
  awesome: (inputs, [fast, slow]) => ({ value: minus(simple(middle(inputs), fast!), simple(middle(inputs), slow!)) }),
  ultimate: (inputs, [short, medium, long]) => ({
    value: barwise((a, b, c) => (100 * (4 * a! + 2 * b! + c!)) / 7, pressure(inputs, short!), pressure(inputs, medium!), pressure(inputs, long!)),
  }),
  trix: ([x], [period]) => ({
    value: changes([1, 2, 3].reduce<Values>((value) => exponential(value, period!), x!.map(Math.log))).map((change) => 10_000 * change),
  }),
  cmo: ([x], [period]) => ({
    value: overWindows(changes(x!), period!, (window) => 100 * quotient(sum(window), sum(window.map(Math.abs)))),
  }),
  dpo([x], [period]) {
    const average = simple(x!, period!);
    return { value: x!.map((now, i) => now - at(average, i - Math.floor(period! / 2) - 1)) };
  },
  kst([x], parameters) {
    const part = (k: number): number[] => simple(ratesOfChange(x!, parameters[k]!), parameters[k + 4]!).map((value) => (k + 1) * value);
    const line = barwise((...parts) => sum(parts), part(0), part(1), part(2), part(3));
    return { line, signal: simple(line, parameters[8]!) };
  },
  tsi([x], [long, short, signal]) {
    const twice = (series: Values): number[] => exponential(exponential(series, long!), short!);
    const line = barwise((a, b) => 100 * quotient(a!, b!), twice(changes(x!)), twice(changes(x!).map(Math.abs)));
    return { line, signal: exponential(line, signal!) };
  },
  coppock: ([x], [period, longRoc, shortRoc]) => ({
    value: weighted(barwise((a, b) => a! + b!, ratesOfChange(x!, longRoc!), ratesOfChange(x!, shortRoc!)), period!),
  }),
  fisher: (inputs, [period]) => ({ value: overKnown([middle(inputs)], ([known]) => fisherOf(known!, period!)) }),
  elder_ray([high, low, close], [period]) {
    const average = exponential(close!, period!);
    return { bull: minus(high!, average), bear: minus(low!, average) };
  },
  balance_of_power: (inputs) => ({ value: barwise((open, high, low, close) => quotient(close! - open!, high! - low!), ...inputs) }),
  efficiency_ratio: ([x], [period]) => ({
    value: overWindows(x!, period! + 1, (window) =>
      quotient(Math.abs(window.at(-1)! - window[0]!), sum(changes(window).slice(1).map(Math.abs)))),
  }),
} satisfies Record<string, Oracle>;
