import type { Market as MarketName } from '@wick/core';
import type { Exchange } from './exchange.ts';
import { contractSizeOf } from './kline-row.ts';
import { illegalCharacters, invalidSymbol, RefusedRequest } from './refusal.ts';
import { assetsOf, type SymbolListing } from './symbol-listing.ts';

/** The answer to `exchangeInfo`, with the fields that a client of candles reads. */
export function exchangeInfo(
  exchange: Exchange,
  market: MarketName,
  weightLimit: number,
  parameters: URLSearchParams,
): Record<string, unknown> {
  const rateLimits: unknown[] = [
    { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: weightLimit },
  ];
  if (market === 'spot') rateLimits.push({ rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 });
  return {
    timezone: 'UTC',
    serverTime: Math.floor(exchange.clock.nowMs()),
    ...(market === 'spot' ? {} : { futuresType: market === 'um' ? 'U_MARGINED' : 'COIN_MARGINED' }),
    rateLimits,
    exchangeFilters: [],
    symbols: wanted(exchange, market, parameters).map((listing) =>
      market === 'spot' ? spotSymbol(listing, parameters.get('showPermissionSets') !== 'false') : contract(listing),
    ),
  };
}

function wanted(exchange: Exchange, market: MarketName, parameters: URLSearchParams): SymbolListing[] {
  const one = parameters.get('symbol');
  const several = parameters.get('symbols');
  if (market !== 'spot' || (one === null && several === null)) return exchange.listings(market);
  return (one === null ? symbolList(several!) : [one]).map((symbol) => {
    const listing = exchange.listing(market, symbol);
    if (!listing) throw new RefusedRequest(invalidSymbol());
    return listing;
  });
}

function symbolList(text: string): string[] {
  try {
    return (JSON.parse(text) as unknown[]).map(String);
  } catch {
    throw new RefusedRequest(illegalCharacters('symbols', String.raw`^\["[A-Z0-9-_.]{1,50}"(,"[A-Z0-9-_.]{1,50}"){0,}\]$`));
  }
}

function spotSymbol(listing: SymbolListing, withPermissions: boolean): Record<string, unknown> {
  const { status = 'TRADING', priceDecimals = 2, volumeDecimals = 5, minNotional = 5 } = listing;
  return {
    symbol: listing.symbol,
    status,
    ...assetsOf(listing),
    baseAssetPrecision: 8,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: true,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: step(priceDecimals), maxPrice: '1000000.00000000', tickSize: step(priceDecimals) },
      { filterType: 'LOT_SIZE', minQty: step(volumeDecimals), maxQty: '9000.00000000', stepSize: step(volumeDecimals) },
      { filterType: 'NOTIONAL', minNotional: minNotional.toFixed(8), applyMinToMarket: true, maxNotional: '9000000.00000000', applyMaxToMarket: false, avgPriceMins: 5 },
    ],
    permissions: [],
    permissionSets: withPermissions ? [['SPOT', 'MARGIN']] : [],
  };
}

function contract(listing: SymbolListing): Record<string, unknown> {
  const { status = 'TRADING', priceDecimals = 2, volumeDecimals = 3, minNotional = 100, listedMs = 0 } = listing;
  const { baseAsset, quoteAsset } = assetsOf(listing);
  return {
    symbol: listing.symbol,
    pair: `${baseAsset}${quoteAsset}`,
    contractType: 'PERPETUAL',
    deliveryDate: listing.delistedMs ?? 4_133_404_800_000,
    onboardDate: listedMs,
    ...(listing.market === 'cm' ? { contractStatus: status, contractSize: contractSizeOf(listing.symbol) } : { status }),
    baseAsset,
    quoteAsset,
    marginAsset: listing.market === 'cm' ? baseAsset : quoteAsset,
    pricePrecision: priceDecimals,
    quantityPrecision: volumeDecimals,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: shortStep(priceDecimals), maxPrice: '1000000', tickSize: shortStep(priceDecimals) },
      { filterType: 'LOT_SIZE', minQty: shortStep(volumeDecimals), maxQty: '1000', stepSize: shortStep(volumeDecimals) },
      { filterType: 'MIN_NOTIONAL', notional: String(minNotional) },
    ],
  };
}

const step = (decimals: number): string => (10 ** -decimals).toFixed(8);
const shortStep = (decimals: number): string => (10 ** -decimals).toFixed(decimals);
