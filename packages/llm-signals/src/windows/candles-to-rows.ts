import type { Frame } from '@wick/core';
import type { DecisionWindow, WindowSettings } from './decision-window.ts';
import { PRICE_DIGITS, VOLUME_DIGITS } from './system-message.ts';

/** Writes the candles of a window as JSON, one array a candle: open, high, low, close, volume. What is unknown is null. */
export type CandleWriter = (window: DecisionWindow) => string;

/** Windows overlap, so each candle of the frame is written once and kept. */
export const candleWriter = (frame: Frame, { masked }: Pick<WindowSettings, 'masked'>): CandleWriter => (masked ? returnsOf(frame) : pricesOf(frame));

function pricesOf({ columns: { open, high, low, close, volume } }: Frame): CandleWriter {
  const price = (value: number): string => numeral(value, (known) => Number(known.toPrecision(PRICE_DIGITS)));
  const row = remembered(
    (at) =>
      `[${price(open[at]!)},${price(high[at]!)},${price(low[at]!)},${price(close[at]!)},${numeral(volume[at]!, (known) => Number(known.toPrecision(VOLUME_DIGITS)))}]`,
  );
  return ({ start, end }) => `[${Array.from({ length: end - start }, (_, index) => row(start + index)).join(',')}]`;
}

function returnsOf({ columns: { open, high, low, close, volume } }: Frame): CandleWriter {
  const row = (at: number, baseline: number): string =>
    [open, high, low, close].map((column) => numeral((column[at]! - baseline) / baseline, (change) => rounded(change * 100_000))).join(',');
  const later = remembered((at) => row(at, close[at - 1]!));
  return ({ start, end }) => {
    const mean = meanOfKnown(volume, start, end);
    const share = (at: number): string => (volume[at] === 0 ? '0' : numeral(volume[at]! / mean, (ratio) => rounded(ratio * 100)));
    const rows = Array.from({ length: end - start }, (_, index) => {
      const at = start + index;
      return `[${index === 0 ? row(at, open[at]!) : later(at)},${share(at)}]`;
    });
    return `[${rows.join(',')}]`;
  };
}

/** NaN where none is known. */
function meanOfKnown(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  let known = 0;
  for (let at = start; at < end; at++) {
    if (!Number.isFinite(values[at]!)) continue;
    sum += values[at]!;
    known++;
  }
  return sum / known;
}

/**
 * To the nearest whole number. The border lies a hair beside the half: prices are decimals, whose ratios are often exact halves, and those
 * would fall to either side with the last bit of the scale that masking is to hide.
 */
const rounded = (value: number): number => Math.floor(value + 0.5 + Math.PI * 1e-6);

const numeral = (value: number, round: (known: number) => number): string => (Number.isFinite(value) ? JSON.stringify(round(value)) : 'null');

/** A function of a row that is worked out once. */
function remembered(work: (at: number) => string): (at: number) => string {
  const known: (string | undefined)[] = [];
  return (at) => (known[at] ??= work(at));
}
