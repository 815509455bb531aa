import { type Expression, expressionToText, type Size, sizeToText } from '@wick/core';
import type { Draft, RuleVerb } from '../draft/draft.ts';
import { column, compare, cross, not } from '../reader/build.ts';
import type { Leaning, Note } from '../reader/cursor.ts';
import { isPrice } from '../reader/price.ts';
import type { Reader } from '../reader/reader.ts';
import { TOUCHED } from '../states/touch.ts';
import type { Clause } from './clause.ts';
import { takeSize } from './size-clause.ts';
import { takeTradedAsset } from './traded-asset.ts';

/** What each kind of rule is called. */
export const RULE_VERBS: Readonly<Record<RuleVerb, readonly string[]>> = {
  buy: ['buy', 'long', 'go long', 'enter', 'enter long', 'enter long position', 'open long', 'open long position', 'entry', 'long entry', 'entry long', 'buy signal', 'take long', 'take long position', 'enter trade', 'enter position', 'open position', 'buy long', 'long signal', 'entry rule', 'entry condition', 'open trade', 'take long trade', 'enter long trade', 'open long trade', 'initiate long', 'buy entry', 'we buy', 'we go long', 'i buy', 'i go long', 'buy condition', 'long condition', 'long entry condition', 'buy rule', 'long rule'],
  short: ['short', 'go short', 'sell short', 'enter short', 'enter short position', 'open short', 'open short position', 'short entry', 'entry short', 'short sell', 'take short', 'take short position', 'short signal', 'we short', 'we go short', 'short condition', 'short rule', 'short entry condition', 'open short trade', 'enter short trade', 'take short trade'],
  exit: ['exit', 'close position', 'close trade', 'exit trade', 'exit position', 'get out', 'take profit when', 'take profit if', 'take profit once', 'close when', 'close if', 'close all', 'close it', 'exit signal', 'exit rule', 'exit condition', 'close out', 'exit all', 'leave', 'close all position', 'exit all position', 'we exit', 'exit when', 'exit it'],
  sell: ['sell', 'sell signal', 'sell it', 'sell position', 'sell rule', 'sell condition', 'we sell'],
  'exit long': ['exit long', 'close long', 'sell long', 'long exit', 'exit long position', 'close long position'],
  'exit short': ['exit short', 'cover', 'cover short', 'buy to cover', 'buy back', 'short exit', 'close short', 'exit short position', 'close short position', 'cover position'],
};
const WHEN = ['when', 'if', 'at market when', 'at market if', 'at market once', 'on', 'at', 'after', 'as soon as', ':', 'every time', 'in case of', 'upon', 'only when', 'only if', 'only', 'only:', 'signal when', 'signal', 'at close when', 'while', 'position when', 'when when', 'trade when', 'for', 'as', 'on each', 'on every'];
const ONLY = ['only when', 'only if', 'only', 'only:'];
/** Before the entry they say under what else it is taken. */
const ONLY_ENTRIES = { buy: ['only take long', 'only go long', 'only enter long', 'only long', 'take only long', 'only look for long'], short: ['only take short', 'only go short', 'only enter short', 'only short', 'take only short', 'only look for short'] } as const;
const AT_MARKET = ['at market', 'at market price', 'with market order'];
const OPPOSITE = ['opposite cross', 'opposite crossover', 'opposite signal', 'reverse cross', 'reverse crossover', 'cross back', 'opposite', 'reverse signal', 'cross in opposite direction', 'opposite crossing'];
const HOLDS = { long: ['is long', 'hold long', 'hold long position', 'in long', 'keep long'], short: ['is short', 'hold short', 'hold short position', 'keep short'] } as const;
const WHILE = ['while', 'as long as', 'when', 'only while', 'only when', 'if', 'whenever', 'only if'];

