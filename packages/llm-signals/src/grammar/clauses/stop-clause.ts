import { type Distance, distanceToText } from '@wick/core';
import type { StopKind } from '../draft/draft.ts';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { DISTANCE_WORDS, takeAtr, takeDistance, takeMultiple } from './distance.ts';

const NOUNS: Readonly<Record<StopKind, readonly string[]>> = {
  stopLoss: ['stop', 'stop loss', 'sl', 'stoploss', 'hard stop', 'protective stop', 'initial stop', 'stop at loss'],
  takeProfit: ['take profit', 'target', 'profit target', 'tp', 'profit', 'price target', 'target profit', 'profit taking'],
  trailingStop: ['trailing stop', 'trailing stop loss', 'trail stop', 'trailing', 'trail', 'stop trailing', 'trailing sl', 'tsl'],
};
/** Verbs that make a distance of profit or loss a target or a stop. */
const LEAVES = ['exit at', 'sell at', 'close at', 'exit with', 'cover at', 'get out at', 'take', 'exit after', 'sell after'];
const RESULTS: Readonly<Record<Exclude<StopKind, 'trailingStop'>, readonly string[]>> = {
  stopLoss: ['loss', 'loss from entry', 'drawdown'],
  takeProfit: ['profit', 'gain', 'gains', 'return'],
};
const LINKS = ['of', 'at', ':', 'by', 'is', 'set at', '==', 'stop of', 'set to', 'to'];
/** Where it lies; a stop of shorts lies above the entry and so does a target of longs. */
const PLACES = { below: ['below entry', 'below entry price', 'under entry', 'below buy price'], above: ['above entry', 'above entry price'], beside: ['from entry', 'from entry price'] } as const;
/** Only a trailing stop follows the best price. */
const PEAKS = ['off high', 'from high', 'below high', 'below highest high', 'from peak'];
const TAILS = ['away', 'per trade', 'both side', 'on both side', 'for both side'];
/** What lies anywhere else is no distance from the entry. */
const ELSEWHERE = ['below', 'above', 'under', 'over', 'beneath', 'from', 'off', 'behind'];
const BASED = ['based'];
const FACTORS = ['with multiple of', 'with multiplier of', 'with multiple', 'with multiplier', 'with factor of', 'with factor', 'multiple', 'multiplier', 'with'];
const TITLES: Readonly<Record<StopKind, string>> = { stopLoss: 'stop loss', takeProfit: 'take profit', trailingStop: 'trailing stop' };

/** `2% stop`, `take profit at 4%`, `trailing stop of 3 ATR`, `exit at 4% profit`, `ATR stop with multiplier 3`. */
export const stopClause: Clause = {
  vocabulary: [...Object.values(NOUNS).flat(), ...LEAVES, ...Object.values(RESULTS).flat(), ...LINKS, ...Object.values(PLACES).flat(), ...PEAKS, ...TAILS, ...BASED, ...FACTORS, ...DISTANCE_WORDS],
  examples: ['2% stop', 'stop loss of 2%', 'take profit 4%', 'trailing stop of 3%', 'trailing stop of 3 ATR', '2 ATR stop'],
  read: (reader, draft) => {
    const start = reader.position;
    // "Exit when …, or at 10% profit".
    if (draft.endsWithExit && reader.take(['or', ', or']) && !readsExit(reader)) {
      reader.position = start;
      return undefined;
    }
    const found =
      reader.attempt(() => readDistanceFirst(reader)) ?? reader.attempt(() => readResult(reader)) ?? reader.attempt(() => readAtrStop(reader)) ?? readNounFirst(reader);
    if (!found || found === 'begun') return found;
    reader.take(TAILS);
    const place = found.kind === 'trailingStop' ? (reader.take(PEAKS), undefined) : reader.takeKey(PLACES);
    reader.take(TAILS);
    if (reader.sees(ELSEWHERE) || (found.leaves && isConditional(reader))) {
      return 'begun';
    }
    if (place === 'above' || place === 'below') draft.places.push({ kind: found.kind, place });
    if (!draft.setStop(found.kind, found.distance)) {
      reader.position = start;
      return undefined;
    }
    reader.understand(start, `${TITLES[found.kind]}: ${distanceToText(found.distance)}`);
    return 'read';
  },
};

interface Stop {
  readonly kind: StopKind;
  readonly distance: Distance;
  /** Was it said as an exit, such as "exit at 4% profit"? */
  readonly leaves?: boolean;
}

/** Is it a stop or a target that follows? */
const readsExit = (reader: Reader): boolean => {
  const { position } = reader;
  const found = reader.attempt(() => readDistanceFirst(reader)) ?? reader.attempt(() => readResult(reader)) ?? reader.attempt(() => readNounFirst(reader));
  reader.position = position;
  return found !== undefined && found !== 'begun';
};

/** "Exit at 10% profit and RSI above 70" would be a target under a condition, which none is. */
const isConditional = (reader: Reader): boolean => {
  const { position } = reader;
  const noteCount = reader.notes.length;
  const found = reader.attempt(() => (reader.take(['and', 'and if', 'and when', 'and only if']) ? reader.condition() : undefined));
  reader.position = position;
  reader.notes.length = noteCount;
  return found !== undefined;
};

function readDistanceFirst(reader: Reader): Stop | undefined {
  const distance = takeDistance(reader);
  const kind = distance && reader.takeKey(NOUNS);
  return distance && kind && { kind, distance };
}

function readResult(reader: Reader): Stop | undefined {
  reader.take([...LEAVES, 'at', 'with']);
  const distance = takeDistance(reader);
  const kind = distance && reader.takeKey(RESULTS);
  return distance && kind && { kind, distance, leaves: true };
}

/** `ATR trailing stop of 3`, `ATR(20) based stop with multiplier 2`. */
function readAtrStop(reader: Reader): Stop | undefined {
  const period = takeAtr(reader);
  if (period === undefined) return undefined;
  reader.take(BASED);
  const kind = reader.takeKey(NOUNS);
  if (!kind || !(reader.take(FACTORS) || reader.take(LINKS))) return undefined;
  const multiple = takeMultiple(reader);
  return multiple === undefined || reader.sees(DISTANCE_WORDS) ? undefined : { kind, distance: { kind: 'atr', multiple, period } };
}

function readNounFirst(reader: Reader): Stop | 'begun' | undefined {
  const start = reader.position;
  reader.take(['use', 'set', 'put', 'place', 'have']);
  const kind = reader.takeKey(NOUNS);
  if (!kind || reader.sees(['when', 'if'])) {
    reader.position = start;
    return undefined;
  }
  reader.take(LINKS);
  const bracketed = reader.take(['(']);
  // A stop lies at a loss, "-5%", a target at a profit, "+10%".
  reader.take([kind === 'takeProfit' ? '+' : '-']);
  const distance = takeDistance(reader);
  if (!distance || (bracketed && !reader.take([')']))) return 'begun';
  return { kind, distance };
}
