import type { RuleVerb } from '../draft/draft.ts';
import type { Leaning, Note } from '../reader/cursor.ts';
import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';

const VERBS: Readonly<Record<RuleVerb, readonly string[]>> = {
  buy: ['buy', 'long', 'go long', 'enter', 'enter long', 'enter long position', 'open long', 'open long position', 'entry', 'long entry', 'entry long', 'buy signal', 'take long', 'take long position', 'enter trade', 'enter position', 'open position', 'buy long', 'long signal', 'entry rule', 'entry condition', 'open trade'],
  short: ['short', 'go short', 'sell short', 'enter short', 'enter short position', 'open short', 'open short position', 'short entry', 'entry short', 'short sell', 'take short', 'take short position', 'short signal'],
  exit: ['exit', 'close position', 'close trade', 'exit trade', 'exit position', 'get out', 'take profit when', 'take profit if', 'take profit once', 'close when', 'close if', 'close all', 'close it', 'exit signal', 'exit rule', 'exit condition', 'close out', 'exit all', 'leave'],
  sell: ['sell', 'sell signal', 'sell it', 'sell position'],
  'exit long': ['exit long', 'close long', 'sell long', 'long exit', 'exit long position', 'close long position'],
  'exit short': ['exit short', 'cover', 'cover short', 'buy to cover', 'buy back', 'short exit', 'close short', 'exit short position', 'close short position', 'cover position'],
};
const WHEN = ['when', 'if', 'on', 'at', 'after', 'as soon as', ':', 'every time', 'in case of', 'upon', 'only when', 'only if', 'only', 'only:', 'signal when', 'signal', 'at close when', 'while', 'position when', 'when when', 'trade when', 'for'];
/** `buy when …`, `short when …`, `exit when …`, `sell when …`. */
export const ruleClause: Clause = {
  vocabulary: [...Object.values(VERBS).flat(), ...WHEN],
  examples: ['buy when RSI is below 30', 'exit when RSI is above 70', 'short when RSI is above 80'],
  read: (reader, draft) => {
    const verb = reader.takeKey(VERBS);
    if (!verb) return undefined;
    reader.take(WHEN);
    const condition = inLeaning(reader, draft.leaningOf(verb), () => reader.condition());
    if (!condition) return 'begun';
    draft.addRule(verb, condition);
    return 'read';
  },
};

/** A condition without a verb opens a position, on the side that its words speak of. */
export const bareRuleClause: Clause = {
  vocabulary: [],
  examples: ['RSI oversold (<30) with volume spike (>1.5x 20-period MA)', 'MACD crossover with RSI confirmation'],
  read: (reader, draft) => {
    const start = reader.position;
    const noteCount = reader.notes.length;
    const condition = reader.attempt(() => reader.condition());
    if (!condition) return undefined;
    if (draft.hasEntry) {
      if (!draft.endsWithEntry) {
        reader.position = start;
        reader.notes.length = noteCount;
        return undefined;
      }
      reader.assume('A further condition without a verb belongs to the entry before it.');
      draft.restrictEntry(condition);
      return 'read';
    }
    if (!speaksOfShorts(reader.notes.slice(noteCount))) {
      reader.assume('The sentence does not say which way: it opens long positions.');
      draft.addRule('buy', condition);
      return 'read';
    }
    reader.position = start;
    reader.notes.length = noteCount;
    const bearish = inLeaning(reader, 'bearish', () => reader.condition());
    reader.assume('The sentence does not say which way, but its words are bearish: it opens short positions.');
    draft.addRule('short', bearish ?? condition);
    return 'read';
  },
};

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