/** `buy when …`, `short when …`, `exit when …`, `sell when …`. */
export const ruleClause: Clause = {
  vocabulary: [...Object.values(RULE_VERBS).flat(), ...WHEN, ...ONLY, ...Object.values(ONLY_ENTRIES).flat(), ...AT_MARKET, ...OPPOSITE, ...Object.values(HOLDS).flat(), ...WHILE],
  examples: ['buy when RSI is below 30', 'exit when RSI is above 70', 'short when RSI is above 80'],
  read: (reader, draft) => {
    const held = reader.attempt(() => readHolding(reader, draft));
    if (held) return held;
    if (reader.sees(Object.values(ONLY_ENTRIES).flat())) return readOnlyEntries(reader, draft);
    const verb = reader.takeKey(RULE_VERBS);
    if (!verb) return undefined;
    const size = verb === 'buy' || verb === 'short' ? reader.attempt(() => readSizeOfEntry(reader)) : undefined;
    if (size && !draft.setSize(size)) return 'begun';
    if (!size) takeTradedAsset(reader, draft);
    if (!isExit(verb)) reader.take(AT_MARKET);
    const only = reader.sees(ONLY);
    reader.take(WHEN);
    const opposite = isExit(verb) ? oppositeOf(reader, draft) : undefined;
    const start = reader.position;
    const level = isExit(verb) && reader.tokens[start - 1]?.text === 'at';
    const condition = opposite ?? (level ? reader.attempt(() => atLevel(reader)) : undefined) ?? inLeaning(reader, draft.leaningOf(verb), () => reader.condition());
    if (!condition) return 'begun';
    const isSetUp = (verb === 'buy' || verb === 'short') && draft.setUp !== undefined;
    if (isSetUp && !draft.addBehindSetUp(verb, condition)) {
      reader.position = start;
      return 'begun';
    }
    if (isSetUp) {
      reader.assume('What is said before the verb must hold as well.');
      return 'read';
    }
    // "…, long only above the 200 EMA" restricts the entry there is: it is no further one.
    if (only && (verb === 'buy' || verb === 'short') && draft.endsWithEntry) {
      if (draft.lastVerb !== verb) return 'begun';
      draft.restrictLast(condition);
    } else draft.addRule(verb, condition);
    return 'read';
  },
};

const isExit = (verb: RuleVerb): boolean => verb !== 'buy' && verb !== 'short';

/** `buy 1 BTC when …`, `go long with 50% of the equity when …`. */
function readSizeOfEntry(reader: Reader): Size | undefined {
  const start = reader.position;
  reader.take(['with', 'for', 'using']);
  const size = takeSize(reader);
  if (!size || !reader.sees(WHEN)) return undefined;
  reader.understand(start, `size: ${sizeToText(size)}`);
  return size;
}

/** `only take longs when …`: alone the entry itself, before one what it asks for as well. */
function readOnlyEntries(reader: Reader, draft: Draft): 'read' | 'begun' {
  const verb = reader.takeKey(ONLY_ENTRIES)!;
  reader.take(WHEN);
  const condition = inLeaning(reader, draft.leaningOf(verb), () => reader.condition());
  if (!condition || (draft.lastVerb !== undefined && draft.lastVerb !== verb)) return 'begun';
  if (draft.endsWithEntry) draft.restrictLast(condition);
  else draft.addRule(verb, condition, true);
  return 'read';
}

/** `exit at the upper band`: when a bar gets there. Of a line in the middle it is not said from which side. */
function atLevel(reader: Reader): Expression | undefined {
  const start = reader.position;
  const level = reader.operand();
  const isUpper = level?.kind === 'indicator' && level.output === 'upper';
  if (level?.kind !== 'indicator' || !isPrice(level) || !(isUpper || level.output === 'lower') || !(reader.atEnd || reader.sees([',', '.', ';', 'and', 'or', 'with']))) return undefined;
  reader.assume(TOUCHED);
  const condition = isUpper ? compare(column('high'), '>=', level) : compare(column('low'), '<=', level);
  reader.understand(start, expressionToText(condition));
  return condition;
}

