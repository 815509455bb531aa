import { decimalText } from '@wick/core';
import type { StopKind } from '../draft/draft.ts';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { PERCENT, takePercent } from './percentage.ts';

const NOUNS: Readonly<Record<StopKind, readonly string[]>> = {
  stopLoss: ['stop', 'stop loss', 'sl', 'stoploss', 'hard stop', 'protective stop', 'initial stop', 'stop at loss'],
  takeProfit: ['take profit', 'target', 'profit target', 'tp', 'profit', 'price target', 'target profit', 'profit taking'],
  trailingStop: ['trailing stop', 'trailing stop loss', 'trail stop', 'trailing', 'trail', 'stop trailing', 'trailing sl', 'tsl'],
};
/** Verbs that make a percentage of profit or loss a target or a stop. */
const LEAVES = ['exit at', 'sell at', 'close at', 'exit with', 'cover at', 'get out at', 'take', 'exit after', 'sell after'];
const RESULTS: Readonly<Record<Exclude<StopKind, 'trailingStop'>, readonly string[]>> = {
  stopLoss: ['loss', 'loss from entry', 'drawdown'],
  takeProfit: ['profit', 'gain', 'gains', 'return'],
};
const LINKS = ['of', 'at', ':', 'by', 'is', 'set at', '==', 'stop of', 'set to', 'to'];
const TAILS = ['below entry', 'above entry', 'from entry', 'below entry price', 'above entry price', 'under entry', 'below buy price', 'away', 'from entry price', 'off high', 'from high', 'per trade'];
const TITLES: Readonly<Record<StopKind, string>> = { stopLoss: 'stop loss', takeProfit: 'take profit', trailingStop: 'trailing stop' };

/** `2% stop`, `take profit at 4%`, `trailing stop of 3%`, `exit at 4% profit`. */
export const stopClause: Clause = {
  vocabulary: [...Object.values(NOUNS).flat(), ...LEAVES, ...Object.values(RESULTS).flat(), ...LINKS, ...TAILS, ...PERCENT],
  examples: ['2% stop', 'stop loss of 2%', 'take profit 4%', 'trailing stop of 3%'],
  read: (reader, draft) => {
    const start = reader.position;
    const found = reader.attempt(() => readPercentFirst(reader)) ?? reader.attempt(() => readResult(reader)) ?? readNounFirst(reader);
    if (!found || found === 'begun') return found;
    reader.take(TAILS);
    if (!draft.setStop(found.kind, found.percent)) {
      reader.position = start;
      return undefined;
    }
    reader.understand(start, `${TITLES[found.kind]}: ${decimalText(found.percent)}%`);
    return 'read';
  },
};

interface Stop {
  readonly kind: StopKind;
  readonly percent: number;
}

function readPercentFirst(reader: Reader): Stop | undefined {
  const percent = takePercent(reader);
  const kind = percent === undefined ? undefined : reader.takeKey(NOUNS);
  return percent !== undefined && kind ? { kind, percent } : undefined;
}

function readResult(reader: Reader): Stop | undefined {
  if (!reader.take(LEAVES)) return undefined;
  const percent = takePercent(reader);
  const kind = reader.takeKey(RESULTS);
  return percent !== undefined && kind ? { kind, percent } : undefined;
}

function readNounFirst(reader: Reader): Stop | 'begun' | undefined {
  const bracketless = reader.position;
  reader.take(['use', 'set', 'put', 'place', 'have']);
  const kind = reader.takeKey(NOUNS);
  if (!kind || reader.sees(['when', 'if'])) {
    reader.position = bracketless;
    return undefined;
  }
  reader.take(LINKS);
  const bracketed = reader.take(['(']);
  const percent = takePercent(reader);
  if (percent === undefined || (bracketed && !reader.take([')']))) return 'begun';
  return { kind, percent };
}
