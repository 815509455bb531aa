import type { ExactDecimals } from '@wick/core';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readColumn, writeColumn } from './column.ts';
import { readIntegers, writeIntegers } from './integers.ts';
import { placesOf, POWERS_OF_TEN, SURE_LIMIT } from './scale.ts';

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
  const places = commonPlaces(columns, exact);
  writer.byte(places === undefined ? SEPARATE : CHAINED);
  if (places === undefined) for (const name of OHLC) writeColumn(writer, columns[name], exact[name]);
  else writeChain(writer, columns, places);
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

/** Decimal places that fit all four columns with at most 15 digits, so that differences are exact too. */
function commonPlaces(columns: OhlcColumns<Float64Array>, exact: Partial<OhlcColumns<ExactDecimals>>): number | undefined {
  let places = 0;
  for (const name of OHLC) {
    const own = exact[name]?.size ? undefined : placesOf(columns[name], undefined);
    if (own === undefined) return undefined;
    places = Math.max(places, own);
  }
  const limit = SURE_LIMIT / POWERS_OF_TEN[places]!;
  const fits = OHLC.every((name) => columns[name].every((value) => value < limit && value > -limit));
  return fits ? places : undefined;
}

function writeChain(writer: ByteWriter, { open, high, low, close }: OhlcColumns<Float64Array>, places: number): void {
  const power = POWERS_OF_TEN[places]!;
  const length = open.length;
  const opens = new Float64Array(length);
  const closes = new Float64Array(length);
  const highs = new Float64Array(length);
  const lows = new Float64Array(length);
  const first = Math.round((open[0] ?? 0) * power);
  let previousClose = first;
  for (let row = 0; row < length; row++) {
    const o = Math.round(open[row]! * power);
    const c = Math.round(close[row]! * power);
    opens[row] = o - previousClose;
    closes[row] = c - o;
    highs[row] = Math.round(high[row]! * power) - (o > c ? o : c);
    lows[row] = (o < c ? o : c) - Math.round(low[row]! * power);
    previousClose = c;
  }
  writer.byte(places);
  writer.float64(first);
  for (const differences of [opens, closes, highs, lows]) writeIntegers(writer, differences);
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
