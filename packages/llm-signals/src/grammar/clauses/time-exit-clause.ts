import type { Draft } from '../draft/draft.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';
import type { Clause } from './clause.ts';
import { inLeaning } from './rule-clause.ts';

const LEAVES = ['exit', 'sell', 'close', 'cover', 'get out', 'leave'];
const POSITION = ['position', 'trade', 'it', 'all', 'everything', 'out', 'out position', 'each position', 'each trade', 'any position', 'any trade', 'every position', 'every trade'];
const AFTER = ['after', 'after at most', 'after max of', 'after maximum of', 'after no more than', 'at latest after', 'in any case after', 'within', 'when held for', 'after holding for', 'no later than', 'after no later than', 'at latest in', 'not later than', 'after holding it for'];
const LATER = ['later', 'after entry', 'after entering', 'after buying', 'after opening', 'after signal', 'from entry', 'after that'];
const NEXT = { bars: ['next bar', 'on next bar', 'at next bar', 'next candle', 'on next candle', 'at next candle'], days: ['next day', 'on next day', 'following day', 'on following day'] };
const HOLDS = ['hold', 'hold for', 'keep', 'keep for', 'holding', 'holding for', 'stay in', 'stay in trade for', 'stay in position for', 'is held for', 'position is held for', 'trade is held for'];
const HELD = ['position', 'position for', 'it', 'it for', 'trade', 'trade for', 'each position for', 'each trade for', 'every position for', 'every trade for'];
const NOUNS = [
  'time stop', 'time stop loss', 'time exit', 'time based exit', 'time based stop', 'time limit', 'holding period', 'holding time', 'hold time', 'max holding period',
  'maximum holding period', 'max holding time', 'maximum holding time', 'max hold', 'maximum hold', 'max hold time', 'maximum hold time', 'max time in trade', 'max duration', 'maximum duration',
];
const LINKS = ['of', 'after', 'at', ':', 'is', 'for', '==', 'set to', 'to', 'in'];
const COUNTS = ['max bars in trade', 'max bars held', 'max bars', 'maximum bars', 'maximum bars in trade', 'max bars to hold'];
const AT_MOST = ['up to', 'at most', 'max', 'max of', 'maximum', 'maximum of', 'no more than', 'no longer than', 'exactly', 'for at most', 'for up to', 'for max of', 'for maximum of', 'for no more than'];
const TAILS = ['max', 'maximum', 'at most', 'at maximum', 'at latest', 'in any case', 'no matter what', ...LATER];
const FIRST = ['whichever comes first', 'whichever is first', 'whichever happens first', 'whichever first', 'whichever comes earlier', 'whatever comes first'];
const OR_WHEN = ['or when', 'or if', 'or on', 'or until', 'or once', 'or'];
/** With one of them and a condition the exit would hold only under it, which a strategy cannot say. */
const UNDER = ['and', 'and if', 'and when', 'and only if', 'with', 'but', 'but only if'];
const ENDS = [',', '.', ';', '!', 'and', 'or', 'with', 'but'];

/** `exit after 10 bars`, `hold for 5 bars`, `sell 3 bars later`, `time stop of 10 bars`, `or after 10 bars` behind another exit. */
export const timeExitClause: Clause = {
  vocabulary: [
    ...LEAVES, ...POSITION, ...AFTER, ...LATER, ...Object.values(NEXT).flat(), ...HOLDS, ...HELD, ...NOUNS, ...LINKS, ...COUNTS, ...AT_MOST, ...TAILS, ...FIRST, ...OR_WHEN,
  ],
  examples: ['exit after 10 bars', 'hold for 10 bars', 'time stop of 10 bars', 'max holding period of 20 bars'],
  read: (reader, draft) => {
    if (draft.endsWithExit && reader.take(FIRST)) return 'read';
    if (draft.exitAfter) return reader.take(FIRST) ? 'read' : undefined;
    const start = reader.position;
    const bars = reader.attempt(() => readTime(reader, draft));
    if (bars === undefined) return undefined;
    draft.exitAfter = { bars };
    reader.understand(start, `exit after: ${bars} ${bars === 1 ? 'bar' : 'bars'}`);
    readFurtherExit(reader, draft);
    return 'read';
  },
};

function readTime(reader: Reader, draft: Draft): number | undefined {
  const bars =
    reader.attempt(() => readLeave(reader, draft)) ?? reader.attempt(() => readHold(reader)) ?? reader.attempt(() => readNoun(reader)) ?? reader.attempt(() => readCountFirst(reader));
  if (bars === undefined) return undefined;
  reader.take(TAILS);
  reader.attempt(() => (reader.take([',']), reader.take(FIRST) || undefined));
  const isWhole = reader.atEnd || reader.sees(ENDS);
  const isConditional = reader.attempt(() => (reader.take(UNDER) ? reader.condition() : undefined)) !== undefined;
  return isWhole && !isConditional ? bars : undefined;
}

/** `exit the position after 10 bars`, `sell 3 bars later`, `exit on the next bar`; behind an exit also `or after 10 bars`. */
function readLeave(reader: Reader, draft: Draft): number | undefined {
  const joins = draft.endsWithExit && reader.take(['or']);
  if (!reader.take(LEAVES) && !(joins && reader.sees(AFTER))) return undefined;
  reader.take(POSITION);
  if (reader.take(AFTER)) return readBars(reader);
  const next = reader.takeKey(NEXT);
  if (next === 'days') reader.assume('The "next day" is the next bar, which is a day only on daily candles.');
  if (next) return 1;
  const bars = readBars(reader);
  return bars !== undefined && reader.take(LATER) ? bars : undefined;
}

function readHold(reader: Reader): number | undefined {
  if (!reader.take(HOLDS)) return undefined;
  reader.take(HELD);
  return readBars(reader);
}

function readNoun(reader: Reader): number | undefined {
  if (reader.take(COUNTS)) {
    reader.take(LINKS);
    return reader.takeWhole();
  }
  if (!reader.take(NOUNS)) return undefined;
  reader.take(LINKS);
  if (reader.take(LEAVES) && !reader.take(AFTER)) return undefined;
  return readBars(reader);
}

/** `10-bar time stop`. */
function readCountFirst(reader: Reader): number | undefined {
  const bars = readBars(reader);
  return bars !== undefined && reader.take(NOUNS) ? bars : undefined;
}

function readBars(reader: Reader): number | undefined {
  reader.take(AT_MOST);
  const bars = reader.takeWhole();
  reader.take(['-']);
  return bars !== undefined && takeUnit(reader) ? bars : undefined;
}

/** `… or when RSI is above 70` is an exit as well; `… or exit when …` is read as the clause that it is. */
function readFurtherExit(reader: Reader, draft: Draft): void {
  const condition = reader.attempt(() => (reader.take(OR_WHEN) ? inLeaning(reader, draft.leaningOf('exit'), () => reader.condition()) : undefined));
  if (condition) draft.addRule('exit', condition);
  else reader.attempt(() => (reader.take(['or']) && reader.sees(LEAVES)) || undefined);
}
