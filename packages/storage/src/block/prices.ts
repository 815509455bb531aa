import type { ExactDecimals } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readColumn, writeColumn } from './column.ts';
import { readIntegers, writeIntegers } from './integers.ts';
import { POWERS_OF_TEN, scaleSurely } from './scale.ts';
import { scratchArray } from './scratch.ts';

export const OHLC = ['open', 'high', 'low', 'close'] as const;
export type OhlcColumns<T> = Readonly<Record<(typeof OHLC)[number], T>>;

const CHAINED = 0;
const SEPARATE = 1;

/**
 * Open, high, low and close together. Scaled alike they are predicted from each other, and only small differences are
 * left: open − previous close, close − open, high − the higher of both, the lower of both − low. Prices that no common
 * scale holds are written as four columns.
 */
export function writePrices(
  writer: ByteWriter,
  columns: OhlcColumns<Float64Array>,
  exact: Partial<OhlcColumns<ExactDecimals>>,
): void {
  const chain = OHLC.some((name) => exact[name]?.size) ? undefined : scaleAlike(columns);
  writer.byte(chain === undefined ? SEPARATE : CHAINED);
  if (chain === undefined) for (const name of OHLC) writeColumn(writer, columns[name], exact[name]);
  else writeChain(writer, chain);
}

/** The inverse of {@link writePrices}; fills the columns. */
export function readPrices(
  reader: ByteReader,
  columns: OhlcColumns<Float64Array>,
  exact?: OhlcColumns<Map<number, string>>,
): void {
  const kind = reader.byte();
  if (kind === CHAINED) readChain(reader, columns);
  else if (kind === SEPARATE) for (const name of OHLC) readColumn(reader, columns[name], exact?.[name]);
  else throw new RangeError(`price encoding ${kind} is not known`);
}

interface ScaledPrices {
  readonly places: number;
  readonly scaled: OhlcColumns<Float64Array>;
}

/** All four columns as integers of as many places as the longest one has, in scratch arrays; undefined where that is not sure. */
function scaleAlike(columns: OhlcColumns<Float64Array>): ScaledPrices | undefined {
  const length = columns.open.length;
  const scaled = { open: scratchArray(0, length), high: scratchArray(1, length), low: scratchArray(2, length), close: scratchArray(3, length) };
  let places = 0;
  let alike = 0;
  // Once more around where a column needed more places than the ones before it.
  for (let turn = 0; alike < OHLC.length; turn = (turn + 1) % OHLC.length) {
    const name = OHLC[turn]!;
    const own = scaleSurely(columns[name], places, scaled[name]);
    if (own === undefined) return undefined;
    alike = own === places ? alike + 1 : 1;
    places = own;
  }
  return { places, scaled };
}

/** Turns the scaled columns into differences, where they are, and writes those. */
function writeChain(writer: ByteWriter, { places, scaled: { open, high, low, close } }: ScaledPrices): void {
  const first = open[0] ?? 0;
  let previousClose = first;
  for (let row = 0; row < open.length; row++) {
    const o = open[row]!;
    const c = close[row]!;
    open[row] = o - previousClose;
    close[row] = c - o;
    high[row]! -= o > c ? o : c;
    low[row] = (o < c ? o : c) - low[row]!;
    previousClose = c;
  }
  writer.byte(places);
  writer.float64(first);
  for (const differences of [open, close, high, low]) writeIntegers(writer, differences);
}

function readChain(reader: ByteReader, { open, high, low, close }: OhlcColumns<Float64Array>): void {
  const power = POWERS_OF_TEN[reader.byte()]!;
  let previousClose = reader.float64();
  readIntegers(reader, open);
  readIntegers(reader, close);
  readIntegers(reader, high);
  readIntegers(reader, low);
  for (let row = 0; row < open.length; row++) {
    const o = open[row]! + previousClose;
    const c = o + close[row]!;
    high[row] = ((o > c ? o : c) + high[row]!) / power;
    low[row] = ((o < c ? o : c) - low[row]!) / power;
    open[row] = o / power;
    close[row] = c / power;
    previousClose = c;
  }
}
