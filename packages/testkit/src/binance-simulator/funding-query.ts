import { type FundingRates, HOUR_MS, type Market as MarketName, type TimeRange } from '@wick/core';
import type { Exchange } from './exchange.ts';
import * as refusal from './refusal.ts';
import { RefusedRequest } from './refusal.ts';

const MAX_LIMIT = 1_000;
/** The exchange says what the mark price was from here on. */
const MARK_PRICE_FROM_MS = Date.UTC(2023, 9, 31);

export interface FundingRow {
  readonly symbol: string;
  readonly fundingTime: number;
  readonly fundingRate: string;
  /** Empty where the exchange does not say. */
  readonly markPrice: string;
}

/** The answer to `fundingRate`: ascending from the start, without one the newest. @throws RefusedRequest */
export function answerFunding(exchange: Exchange, market: MarketName, parameters: URLSearchParams): FundingRow[] {
  const symbol = parameters.get('symbol');
  if (!symbol) throw new RefusedRequest(refusal.missingParameter('symbol'));
  if (!exchange.listing(market, symbol)) throw new RefusedRequest(refusal.invalidSymbol());
  const limit = Number(parameters.get('limit') ?? 100);
  if (!(limit >= 1 && limit <= MAX_LIMIT)) throw new RefusedRequest(refusal.invalidData('limit'));
  const [start, end] = [parameters.get('startTime'), parameters.get('endTime')];
  const rows = fundingRows(exchange, market, symbol, { fromMs: Number(start ?? 0), toMs: end === null ? Infinity : Number(end) + 1 });
  return start === null ? rows.slice(-limit) : rows.slice(0, limit);
}

/** The same as columns: what a client should have. */
export function fundingTruth(exchange: Exchange, market: Exclude<MarketName, 'spot'>, symbol: string, range: TimeRange): FundingRates {
  const rows = fundingRows(exchange, market, symbol, range);
  const column = (value: (row: FundingRow) => number): Float64Array => Float64Array.from(rows, value);
  return {
    contract: { exchange: 'simulated', market, symbol },
    length: rows.length,
    timeMs: column(({ fundingTime }) => fundingTime),
    rate: column(({ fundingRate }) => Number(fundingRate)),
    markPrice: column(({ markPrice }) => (markPrice === '' ? NaN : Number(markPrice))),
  };
}

/** Paid every eight hours, of some contracts every four, some milliseconds late; of contracts with an end never. */
function fundingRows(exchange: Exchange, market: MarketName, symbol: string, range: TimeRange): FundingRow[] {
  const { listedMs = Date.UTC(2019, 8, 8), delistedMs = Infinity, fundingHours = 8 } = exchange.listing(market, symbol) ?? {};
  if (/_\d{6}$/.test(symbol)) return [];
  const stepMs = fundingHours * HOUR_MS;
  const endMs = Math.min(range.toMs, exchange.clock.nowMs() + 1, delistedMs);
  const rows: FundingRow[] = [];
  for (let number = Math.ceil(Math.max(range.fromMs - HOUR_MS, listedMs) / stepMs); number * stepMs < endMs; number++) {
    const fundingTime = number * stepMs + ((number * 7) % 23);
    if (fundingTime < range.fromMs || fundingTime >= endMs) continue;
    const rate = 1e-4 + 4e-4 * Math.sin(number * 1.3 + symbol.length);
    const markPrice = fundingTime < MARK_PRICE_FROM_MS ? '' : (30_000 + 10_000 * Math.sin(number / 50)).toFixed(8);
    rows.push({ symbol, fundingTime, fundingRate: rate.toFixed(8), markPrice });
  }
  return rows;
}
