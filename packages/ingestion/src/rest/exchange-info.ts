import { WickError } from '@wick/core';

/** What the exchange says of a symbol. */
export interface ExchangeSymbol {
  readonly symbol: string;
  /** TRADING, BREAK, HALT, … as the exchange writes it. */
  readonly status: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  /** When trading began, where the exchange says so: of futures only. */
  readonly listedMs?: number;
  /** When the contract is settled, or was: of futures only. Perpetual contracts have a date in the far future. */
  readonly settledMs?: number;
}

/** Does it trade, as far as the exchange says? Candles of others may still be there. */
export const isTrading = ({ status, settledMs = Infinity }: ExchangeSymbol, nowMs: number): boolean =>
  (status === 'TRADING' || status.startsWith('PENDING') || status.startsWith('PRE_TRADING')) && settledMs > nowMs;

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
  readonly symbols: readonly RawSymbol[];
}

/** Of spot, and what futures say besides. COIN-M futures call the status by another name. */
interface RawSymbol {
  readonly symbol: string;
  readonly status?: string;
  readonly contractStatus?: string;
  readonly baseAsset: string;
  readonly quoteAsset: string;
  readonly onboardDate?: number;
  readonly deliveryDate?: number;
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
    symbols: symbols.filter((symbol) => typeof (symbol as RawSymbol | null)?.symbol === 'string').map(readSymbol),
  };
}

const readSymbol = ({ symbol, status, contractStatus, baseAsset, quoteAsset, onboardDate, deliveryDate }: RawSymbol): ExchangeSymbol => ({
  symbol, baseAsset, quoteAsset,
  status: status ?? contractStatus ?? 'unknown',
  ...(onboardDate !== undefined && { listedMs: onboardDate }),
  ...(deliveryDate !== undefined && { settledMs: deliveryDate }),
});