/** `exit on the opposite cross`. */
function oppositeOf(reader: Reader, draft: Draft): Expression | undefined {
  return reader.attempt(() => {
    const start = reader.position;
    if (!reader.take(OPPOSITE)) return undefined;
    const crossing = draft.lastCrossing;
    if (!crossing) return undefined;
    const turned = cross(crossing.left, crossing.direction === 'above' ? 'below' : 'above', crossing.right);
    reader.understand(start, expressionToText(turned));
    return turned;
  });
}

/** `stay long while EMA(50) > EMA(200)`: in while it holds, out when it does not. */
function readHolding(reader: Reader, draft: Draft): 'read' | undefined {
  const side = reader.takeKey(HOLDS);
  if (!side || !reader.take(WHILE)) return undefined;
  const verb = side === 'long' ? 'buy' : 'short';
  const condition = inLeaning(reader, draft.leaningOf(verb), () => reader.condition());
  if (!condition) return undefined;
  draft.addRule(verb, condition);
  draft.addRule(side === 'long' ? 'exit long' : 'exit short', not(condition));
  return 'read';
}

/** A condition without a verb opens a position, on the side that its words speak of. */
export const bareRuleClause: Clause = {
  vocabulary: [],
  examples: ['RSI oversold (<30) with volume spike (>1.5x 20-period MA)', 'MACD crossover with RSI confirmation'],
  read: (reader, draft) => {
    const start = reader.position;
    const noteCount = reader.notes.length;
    // "2% stop if …" would be a stop on a condition, which none is.
    if (draft.hasEntry && reader.sees(['if', 'when'])) return undefined;
    // "Exit when …. MACD below 0. Buy when …": of the exit or of the entry?
    if (!draft.hasEntry && draft.lastVerb !== undefined) return undefined;
    // Behind longs and shorts: of one of them or of both?
    if (draft.opensBoth) return undefined;
    const condition = reader.attempt(() => reader.condition());
    if (!condition) return undefined;
    if (draft.hasEntry) {
      // "More than 10 | below its average", "stop 2 ATR | below the low": what has no subject and stands behind no joint is no condition of its own,
      // unless it says where a crossing takes place: "%K crosses above %D below 20".
      const severed = !draft.endsWithCrossing && reader.lacksSubject(start) && !JOINTS.includes(reader.tokens[start - 1]?.text ?? ',');
      if (!draft.endsWithEntry || severed) {
        reader.position = start;
        reader.notes.length = noteCount;
        return undefined;
      }
      reader.assume('A further condition without a verb belongs to the entry before it.');
      draft.restrictEntry(condition);
      return 'read';
    }
    if (draft.onlySide !== 'short' && (draft.onlySide === 'long' || !speaksOfShorts(reader.notes.slice(noteCount)))) {
      reader.assume(`${NO_SIDE}: it opens long positions.`);
      draft.addRule('buy', condition, true);
      return 'read';
    }
    reader.position = start;
    reader.notes.length = noteCount;
    const bearish = inLeaning(reader, 'bearish', () => reader.condition());
    reader.assume(`${NO_SIDE}, but its words are bearish: it opens short positions.`);
    draft.addRule('short', bearish ?? condition, true);
    return 'read';
  },
};

const JOINTS = [',', '.', ';', ':', '!', '|', '/', 'and', 'but', 'with', 'plus'];

export const NO_SIDE = 'The sentence does not say which way';

const speaksOfShorts = (notes: readonly Note[]): boolean => {
  const leanings = notes.flatMap((note) => (note.kind === 'leaning' ? [note.leaning] : []));
  return leanings.length > 0 && leanings.every((leaning) => leaning === 'bearish');
};

/** Reads with the clause's own leaning, and puts the reader's back. */
export function inLeaning<Result>(reader: Reader, leaning: Leaning, read: () => Result): Result {
  const before = reader.leaning;
  reader.leaning = leaning;
  try {
    return read();
  } finally {
    reader.leaning = before;
  }
}
