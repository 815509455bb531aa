import { type FundingContract, type FundingRates, WickError } from '@wick/core';

/**
 * Rows of `fundingRate` as columns. A row that is repeated is dropped.
 * @throws WickError CANDLES_DAMAGED if this is not what Binance documents
 */
export function rowsToFunding(contract: FundingContract, rows: unknown): FundingRates {
  if (!Array.isArray(rows)) throw damaged(contract, 'not a list of rows', rows);
  const room = (): Float64Array => new Float64Array(rows.length);
  const [timeMs, rate, markPrice] = [room(), room(), room()];
  let length = 0;
  for (const row of rows as unknown[]) {
    const read = readRow(row);
    if (!read) throw damaged(contract, 'not a funding rate', row);
    const last = length - 1;
    if (length > 0 && read.timeMs === timeMs[last] && read.rate === rate[last]) continue;
    if (length > 0 && !(read.timeMs > timeMs[last]!)) throw damaged(contract, 'out of order', row);
    timeMs[length] = read.timeMs;
    rate[length] = read.rate;
    markPrice[length++] = read.markPrice;
  }
  return { contract, length, timeMs: timeMs.subarray(0, length), rate: rate.subarray(0, length), markPrice: markPrice.subarray(0, length) };
}

/** Consecutive rates of one contract as one. */
export function joinFunding(contract: FundingContract, parts: readonly FundingRates[]): FundingRates {
  const join = (column: (part: FundingRates) => Float64Array): Float64Array => Float64Array.from(parts.flatMap((part) => [...column(part)]));
  const timeMs = join((part) => part.timeMs);
  return { contract, length: timeMs.length, timeMs, rate: join((part) => part.rate), markPrice: join((part) => part.markPrice) };
}

const RATE = /^-?\d+(?:\.\d+)?$/;
const PRICE = /^\d+(?:\.\d+)?$/;

function readRow(row: unknown): { readonly timeMs: number; readonly rate: number; readonly markPrice: number } | undefined {
  const { fundingTime, fundingRate, markPrice } = (row ?? {}) as { fundingTime?: unknown; fundingRate?: unknown; markPrice?: unknown };
  if (!Number.isSafeInteger(fundingTime) || typeof fundingRate !== 'string' || !RATE.test(fundingRate)) return undefined;
  // Empty, or not there at all, before 2023-10-31.
  const price = typeof markPrice === 'string' && markPrice !== '' ? markPrice : undefined;
  if (price !== undefined && !PRICE.test(price)) return undefined;
  return { timeMs: fundingTime as number, rate: Number(fundingRate), markPrice: price === undefined ? NaN : Number(price) || NaN };
}

const damaged = ({ market, symbol }: FundingContract, what: string, row: unknown): WickError =>
  new WickError('CANDLES_DAMAGED', `The exchange's funding rates of ${symbol} (${market}) hold something that is ${what}.`, {
    remedy: 'Try again; if it stays so, the address does not belong to Binance, or Binance has changed its format.',
    details: { row: JSON.stringify(row)?.slice(0, 300) },
  });
