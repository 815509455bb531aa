import {
  at, averageRange, barwise, exponential, exponentialFromFirst, highest, lowest, mean, type Oracle, overKnown, overKnownTogether, overWindows,
  quotient, rangesOfKnown, runningMean, simple, sum, total, trueRanges, typical, type Values, weighted, wilder,
} from './naive-arithmetic.test-support.ts';

const minus = (left: Values, right: Values): number[] => barwise((a, b) => a! - b!, left, right);

/** Least squares over 0 … p − 1, by the textbook. */
function line(window: Values): { readonly intercept: number; readonly slope: number } {
  const middle = (window.length - 1) / 2;
  const average = mean(window);
  const slope = quotient(sum(window.map((y, x) => (x - middle) * (y - average))), sum(window.map((_, x) => (x - middle) ** 2)));
  return { slope, intercept: average - (window.length === 1 ? 0 : slope * middle) };
}

const generalized = (x: Values, period: number, factor: number): number[] => {
  const once = exponential(x, period);
  return barwise((a, b) => a! * (1 + factor) - b! * factor, once, exponential(once, period));
};

const middleOf = (high: Values, low: Values, period: number): number[] =>
  barwise((h, l) => (h! + l!) / 2, highest(high, period), lowest(low, period));

const barsSince = (x: Values, period: number, better: (a: number, b: number) => boolean): number[] =>
  overWindows(x, period, (window) => {
    const newestFirst = [...window].reverse();
    return newestFirst.findIndex((value) => !newestFirst.some((other) => better(other, value)));
  });

export const barsSinceHighest = (x: Values, period: number): number[] => barsSince(x, period, (a, b) => a > b);
export const barsSinceLowest = (x: Values, period: number): number[] => barsSince(x, period, (a, b) => a < b);

const directional = (inputs: readonly Values[], period: number): Record<string, number[]> =>
  overKnownTogether(inputs, ([high, low, close]) => {
    const rises = high!.slice(1).map((top, i) => top - high![i]!);
    const falls = low!.slice(1).map((bottom, i) => low![i]! - bottom);
    const ranges = wilder(trueRanges(high!, low!, close!).slice(1), period);
    const index = (moves: Values, others: Values): number[] => [
      NaN,
      ...wilder(moves.map((move, i) => (move > others[i]! && move > 0 ? move : 0)), period).map((each, i) =>
        ranges[i] === 0 ? 0 : (100 * each) / ranges[i]!,
      ),
    ];
    const [plus, less] = [index(rises, falls), index(falls, rises)];
    const dx = barwise((a, b) => (a! + b! === 0 ? 0 : (100 * Math.abs(a! - b!)) / (a! + b!)), plus, less);
    return { plus, minus: less, dx };
  });

/** As TradingView publishes it in Pine, bar numbers and all. */
function parabolic([high, low, close]: readonly Values[], start: number, increment: number, maximum: number): number[] {
  let [result, extreme, acceleration, isBelow] = [NaN, NaN, NaN, false];
  return high!.map((_, i) => {
    if (i === 0) return NaN;
    let isFirstTrendBar = false;
    if (i === 1) {
      isBelow = close![1]! > close![0]!;
      extreme = isBelow ? high![1]! : low![1]!;
      result = isBelow ? low![0]! : high![0]!;
      isFirstTrendBar = true;
      acceleration = start;
    }
    result = result + acceleration * (extreme - result);
    if (isBelow && result > low![i]!) {
      [isFirstTrendBar, isBelow, result, extreme, acceleration] = [true, false, Math.max(high![i]!, extreme), low![i]!, start];
    } else if (!isBelow && result < high![i]!) {
      [isFirstTrendBar, isBelow, result, extreme, acceleration] = [true, true, Math.min(low![i]!, extreme), high![i]!, start];
    }
    if (!isFirstTrendBar && (isBelow ? high![i]! > extreme : low![i]! < extreme)) {
      extreme = isBelow ? high![i]! : low![i]!;
      acceleration = Math.min(acceleration + increment, maximum);
    }
    const before = [i - 1, i - 2].filter((row) => row >= 0);
    result = isBelow
      ? Math.min(result, ...before.map((row) => low![row]!))
      : Math.max(result, ...before.map((row) => high![row]!));
    return result;
  });
}

/** Averages that start with a mean taken one by one, so that a close on a band is on it here too. */
function stepwise(x: Values, period: number): number[] {
  let average = 0;
  return x.map((value, i) => {
    average = i < period ? average + (value - average) / (i + 1) : average * (1 - 1 / period) + value * (1 / period);
    return i < period - 1 ? NaN : average;
  });
}

function trailingBand([high, low, close]: readonly Values[], factor: number, period: number): Record<string, number[]> {
  const widths = stepwise(trueRanges(high!, low!, close!), period).map((range) => factor * range);
  const bands = widths.map((width, i) => ({ upper: (high![i]! + low![i]!) / 2 + width, lower: (high![i]! + low![i]!) / 2 - width, rising: false }));
  for (let i = period; i < bands.length; i++) {
    const [now, before] = [bands[i]!, bands[i - 1]!];
    if (!(now.lower > before.lower || close![i - 1]! < before.lower)) now.lower = before.lower;
    if (!(now.upper < before.upper || close![i - 1]! > before.upper)) now.upper = before.upper;
    now.rising = before.rising ? !(close![i]! < now.lower) : close![i]! > now.upper;
  }
  const isKnown = (i: number): boolean => i >= period - 1;
  return {
    value: bands.map(({ upper, lower, rising }, i) => (isKnown(i) ? (rising ? lower : upper) : NaN)),
    direction: bands.map(({ rising }, i) => (isKnown(i) ? (rising ? 1 : -1) : NaN)),
  };
}

