import {
  type CandleBatch,
  DAY_MS,
  intervalMs,
  isInterval,
  type Market as MarketName,
  type Series,
  sliceBatch,
} from '@wick/core';
import { joinBatches } from '../candles/join-batches.ts';
import type { Exchange } from './exchange.ts';
import * as refusal from './refusal.ts';
import { RefusedRequest } from './refusal.ts';

export interface KlineQuery {
  readonly series: Series;
  /** Inclusive bounds of the open time. */
  readonly startMs: number | undefined;
  readonly endMs: number | undefined;
  readonly limit: number;
}

const MAX_LIMIT = { spot: 1_000, um: 1_500, cm: 1_500 } as const;
const KNOWN_PARAMETERS = ['symbol', 'interval', 'startTime', 'endTime', 'timeZone', 'limit'];
/** Symbols are not only ASCII since 2025-12, but never in lower case. */
const LEGAL_SYMBOL = /^[\p{Lu}\p{Lo}\p{N}._-]{1,50}$/u;
const CM_LONGEST_MS = 200 * DAY_MS;

/** @throws RefusedRequest with the exchange's own code for the first thing that is wrong */
export function parseKlineQuery(market: MarketName, parameters: URLSearchParams, exchange: Exchange): KlineQuery {
  const sent = [...parameters.keys()];
  const read = sent.filter((name) => KNOWN_PARAMETERS.includes(name)).length;
  if (read < sent.length) throw new RefusedRequest(refusal.unreadParameters(read, sent.length));
  const symbol = mandatory(parameters, 'symbol');
  if (!LEGAL_SYMBOL.test(symbol)) {
    throw new RefusedRequest(refusal.illegalCharacters('symbol', String.raw`^[\w\-._&&[^a-z]]{1,50}$`));
  }
  const interval = mandatory(parameters, 'interval');
  const offered = isInterval(interval) && !(interval === '1s' && market !== 'spot');
  if (!offered) throw new RefusedRequest(refusal.invalidInterval());
  if (!exchange.listing(market, symbol)) throw new RefusedRequest(refusal.invalidSymbol());
  const startMs = time(parameters, 'startTime');
  const endMs = time(parameters, 'endTime');
  if (market !== 'spot' && startMs !== undefined && endMs !== undefined) {
    if (startMs > endMs) throw new RefusedRequest(refusal.startAfterEnd());
    if (market === 'cm' && endMs - startMs > CM_LONGEST_MS) throw new RefusedRequest(refusal.periodTooLong());
  }
  return {
    series: { exchange: 'simulated', market, symbol, interval },
    startMs,
    endMs,
    limit: limitOf(market, whole(parameters, 'limit') ?? 500),
  };
}

/** COIN-M futures look at 200 days at most, and choose the end that they are not given. */
function withBothEnds({ startMs, endMs }: KlineQuery, nowMs: number): { startMs: number; endMs: number } {
  const end = endMs ?? (startMs === undefined ? nowMs : Math.min(nowMs, startMs + CM_LONGEST_MS));
  return { startMs: startMs ?? end - CM_LONGEST_MS, endMs: end };
}

/**
 * What the exchange answers: with a start the oldest rows from it, without one the newest. COIN-M futures always answer with
 * the newest rows of the range.
 */
export function queryToCandles(query: KlineQuery, exchange: Exchange): CandleBatch {
  const { series, limit } = query;
  const nowMs = exchange.clock.nowMs();
  const { startMs, endMs } = series.market === 'cm' ? withBothEnds(query, nowMs) : query;
  const fromMs = Math.max(startMs ?? 0, exchange.firstOpenTimeMs(series));
  const toMs = Math.min(endMs ?? Infinity, nowMs) + 1;
  const newest = startMs === undefined || series.market === 'cm';
  // In windows, because history may be long; a window may hold fewer rows than it has room for, where there are gaps.
  const windowMs = limit * intervalMs(series.interval);
  let found = exchange.candlesSoFar(series, { fromMs: toMs, toMs });
  for (let done = 0; found.length < limit && fromMs + done < toMs; done += windowMs) {
    const window = newest
      ? { fromMs: Math.max(fromMs, toMs - done - windowMs), toMs: toMs - done }
      : { fromMs: fromMs + done, toMs: Math.min(toMs, fromMs + done + windowMs) };
    const more = exchange.candlesSoFar(series, window);
    found = newest ? joinBatches(more, found) : joinBatches(found, more);
  }
  return newest ? sliceBatch(found, Math.max(0, found.length - limit), found.length) : sliceBatch(found, 0, Math.min(limit, found.length));
}

/** Weight of a request: spot is flat, futures charge by rows asked for. */
export function weightOfQuery(market: MarketName, limit: number): number {
  if (market === 'spot') return 2;
  if (limit < 100) return 1;
  if (limit < 500) return 2;
  return limit <= 1_000 ? 5 : 10;
}

/** Spot gives at most 1000 rows to whoever asks for more; futures refuse. */
function limitOf(market: MarketName, limit: number): number {
  if (limit < 1 || (market !== 'spot' && limit > MAX_LIMIT[market])) throw new RefusedRequest(refusal.invalidData('limit'));
  return Math.min(limit, MAX_LIMIT[market]);
}

function mandatory(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (!value) throw new RefusedRequest(refusal.missingParameter(name));
  return value;
}

function whole(parameters: URLSearchParams, name: string): number | undefined {
  const text = parameters.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,20}$/.test(text)) throw new RefusedRequest(refusal.illegalCharacters(name, '^[0-9]{1,20}$'));
  return Number(text);
}

/** Milliseconds; microseconds are understood too and are told by their size. */
function time(parameters: URLSearchParams, name: string): number | undefined {
  const value = whole(parameters, name);
  return value !== undefined && value >= 1e14 ? value / 1_000 : value;
}
