import { WickError } from '@wick/core';

/** What the exchange says of a symbol. */
export interface ExchangeSymbol {
  readonly symbol: string;
  /** TRADING, BREAK, HALT, … as the exchange writes it. */
  readonly status: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
}

/** The parts of `exchangeInfo` that matter here. */
export interface ExchangeInfo {
  readonly serverTimeMs: number;
  /** Request weight that may be spent a minute. */
  readonly weightPerMinute: number;
  readonly symbols: readonly ExchangeSymbol[];
}

interface RawInfo {
  readonly serverTime: number;
  readonly rateLimits: readonly { rateLimitType: string; interval: string; intervalNum: number; limit: number }[];
  readonly symbols: readonly ExchangeSymbol[];
}

/** @throws WickError EXCHANGE_REFUSED if this is no answer of Binance's */
export function readExchangeInfo(body: unknown): ExchangeInfo {
  const { serverTime, rateLimits, symbols } = (body ?? {}) as Partial<RawInfo>;
  const limit = rateLimits?.find(({ rateLimitType, interval }) => rateLimitType === 'REQUEST_WEIGHT' && interval === 'MINUTE');
  if (typeof serverTime !== 'number' || !limit || !Array.isArray(symbols)) {
    throw new WickError('EXCHANGE_REFUSED', 'The address answers, but not as Binance does.', {
      remedy: 'Check the base URL.',
      details: { body: JSON.stringify(body)?.slice(0, 300) },
    });
  }
  return {
    serverTimeMs: serverTime,
    weightPerMinute: limit.limit / limit.intervalNum,
    symbols: symbols.map(({ symbol, status, baseAsset, quoteAsset }) => ({ symbol, status, baseAsset, quoteAsset })),
  };
}
