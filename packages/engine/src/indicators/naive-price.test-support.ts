import { at, barwise, type Oracle, overKnownTogether, typical } from './naive-arithmetic.test-support.ts';

export const NAIVE_PRICE = {
  typical_price: (inputs) => ({ value: typical(inputs) }),
  median_price: (inputs) => ({ value: barwise((high, low) => (high! + low!) / 2, ...inputs) }),
  weighted_close: (inputs) => ({ value: barwise((high, low, close) => (high! + low! + 2 * close!) / 4, ...inputs) }),
  average_price: (inputs) => ({ value: barwise((open, high, low, close) => (open! + high! + low! + close!) / 4, ...inputs) }),
  heikin_ashi: (inputs) =>
    overKnownTogether(inputs, ([open, high, low, close]) => {
      const closes = barwise((o, h, l, c) => (o! + h! + l! + c!) / 4, open!, high!, low!, close!);
      const opens: number[] = [];
      open!.forEach((first, i) => opens.push(i === 0 ? (first + close![0]!) / 2 : (opens[i - 1]! + closes[i - 1]!) / 2));
      return {
        close: closes,
        open: opens,
        high: barwise(Math.max, high!, opens, closes),
        low: barwise(Math.min, low!, opens, closes),
      };
    }),
  close_location: (inputs) => ({
    value: barwise((high, low, close) => (high === low && !Number.isNaN(close) ? 0 : 1 - (2 * (high! - close!)) / (high! - low!)), ...inputs),
  }),
  log_return: ([x], [period]) => ({ value: x!.map((now, i) => Math.log(now) - Math.log(at(x!, i - period!))) }),
  log: ([x]) => ({ value: x!.map((value) => Math.log2(value) / Math.LOG2E) }),
  abs: ([x]) => ({ value: x!.map((value) => (value < 0 ? -value : value)) }),
  sign: ([x]) => ({ value: x!.map((value) => (value > 0 ? 1 : value < 0 ? -1 : value)) }),
  max: ([x, y]) => ({ value: barwise((a, b) => (Number.isNaN(a! + b!) ? NaN : a! > b! ? a! : b!), x!, y!) }),
  min: ([x, y]) => ({ value: barwise((a, b) => (Number.isNaN(a! + b!) ? NaN : a! < b! ? a! : b!), x!, y!) }),
} satisfies Record<string, Oracle>;
