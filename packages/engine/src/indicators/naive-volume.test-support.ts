import {
  at, barwise, changes, exponential, mean, type Oracle, overKnown, overWindows, quotient, sum, total, typical, type Values,
} from './naive-arithmetic.test-support.ts';

/** Of values that are all known. */
const runningTotal = (x: Values): number[] => x.map((_, i) => sum(x.slice(0, i + 1)));

const flow = ([high, low, close, volume]: readonly Values[]): number[] =>
  barwise((h, l, c, v) => ([h, l, c, v].some(Number.isNaN) ? NaN : h === l ? 0 : ((2 * c! - h! - l!) / (h! - l!)) * v!), high!, low!, close!, volume!);

const accumulation = (inputs: readonly Values[]): number[] => overKnown([flow(inputs)], ([known]) => runningTotal(known!));

const volumeIndex = (inputs: readonly Values[], sign: number): number[] =>
  overKnown(inputs, ([close, volume]) => {
    let index = 1;
    return close!.map((price, i) => {
      if (i > 0 && Math.sign(volume![i]! - volume![i - 1]!) === sign) index *= price / close![i - 1]!;
      return index;
    });
  });

export const NAIVE_VOLUME = {
  obv: (inputs) => ({
    value: overKnown(inputs, ([close, volume]) =>
      runningTotal(close!.map((price, i) => (i === 0 ? 0 : Math.sign(price - close![i - 1]!) * volume![i]!)))),
  }),
  obv_two_way: (inputs) => ({
    value: overKnown(inputs, ([close, volume]) => runningTotal(volume!.map((each, i) => (close![i]! < at(close!, i - 1) ? -each : each)))),
  }),
  price_volume_trend([close, volume]) {
    const steps = close!.map((price, i) => quotient(price - at(close!, i - 1), at(close!, i - 1)) * volume![i]!);
    return { value: overKnown([steps], ([known]) => runningTotal(known!)) };
  },
  negative_volume: (inputs) => ({ value: volumeIndex(inputs, -1) }),
  positive_volume: (inputs) => ({ value: volumeIndex(inputs, 1) }),
  accumulation_distribution: (inputs) => ({ value: accumulation(inputs) }),
  chaikin_oscillator(inputs, [fast, slow]) {
    const line = accumulation(inputs);
    return { value: barwise((a, b) => a! - b!, exponential(line, fast!), exponential(line, slow!)) };
  },
  chaikin_money_flow: (inputs, [period]) => ({
    value: barwise((a, b) => quotient(a!, b!), total(flow(inputs), period!), total(inputs[3]!, period!)),
  }),
  mfi(inputs, [period]) {
    const prices = typical(inputs);
    const moved = changes(prices);
    const money = (sign: number): number[] =>
      total(prices.map((price, i) => (Number.isNaN(moved[i]!) ? NaN : Math.sign(moved[i]!) === sign ? 1 : 0) * price * inputs[3]![i]!), period!);
    return { value: barwise((up, down) => (down === 0 ? (up === 0 ? NaN : 100) : 100 - 100 / (1 + up! / down!)), money(1), money(-1)) };
  },
  force_index: ([close, volume], [period]) => ({ value: exponential(barwise((move, traded) => move! * traded!, changes(close!), volume!), period!) }),
  ease_of_movement([high, low, volume], [period, divisor]) {
    const moves = changes(barwise((h, l) => (h! + l!) / 2, high!, low!));
    const ease = barwise((move, h, l, traded) => divisor! * quotient(move! * (h! - l!), traded!), moves, high!, low!, volume!);
    return { value: overWindows(ease, period!, mean) };
  },
  volume_oscillator: ([volume], [fast, slow]) => ({
    value: barwise((a, b) => 100 * quotient(a! - b!, b!), exponential(volume!, fast!), exponential(volume!, slow!)),
  }),
} satisfies Record<string, Oracle>;
