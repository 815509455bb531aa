import type { Column } from '@wick/core';
import { column } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

/** What each candle column is called; the first is the name that a paraphrase uses. */
export const COLUMN_NOUNS: Readonly<Record<Column, readonly string[]>> = {
  open: ['open', 'opening price', 'open price'],
  high: ['high', 'high price'],
  low: ['low', 'low price'],
  close: ['close', 'closing price', 'close price', 'candle close'],
  volume: ['volume', 'trading volume', 'base volume', 'vol'],
  quoteVolume: ['quote volume', 'quote asset volume'],
  trades: ['number of trades', 'trade count'],
  takerBuyVolume: ['taker buy volume'],
  takerBuyQuoteVolume: ['taker buy quote volume'],
};

const PRICE = ['price', 'last price', 'market price', 'market', 'current price'];

export const columnPhrase: Phrase = {
  vocabulary: [...Object.values(COLUMN_NOUNS).flat(), ...PRICE],
  examples: ['the close is above the open', 'price above the 200 EMA'],
  read: (reader) => {
    if (reader.take(PRICE)) {
      // "price closes above": the verb says which price, and belongs to the price.
      if (!reader.take(['close'])) reader.assume('"Price" means the close.');
      return column('close');
    }
    const name = reader.takeKey(COLUMN_NOUNS);
    return name && column(name);
  },
};
