import { type Distance, type EntryOrder, entryOrderToText } from '@wick/core';
import type { DraftOrder, Side } from '../draft/draft.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';
import type { Clause } from './clause.ts';
import { DISTANCE_WORDS, takeDistance } from './distance.ts';

const VERBS = ['enter', 'enter long', 'enter trade', 'enter position', 'enter short', 'enter each trade', 'entry', 'entry order', 'buy', 'go long', 'go short', 'short', 'sell short', 'use', 'place', 'set', 'put', 'open position', 'open', 'work'];
const MEANS = ['with', 'by', 'on', 'at', 'via', 'through', 'use', 'as', ':'];
const NOUNS: Readonly<Record<EntryOrder['kind'], readonly string[]>> = {
  limit: ['limit order', 'limit entry', 'limit entry order', 'buy limit', 'buy limit order', 'limit buy', 'limit buy order', 'short limit order', 'sell short limit order'],
  stop: ['stop order', 'stop entry', 'stop entry order', 'buy stop', 'buy stop order', 'stop buy', 'stop buy order', 'short stop order', 'sell short stop order', 'stop market order'],
  'stop-limit': ['stop limit', 'stop limit order', 'buy stop limit', 'buy stop limit order', 'stop limit entry', 'stop limit entry order', 'stop limit buy order'],
};
/** Enough after `enter with`. */
const SHORT_NOUNS: Readonly<Record<EntryOrder['kind'], readonly string[]>> = { ...NOUNS, limit: [...NOUNS.limit, 'limit'] };
/** Of a short; where nothing is sold short, a sell order closes a long. */
const SELL_NOUNS: Readonly<Record<EntryOrder['kind'], readonly string[]>> = {
  limit: ['sell limit', 'sell limit order'],
  stop: ['sell stop', 'sell stop order'],
  'stop-limit': ['sell stop limit', 'sell stop limit order'],
};
const LINKS = ['at', 'of', 'placed', 'placed at', ':', 'set at', 'is', 'that is', 'which is', ': stop', ': stop at', 'with stop', 'with stop at'];
const PLACES = { below: ['below', 'under', 'lower', 'lower than'], above: ['above', 'over', 'higher', 'higher than'], beside: ['better than', 'better', 'beyond', 'away from', 'away', 'off', 'from'] };
const CLOSES = ['close', 'last close', 'signal close', "signal's close", 'close of signal', 'signal', 'signal price', 'signal bar', 'signal bar close', "signal bar's close", "bar's close", 'close of bar', 'close of signal bar', 'price', 'current price', 'market', 'market price', 'last price', 'it'];
const LIMITS = ['limit', 'limit of', 'limit at', 'limit order', ', limit', 'and limit', 'with limit', 'and limit at', 'with limit at', 'with limit of', ', with limit', ', with limit of', ', and limit'];
const STOPS = ['stop', 'stop price', 'that', 'it'];
const LIVES = ['good for', 'valid for', 'for', 'for up to', 'within', 'valid', 'for next', 'within next', 'for at most', 'that expire after', 'expire after', 'cancel after', 'cancel if not filled within', 'cancel if not filled after', 'if not filled within', 'live for', 'that is valid for', 'that is good for', 'is valid for', 'is good for', 'over next'];

/** `enter with a limit order 0.5% below the close`, `buy stop 1% above, valid for 5 bars`, `buy 1 ATR below with a limit order`. */
export const entryOrderClause: Clause = {
  vocabulary: [
    ...VERBS, ...MEANS, ...Object.values(SHORT_NOUNS).flat(), ...Object.values(SELL_NOUNS).flat(), ...LINKS, ...Object.values(PLACES).flat(), ...CLOSES, ...LIMITS, ...STOPS, ...LIVES, ...DISTANCE_WORDS,
  ],
  examples: ['enter with a limit order 0.5% below the close', 'buy stop 1% above the close, valid for 5 bars', 'stop-limit order 1% above with a limit 0.2% above it'],
  read: (reader, draft) => {
    const start = reader.position;
    const entry = reader.attempt(() => readOrderFirst(reader, draft.sellsShort)) ?? reader.attempt(() => readPlaceFirst(reader));
    if (!entry) return undefined;
    if (draft.entryOrder) {
      reader.position = start;
      return undefined;
    }
    draft.entryOrder = { ...entry, side: sideSaid(reader.tokens.slice(start, reader.position).map(({ text }) => text)) };
    reader.understand(start, `entry order: ${entryOrderToText(entry.order)}`);
    return 'read';
  },
};

/** "Buy stop" is said of longs, "enter short with …" of shorts. */
const sideSaid = (words: readonly string[]): Side | undefined =>
  words.some((word) => word === 'short' || word === 'sell') ? 'short' : words.some((word) => word === 'buy' || word === 'long') ? 'long' : undefined;

interface Place {
  readonly offset: Distance;
  readonly lies: DraftOrder['lies'];
}

/** `enter with a limit order 0.5% below the close`. */
function readOrderFirst(reader: Reader, sellsShort: boolean): DraftOrder | undefined {
  const kind = readKind(reader) ?? (sellsShort ? reader.takeKey(SELL_NOUNS) : undefined);
  if (!kind) return undefined;
  reader.take(LINKS);
  const place = readPlace(reader);
  return place && completed(reader, kind, place);
}

/** `buy 0.5% below the close with a limit order`. */
function readPlaceFirst(reader: Reader): DraftOrder | undefined {
  if (!reader.take(VERBS)) return undefined;
  reader.take(LINKS);
  const place = readPlace(reader);
  const kind = place && reader.take(MEANS) ? reader.takeKey(SHORT_NOUNS) : undefined;
  return place && kind && completed(reader, kind, place);
}

function readKind(reader: Reader): EntryOrder['kind'] | undefined {
  return (
    reader.attempt(() => (reader.take(VERBS) && reader.take(MEANS) ? reader.takeKey(SHORT_NOUNS) : undefined)) ??
    reader.attempt(() => (reader.take(VERBS) ? reader.takeKey(NOUNS) : undefined)) ??
    reader.takeKey(NOUNS)
  );
}

function readPlace(reader: Reader): Place | undefined {
  const offset = takeDistance(reader);
  if (!offset) return undefined;
  const place = reader.takeKey(PLACES);
  if (place) reader.take(CLOSES);
  return { offset, lies: place === 'beside' ? undefined : place };
}

function completed(reader: Reader, kind: EntryOrder['kind'], { offset, lies }: Place): DraftOrder | undefined {
  const limit = kind === 'limit' ? undefined : readLimit(reader);
  if (kind === 'stop-limit' && !limit) return undefined;
  const bars = readLife(reader);
  if (limit) return { order: { kind: 'stop-limit', offset, limit, bars }, lies };
  return { order: { kind: kind === 'limit' ? 'limit' : 'stop', offset, bars }, lies };
}

/** `and a limit 0.2% beyond the stop`. */
function readLimit(reader: Reader): Distance | undefined {
  return reader.attempt(() => {
    if (!reader.take(LIMITS)) return undefined;
    const limit = takeDistance(reader);
    if (limit && reader.takeKey(PLACES)) reader.take(STOPS);
    return limit;
  });
}

function readLife(reader: Reader): number {
  const said = reader.attempt(() => {
    reader.take([',']);
    if (!reader.take(LIVES)) return undefined;
    const bars = reader.takeWhole();
    return bars !== undefined && takeUnit(reader) ? bars : undefined;
  });
  if (said !== undefined) return said;
  reader.assume('The order is good for 1 bar, as the sentence does not say for how long.');
  return 1;
}