function adaptive(x: Values, period: number, fast: number, slow: number): number[] {
  let average = at(x, period - 1);
  return x.map((price, i) => {
    if (i < period) return NaN;
    const distance = sum(x.slice(i - period + 1, i + 1).map((value, j) => Math.abs(value - x[i - period + j]!)));
    const efficiency = distance === 0 ? 0 : Math.abs(price - x[i - period]!) / distance;
    const weight = (efficiency * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)) ** 2;
    average = average + weight * (price - average);
    return average;
  });
}

export const NAIVE_TREND = {
  sma: ([x], [period]) => ({ value: simple(x!, period!) }),
  sma_running: ([x], [period]) => ({ value: runningMean(x!, period!) }),
  ema: ([x], [period]) => ({ value: exponential(x!, period!) }),
  ema_first: ([x], [period]) => ({ value: exponentialFromFirst(x!, period!) }),
  rma: ([x], [period]) => ({ value: overKnown([x!], ([known]) => wilder(known!, period!)) }),
  wma: ([x], [period]) => ({ value: weighted(x!, period!) }),
  hma([x], [period]) {
    const half = weighted(x!, Math.max(1, Math.floor(period! / 2)));
    return { value: weighted(barwise((a, b) => 2 * a! - b!, half, weighted(x!, period!)), Math.round(Math.sqrt(period!))) };
  },
  dema: ([x], [period]) => ({ value: generalized(x!, period!, 1) }),
  tema([x], [period]) {
    const once = exponential(x!, period!);
    const twice = exponential(once, period!);
    return { value: barwise((a, b, c) => 3 * a! - 3 * b! + c!, once, twice, exponential(twice, period!)) };
  },
  t3: ([x], [period, factor]) => ({ value: [1, 2, 3].reduce<Values>((value) => generalized(value, period!, factor!), x!) }),
  trima: ([x], [period]) => ({
    value: overWindows(x!, period!, (window) => {
      const weights = window.map((_, i) => Math.min(i + 1, period! - i));
      return sum(window.map((value, i) => value * weights[i]!)) / sum(weights);
    }),
  }),
  zlema([x], [period]) {
    const lag = Math.floor((period! - 1) / 2);
    return { value: exponential(x!.map((now, i) => now + (now - at(x!, i - lag))), period!) };
  },
  kama: ([x], [period, fast, slow]) => ({ value: overKnown([x!], ([known]) => adaptive(known!, period!, fast!, slow!)) }),
  alma: ([x], [period, offset, sigma]) => ({
    value: overWindows(x!, period!, (window) => {
      const [m, s] = [offset! * (period! - 1), period! / sigma!];
      const weights = window.map((_, i) => Math.exp((-1 * (i - m) ** 2) / (2 * s ** 2)));
      return sum(window.map((value, i) => value * weights[i]!)) / sum(weights);
    }),
  }),
  vwma([x, volume], [period]) {
    return { value: barwise(quotient as () => number, total(barwise((a, b) => a! * b!, x!, volume!), period!), total(volume!, period!)) };
  },
  rolling_vwap(inputs, [period]) {
    const money = barwise((price, volume) => price! * volume!, typical(inputs), inputs[3]!);
    return { value: barwise(quotient as () => number, total(money, period!), total(inputs[3]!, period!)) };
  },
  linreg: ([x], [period]) => ({
    value: overWindows(x!, period!, (window) => {
      const { intercept, slope } = line(window);
      return period === 1 ? window[0]! : intercept + slope * (period! - 1);
    }),
  }),
  linreg_slope: ([x], [period]) => ({ value: overWindows(x!, period!, (window) => line(window).slope) }),
  parabolic_sar: (inputs, [start, increment, maximum]) => ({
    value: overKnown(inputs, (known) => parabolic(known, start!, increment!, maximum!)),
  }),
  supertrend: (inputs, [factor, period]) => overKnownTogether(inputs, (known) => trailingBand(known, factor!, period!)),
  ichimoku([high, low], [conversionPeriod, basePeriod, spanPeriod]) {
    const conversion = middleOf(high!, low!, conversionPeriod!);
    const base = middleOf(high!, low!, basePeriod!);
    return { conversion, base, spanA: barwise((a, b) => (a! + b!) / 2, conversion, base), spanB: middleOf(high!, low!, spanPeriod!) };
  },
  chandelier(inputs, [period, factor]) {
    const range = averageRange(inputs, period!);
    return {
      long: barwise((top, width) => top! - factor! * width!, highest(inputs[0]!, period!), range),
      short: barwise((bottom, width) => bottom! + factor! * width!, lowest(inputs[1]!, period!), range),
    };
  },
  dmi: (inputs, [period]) => directional(inputs, period!),
  adx: (inputs, [period, smoothing]) => ({
    value: overKnown([directional(inputs, period!)['dx']!], ([known]) => wilder(known!, smoothing!)),
  }),
  aroon([high, low], [period]) {
    const recent = (since: Values): number[] => since.map((bars) => (100 * (period! - bars)) / period!);
    const [up, down] = [recent(barsSinceHighest(high!, period! + 1)), recent(barsSinceLowest(low!, period! + 1))];
    return { up, down, oscillator: minus(up, down) };
  },
  vortex(inputs, [period]) {
    const [high, low] = inputs as [Values, Values];
    const range = total(rangesOfKnown(inputs), period!);
    const share = (from: Values, to: Values): number[] =>
      barwise(quotient as () => number, total(from.map((value, i) => Math.abs(value - at(to, i - 1))), period!), range);
    return { plus: share(high, low), minus: share(low, high) };
  },
} satisfies Record<string, Oracle>;
