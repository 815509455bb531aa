import { not } from '../reader/build.ts';
import type { Clause } from './clause.ts';
import { inLeaning } from './rule-clause.ts';

const ATTACHED = ['but only if', 'but only when', 'but only while', 'but only'];
const ONLY = ['only if', 'only when', 'only while', 'only', 'only in', 'only trade when', 'only trade if', 'only trade', 'only buy when', 'only enter if', 'only enter when', 'only take trade when'];
const UNLESS = ['unless', 'except', 'except in', 'except while', 'except when', 'except if', 'but not if', 'but not when', 'but not while'];

/** What parts a filter from the clause before it. */
const APART = [',', '.', ';', '!'];

/** `but only above the 200 EMA`, `unless RSI is overbought`: restricts the rule before it as a whole. */
export const filterClause: Clause = {
  vocabulary: [...ATTACHED, ...ONLY, ...UNLESS],
  examples: ['only above the 200 EMA', 'unless RSI is overbought'],
  read: (reader, draft) => {
    if (!draft.hasEntry) return undefined;
    const apart = APART.includes(reader.tokens[reader.position - 1]?.text ?? '');
    const attached = reader.take(ATTACHED);
    const negated = !attached && reader.take(UNLESS);
    if (!attached && !negated && !reader.take(ONLY)) return undefined;
    // "2% stop unless …" would be a stop under a condition; ", only when …" behind longs and shorts is of one or of both.
    if (!apart && !draft.endsWithRule) return 'begun';
    if (apart && draft.endsWithEntry && draft.opensBoth) return 'begun';
    const condition = inLeaning(reader, draft.lastLeaning, () => reader.condition());
    if (!condition) return 'begun';
    const filter = negated ? not(condition) : condition;
    if (attached || negated || draft.endsWithEntry) draft.restrictLast(filter);
    else {
      reader.assume('"Only …" after an exit restricts the entry.');
      draft.restrictEntry(filter);
    }
    return 'read';
  },
};
