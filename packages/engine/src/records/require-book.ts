import { WickError } from '@wick/core';
import type { Account, RunBook } from './account-records.ts';

/**
 * Orders that records can be made of: of instruments and bars that there are, those of one instrument in ascending bars, sizes and
 * prices above zero.
 *
 * @throws WickError OPTION_INVALID that names the first order which is none
 */
export function requireOrders({ orders, closes }: RunBook): void {
  const bars = closes[0]?.length ?? 0;
  if (closes.some(({ length }) => length !== bars)) throw invalid('The instruments have closes of different lengths.', 'Give one close for each bar of each instrument.');
  const lastBar = new Int32Array(closes.length);
  const { length, bar, instrument, size, price } = orders;
  for (let row = 0; row < length; row++) {
    const of = instrument[row]!;
    const at = bar[row]!;
    const isInRange = of >= 0 && of < closes.length && at >= 0 && at < bars;
    if (isInRange && at >= lastBar[of]! && size[row]! > 0 && price[row]! > 0) lastBar[of] = at;
    else throw invalid(`Order ${row} (instrument ${of}, bar ${at}, size ${size[row]}, price ${price[row]}) cannot be recorded.`,
      `Give orders of instruments 0 to ${closes.length - 1} and bars 0 to ${bars - 1}, ascending for each instrument, with a size and a price above zero.`);
  }
}

/** @throws WickError OPTION_INVALID */
export function requireAccount({ closes }: RunBook, { instruments, initialCash }: Account, value: Float64Array | undefined): void {
  const known = instruments.filter((instrument) => closes[instrument] !== undefined);
  if (known.length === 0 || known.length < instruments.length || new Set(known).size < known.length) {
    throw invalid(`An account of the instruments [${instruments.join(', ')}] is none of a run with ${closes.length}.`, 'Name at least one instrument of the run, each once.');
  }
  if (!(initialCash > 0 && initialCash < Infinity)) throw invalid(`An account cannot begin with ${initialCash}.`, 'Give an initial cash above zero.');
  const bars = closes[instruments[0]!]!.length;
  if (value !== undefined && value.length !== bars) {
    throw invalid(`There is a value for ${value.length} bars, but ${bars} bars.`, 'Give the value at the close of each bar.');
  }
}

const invalid = (message: string, remedy: string): WickError => new WickError('OPTION_INVALID', message, { remedy, details: { option: 'orders' } });
