import { type Size, sizeToText } from '@wick/core';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { DISTANCE_WORDS, takePercent } from './distance.ts';

const VERBS = ['use', 'invest', 'allocate', 'size', 'position size', 'trade with', 'put', 'commit', 'trade size', 'order size', 'bet', 'buy with', 'each trade uses', 'spend', 'buy for', 'size position at', 'stake'];
const LINKS = ['of', ':', 'is', 'at', '==', 'up to', 'to'];
const SHARES = { 100: ['all', 'all of', 'full', 'whole', 'everything'], 50: ['half', 'half of'], 25: ['quarter', 'quarter of'] };
export const EQUITY = ['equity', 'capital', 'account', 'balance', 'portfolio', 'cash', 'funds', 'money', 'account equity', 'available capital', 'available cash', 'account balance', 'position', 'wallet'];
const QUOTE = ['usdt', 'usdc', 'busd', 'fdusd', 'usd', 'dollar', 'dollars', 'eur', 'euro', 'quote', 'quote asset', 'bucks'];
const BASE = ['btc', 'eth', 'bnb', 'sol', 'xrp', 'ada', 'doge', 'coin', 'coins', 'base', 'base asset', 'unit', 'units', 'bitcoin'];
export const PER_TRADE = ['per trade', 'each trade', 'each time', 'for each trade', 'on each trade', 'per position', 'per entry', 'in each trade'];
const ALL_IN = ['all in', 'go all in', 'full size'];

/** `use 50% of the equity`, `half of the capital`, `1000 USDT per trade`, `0.5 BTC per trade`. */
export const sizeClause: Clause = {
  vocabulary: [...VERBS, ...Object.values(SHARES).flat(), ...EQUITY, ...QUOTE, ...BASE, ...PER_TRADE, ...ALL_IN, ...LINKS, '$', ...DISTANCE_WORDS],
  examples: ['use 50% of the equity', '1000 USDT per trade', '0.5 BTC per trade'],
  read: (reader, draft) => {
    const start = reader.position;
    const verb = reader.take(VERBS);
    reader.take(LINKS);
    const size = takeSize(reader, verb);
    if (!size || !draft.setSize(size)) {
      reader.position = start;
      return undefined;
    }
    reader.understand(start, `size: ${sizeToText(size)}`);
    return 'read';
  },
};

/** A share of the equity or an amount. @param verb was it introduced by a verb of its own, so that "50%" alone is a size? */
export function takeSize(reader: Reader, verb = true): Size | undefined {
  const size = reader.attempt(() => readEquity(reader, verb)) ?? reader.attempt(() => readMoney(reader, verb)) ?? readAllIn(reader);
  if (size) reader.take(PER_TRADE);
  return size;
}

function readEquity(reader: Reader, verb: boolean): Size | undefined {
  const share = reader.takeKey(SHARES as unknown as Record<string, readonly string[]>);
  const percent = share === undefined ? takePercent(reader) : Number(share);
  if (percent === undefined) return undefined;
  reader.take(['of', 'of available']);
  const named = reader.take(EQUITY);
  const sized = !named && (reader.take(['position size', 'size']) || reader.sees(PER_TRADE));
  return named || sized || (verb && share === undefined) ? { kind: 'equity', percent } : undefined;
}

function readMoney(reader: Reader, verb: boolean): Size | undefined {
  const dollars = reader.take(['$']);
  const amount = reader.takeNumber();
  if (amount === undefined) return undefined;
  const unit = dollars || reader.take(QUOTE) ? 'quote' : reader.take(BASE) ? 'base' : undefined;
  reader.take(['worth', 'of']);
  if (!unit || !(verb || dollars || reader.sees(PER_TRADE))) return undefined;
  return unit === 'quote' ? { kind: 'value', value: amount } : { kind: 'amount', amount };
}

const readAllIn = (reader: Reader): Size | undefined => (reader.take(ALL_IN) ? { kind: 'equity', percent: 100 } : undefined);
