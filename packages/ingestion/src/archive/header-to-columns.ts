import type { Column, Market } from '@wick/core';

/** What a field of a row is: a column of candles, one of the two times, or nothing that is kept. */
export type Field = Column | 'openTime' | 'closeTime' | 'ignore';

/** How the rows of a file are laid out. */
export interface ColumnLayout {
  readonly fields: readonly Field[];
  /** Names in the header that mean nothing here. */
  readonly ignoredNames: readonly string[];
  /** The market, where only one writes such a header. */
  readonly market?: Market;
}

/** Binance's own order, for files without a header. */
export const BINANCE_LAYOUT: ColumnLayout = {
  fields: [
    'openTime', 'open', 'high', 'low', 'close', 'volume',
    'closeTime', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume', 'ignore',
  ],
  ignoredNames: [],
};

/** The same of COIN-M futures: contracts and base asset where others have base and quote asset, whatever a header says. */
const COIN_M_FIELDS: readonly Field[] = [
  'openTime', 'open', 'high', 'low', 'close', 'ignore',
  'closeTime', 'volume', 'trades', 'ignore', 'takerBuyVolume', 'ignore',
];

/** The layout of a market's file, where it is in Binance's own order: headers of COIN-M files mislabel their volumes. */
export function layoutOfMarket(layout: ColumnLayout, market: Market): ColumnLayout {
  const isBinances = layout.fields.join() === BINANCE_LAYOUT.fields.join();
  return market === 'cm' && isBinances ? { ...layout, fields: COIN_M_FIELDS } : layout;
}

/** Every name that Binance and common exports give a column. */
const FIELD_OF_NAME: Readonly<Record<string, Field>> = {
  open_time: 'openTime',
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  close_time: 'closeTime',
  quote_volume: 'quoteVolume',
  quote_asset_volume: 'quoteVolume',
  trades: 'trades',
  count: 'trades',
  number_of_trades: 'trades',
  taker_buy_volume: 'takerBuyVolume',
  taker_buy_base: 'takerBuyVolume',
  taker_buy_base_asset_volume: 'takerBuyVolume',
  taker_buy_quote: 'takerBuyQuoteVolume',
  taker_buy_quote_volume: 'takerBuyQuoteVolume',
  taker_buy_quote_asset_volume: 'takerBuyQuoteVolume',
  ignore: 'ignore',
};

const REQUIRED = ['openTime', 'open', 'high', 'low', 'close', 'volume'] as const satisfies readonly Field[];

/** Only USD-M futures files of Binance start with one of these; its spot files have no header at all. */
const UM_HEADERS: ReadonlySet<string> = new Set([
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore',
  'open_time,open,high,low,close,volume,close_time,quote_asset_volume,number_of_trades,taker_buy_base_asset_volume,taker_buy_quote_asset_volume,ignore',
]);

/** Does a file start with a header? A row of candles starts with a digit. */
export const isHeader = (line: string): boolean => /^[A-Za-z"_]/.test(line);

/** The layout that a header line names, or the names that it lacks or repeats. */
export function headerToColumns(line: string): ColumnLayout | { readonly missing: readonly string[] } {
  const names = line.split(',').map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase().replace(/ /g, '_'));
  const fields = names.map((name) => FIELD_OF_NAME[name] ?? 'ignore');
  const missing = REQUIRED.filter((field) => !fields.includes(field));
  const repeated = fields.filter((field, index) => field !== 'ignore' && fields.indexOf(field) !== index);
  if (missing.length > 0 || repeated.length > 0) return { missing: [...missing, ...repeated] };
  return {
    fields,
    ignoredNames: names.filter((name) => FIELD_OF_NAME[name] === undefined),
    ...(UM_HEADERS.has(names.join(',')) && { market: 'um' as const }),
  };
}
