import {
  at, averageRange, barwise, deviation, exponential, highest, lowest, mean, type Oracle, overWindows, quotient, rangesOfKnown,
  runningDeviation, runningMean, total, type Values,
} from './naive-arithmetic.test-support.ts';

export const NAIVE_VOLATILITY = {
  true_range: (inputs) => ({ value: rangesOfKnown(inputs) }),
  atr: (inputs, [period]) => ({ value: averageRange(inputs, period!) }),
  atr_ema: (inputs, [period]) => ({ value: exponential(rangesOfKnown(inputs), period!) }),
  natr: (inputs, [period]) => ({ value: barwise((range, close) => 100 * quotient(range!, close!), averageRange(inputs, period!), inputs[2]!) }),
  bollinger([x], [period, deviations]) {
    const band = (side: number): Values => overWindows(x!, period!, (window) => mean(window) + side * deviations! * deviation(window));
    return { middle: band(0), upper: band(1), lower: band(-1) };
  },
  bollinger_running([x], [period, deviations]) {
    const band = (side: number): Values =>
      barwise((average, width) => average! + side * deviations! * width!, runningMean(x!, period!), runningDeviation(x!, period!));
    return { middle: band(0), upper: band(1), lower: band(-1) };
  },
  bollinger_percent_b: ([x], [period, deviations]) => ({
    value: overWindows(x!, period!, (window) => {
      const width = deviations! * deviation(window);
      return quotient(window.at(-1)! - mean(window) + width, 2 * width);
    }),
  }),
  bollinger_bandwidth: ([x], [period, deviations]) => ({
    value: overWindows(x!, period!, (window) => 100 * quotient(2 * deviations! * deviation(window), mean(window))),
  }),
  keltner([x, ...range], [period, factor, atrPeriod]) {
    const middle = exponential(x!, period!);
    const width = averageRange(range, atrPeriod!).map((each) => factor! * each);
    return { middle, upper: barwise((a, b) => a! + b!, middle, width), lower: barwise((a, b) => a! - b!, middle, width) };
  },
  donchian([high, low], [period]) {
    const [upper, lower] = [highest(high!, period!), lowest(low!, period!)];
    return { middle: barwise((a, b) => (a! + b!) / 2, upper, lower), upper, lower };
  },
  historical_volatility: ([x], [period, barsPerYear]) => ({
    value: overWindows(x!.map((now, i) => Math.log(now / at(x!, i - 1))), period!, (window) => 100 * deviation(window) * Math.sqrt(barsPerYear!)),
  }),
  choppiness(inputs, [period]) {
    const range = barwise((top, bottom) => top! - bottom!, highest(inputs[0]!, period!), lowest(inputs[1]!, period!));
    return {
      value: barwise((sum, whole) => (whole === 0 ? NaN : (100 * Math.log10(sum! / whole!)) / Math.log10(period!)), total(rangesOfKnown(inputs), period!), range),
    };
  },
  mass_index([high, low], [period, emaPeriod]) {
    const once = exponential(barwise((h, l) => h! - l!, high!, low!), emaPeriod!);
    return { value: total(barwise((a, b) => quotient(a!, b!), once, exponential(once, emaPeriod!)), period!) };
  },
} satisfies Record<string, Oracle>;
