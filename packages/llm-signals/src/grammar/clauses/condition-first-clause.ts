import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';
import { inLeaning, RULE_VERBS } from './rule-clause.ts';

const OPENERS = ['if', 'when', 'as soon as', 'every time', 'on'];
const THEN = ['then', ', then', ',', ':', '==', ', we', ', i', 'we', 'i', 'then we', ', then i'];
const ENDS = [',', '.', ';', '!', 'and'];

/** `if RSI is below 30, buy`, `golden cross: go long`: the verb behind its condition. */
export const conditionFirstClause: Clause = {
  vocabulary: [...OPENERS, 'then', 'we', 'i'],
  examples: ['if RSI is below 30, buy'],
  read: (reader, draft) => {
    const start = reader.position;
    const noteCount = reader.notes.length;
    const verb = reader.attempt(() => (readCondition(reader) ? readVerb(reader) : undefined));
    reader.position = start;
    reader.notes.length = noteCount;
    if (!verb) return undefined;
    const condition = inLeaning(reader, draft.leaningOf(verb), () => readCondition(reader));
    if (!condition || readVerb(reader) !== verb) {
      reader.position = start;
      reader.notes.length = noteCount;
      return undefined;
    }
    const begun = draft.assumedEntry;
    if (!begun) {
      draft.addRule(verb, condition);
      return 'read';
    }
    // What was read before without a verb belongs to this one, unless it was read as that of the other side.
    if (begun.verb !== verb) return 'begun';
    draft.settleAssumed(begun, condition);
    return 'read';
  },
};

function readCondition(reader: Reader): ReturnType<Reader['condition']> {
  reader.take(OPENERS);
  return reader.condition();
}

/** The verb, if nothing follows that it could govern. */
function readVerb(reader: Reader): keyof typeof RULE_VERBS | undefined {
  const start = reader.position;
  reader.take(THEN);
  const then = reader.tokens.slice(start, reader.position).some(({ text }) => text === 'then');
  const verb = reader.takeKey(RULE_VERBS);
  if (!verb) return undefined;
  // Behind "then" the verb is that of what stands before it.
  const commaVerb = !then && reader.sees([', when', ', if', 'with limit', 'at limit', 'with stop order', 'and hold']);
  return (reader.atEnd || reader.sees(ENDS)) && !commaVerb ? verb : undefined;
}
