import { createBits, createFrame, type Frame, setBit, type Signals } from '@wick/core';
import { join } from 'node:path';
import { readFlags, readNumbers } from '../harness/arrays.ts';
import type { Scale } from '../harness/benchmark.ts';

export const BAR_MS = 300_000;
export const FIRST_OPEN_MS = Date.UTC(2015, 0, 1);
export const BENCH_SERIES = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '5m' } as const;

export const MARKET_COLUMNS = ['open', 'high', 'low', 'close', 'volume'] as const;
export const MARKET_FLAGS = ['entries', 'exits', 'sparseEntries'] as const;

export type MarketColumns = Readonly<Record<(typeof MARKET_COLUMNS)[number], Float64Array>>;

export const marketColumns = (valuesOf: (name: keyof MarketColumns) => Float64Array): MarketColumns =>
  Object.fromEntries(MARKET_COLUMNS.map((name) => [name, valuesOf(name)])) as MarketColumns;

/** Where the market of a column lies: the folder itself if there is one, else a folder a column. */
export const marketFolder = (folder: string, column: number, { columns = 1 }: Scale): string =>
  columns === 1 ? folder : join(folder, String(column));

export function readFrame(folder: string): Frame {
  const columns = marketColumns((name) => readNumbers(join(folder, `${name}.f64`)));
  return createFrame(BENCH_SERIES, openTimes(columns.close.length), columns);
}

/** A frame of a file of closes alone: every candle is its close. */
export function frameOfCloses(folder: string): Frame {
  const close = readNumbers(join(folder, 'close.f64'));
  return createFrame(BENCH_SERIES, openTimes(close.length), marketColumns(() => close));
}

export const openTimes = (bars: number): Float64Array => {
  const times = new Float64Array(bars);
  for (let bar = 0; bar < bars; bar++) times[bar] = FIRST_OPEN_MS + bar * BAR_MS;
  return times;
};

export const noSignals = (length: number): Signals => ({
  length, longEntry: createBits(length), longExit: createBits(length), shortEntry: createBits(length), shortExit: createBits(length),
});

/** Long signals from two files of flags; without exits only stops end a position. */
export function readSignals(folder: string, entries: string, exits: string | null): Signals {
  const flags = readFlags(join(folder, `${entries}.u8`));
  const signals = noSignals(flags.length);
  flags.forEach((flag, bar) => flag === 1 && setBit(signals.longEntry, bar));
  if (exits !== null) readFlags(join(folder, `${exits}.u8`)).forEach((flag, bar) => flag === 1 && setBit(signals.longExit, bar));
  return signals;
}
