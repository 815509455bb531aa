import type { Market as MarketName } from '@wick/core';
import type { MarketOptions } from '../candles/market.ts';

/** A symbol of the simulated exchange: what `exchangeInfo` says about it, and the market behind it. */
export interface SymbolListing extends Omit<MarketOptions, 'seed'> {
  /** Upper case. */
  readonly symbol: string;
  readonly market?: MarketName;
  readonly status?: SymbolStatus;
  /** When trading ends, or ended: no candle opens from here on. Klines still answer. */
  readonly delistedMs?: number;
  /** Between two payments of a perpetual contract; 8 unless told. */
  readonly fundingHours?: number;
  readonly baseAsset?: string;
  readonly quoteAsset?: string;
  /** Smallest order, in units of the quote asset. */
  readonly minNotional?: number;
}

export type SymbolStatus = 'TRADING' | 'END_OF_DAY' | 'HALT' | 'BREAK' | 'CANCEL_ONLY' | 'SETTLING';

const MAJORS: readonly SymbolListing[] = [
  { symbol: 'BTCUSDT', startPrice: 60_000, dailyQuoteVolume: 1.6e9, dailyVolatility: 0.024, tradeSize: 900 },
  { symbol: 'ETHUSDT', startPrice: 2_800, dailyQuoteVolume: 9e8, dailyVolatility: 0.031, tradeSize: 700, volumeDecimals: 4 },
  { symbol: 'SOLUSDT', startPrice: 140, dailyQuoteVolume: 3e8, dailyVolatility: 0.042, tradeSize: 350, volumeDecimals: 3, listedMs: Date.UTC(2020, 7, 11, 6) },
];

/** Three spot symbols, the same three as USD-margined futures, and one coin-margined future. */
export const DEFAULT_SYMBOLS: readonly SymbolListing[] = [
  ...MAJORS,
  ...MAJORS.map((listing): SymbolListing => ({ ...listing, market: 'um', volumeDecimals: 3, minNotional: 100, listedMs: Date.UTC(2020, 8, 14) })),
  { ...MAJORS[0]!, symbol: 'BTCUSD_PERP', market: 'cm', quoteAsset: 'USD', priceDecimals: 1, listedMs: Date.UTC(2020, 7, 11) },
];

/** Binance's own separation of a symbol into its assets, for the usual quote assets. */
export function assetsOf(listing: SymbolListing): { baseAsset: string; quoteAsset: string } {
  const match = /^(.+?)(USDT|USDC|FDUSD|BTC|ETH|BNB|EUR|TRY|USD)(?:_.*)?$/u.exec(listing.symbol);
  return {
    baseAsset: listing.baseAsset ?? match?.[1] ?? listing.symbol,
    quoteAsset: listing.quoteAsset ?? match?.[2] ?? 'USDT',
  };
}
