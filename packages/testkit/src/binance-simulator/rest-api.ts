import type { Market as MarketName } from '@wick/core';
import type { Exchange } from './exchange.ts';
import { exchangeInfo } from './exchange-info.ts';
import { answerFunding } from './funding-query.ts';
import type { Answer } from './http-answer.ts';
import { parseKlineQuery, queryToCandles, weightOfQuery } from './kline-query.ts';
import { candleToKlineRow } from './kline-row.ts';
import { invalidTimeUnit, notFound, RefusedRequest } from './refusal.ts';
import type { WeightBudget } from './weight-budget.ts';

const PATHS: Readonly<Record<string, MarketName>> = { '/api/v3/': 'spot', '/fapi/v1/': 'um', '/dapi/v1/': 'cm' };
const INFO_WEIGHT = { spot: 20, um: 1, cm: 1 } as const;

/** The market that a path belongs to, by its host's prefix. */
export const marketOfPath = (path: string): MarketName | undefined =>
  Object.entries(PATHS).find(([prefix]) => path.startsWith(prefix))?.[1];

/** Funding rates have a limit of requests of their own. */
export const isFunding = (url: URL): boolean => url.pathname.endsWith('/fundingRate');

/** Weight of a request, known before it is looked at any closer. */
export function weightOf(market: MarketName, url: URL): number {
  if (url.pathname.endsWith('/klines')) return weightOfQuery(market, Number(url.searchParams.get('limit') ?? 500));
  // Counted apart.
  if (isFunding(url)) return 0;
  return url.pathname.endsWith('/exchangeInfo') ? INFO_WEIGHT[market] : 1;
}

/** The public endpoints. @throws RefusedRequest */
export function answerRest(
  exchange: Exchange,
  budget: WeightBudget,
  market: MarketName,
  url: URL,
  timeUnit: string | undefined,
): Answer {
  const microseconds = wantsMicroseconds(market, timeUnit);
  switch (url.pathname.slice(url.pathname.lastIndexOf('/') + 1)) {
    case 'ping':
      return { status: 200, body: {} };
    case 'time':
      return { status: 200, body: { serverTime: Math.floor(exchange.clock.nowMs()) * (microseconds ? 1_000 : 1) } };
    case 'exchangeInfo':
      return { status: 200, body: exchangeInfo(exchange, market, budget.limit, url.searchParams) };
    case 'klines': {
      const candles = queryToCandles(parseKlineQuery(market, url.searchParams, exchange), exchange);
      const rows = Array.from({ length: candles.length }, (_, row) => candleToKlineRow(candles, row, microseconds));
      return { status: 200, body: rows };
    }
    case 'fundingRate':
      if (market === 'spot') throw new RefusedRequest(notFound());
      return { status: 200, body: answerFunding(exchange, market, url.searchParams) };
    default:
      throw new RefusedRequest(notFound());
  }
}

function wantsMicroseconds(market: MarketName, timeUnit: string | undefined): boolean {
  if (market !== 'spot' || timeUnit === undefined) return false;
  if (!/^(micro|milli)second$/i.test(timeUnit)) throw new RefusedRequest(invalidTimeUnit());
  return timeUnit.toLowerCase() === 'microsecond';
}
