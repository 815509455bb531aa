import type { Reader } from '../reader/reader.ts';
import type { Clause } from './clause.ts';

const VERBS = {
  scale: ['scale in', 'pyramid', 'scale into position', 'scale into', 'scale into trade', 'average in', 'average into position'],
  add: ['add', 'add to position', 'add to it', 'add to winners', 'add to winner', 'add to trade', 'add more'],
  allow: ['allow', 'take', 'use', 'make'],
};
const AT_MOST = ['up to', 'at most', 'max', 'maximum', 'maximum of', 'max of', 'no more than', 'with up to', 'with at most', 'in', 'with', 'of', ':', 'up to maximum of'];
const UNITS = { entries: ['entry', 'entries in all', 'entries in total', 'entries per position', 'buys', 'steps', 'tranches', 'parts'], times: ['times', 'x', 'more times', 'times more', 'further times'] };
const SIGNALS = ['on each signal', 'on every signal', 'on each new signal', 'on every new signal', 'on new signal', 'at each signal', 'on each entry signal', 'on every entry signal', 'at each entry signal', 'on each further signal', 'on each entry'];
const USUAL_ENTRIES = 2;

/** `scale in up to 3 entries`, `pyramid up to 3 times`, `add to the position up to 2 times`, `at most 3 entries`. */
export const scaleInClause: Clause = {
  vocabulary: [...Object.values(VERBS).flat(), ...AT_MOST, ...Object.values(UNITS).flat(), ...SIGNALS],
  examples: ['scale in up to 3 entries', 'pyramid up to 3 entries', 'add up to 2 times'],
  read: (reader, draft) => {
    const start = reader.position;
    const entries = reader.attempt(() => readEntries(reader));
    if (entries === undefined) return undefined;
    if (draft.scaleIn) {
      reader.position = start;
      return undefined;
    }
    draft.scaleIn = { entries };
    reader.understand(start, `scale in: ${entries} entries`);
    return 'read';
  },
};

function readEntries(reader: Reader): number | undefined {
  const verb = reader.takeKey(VERBS);
  const early = reader.take(SIGNALS);
  const count = reader.attempt(() => {
    const bounded = reader.take(AT_MOST);
    return verb || bounded ? reader.takeWhole() : undefined;
  });
  if (count === undefined) return verb === 'scale' || (verb === 'add' && early) ? assumeEntries(reader) : undefined;
  const unit = reader.takeKey(UNITS);
  reader.take(SIGNALS);
  if (verb === 'scale' || unit === 'entries') return count;
  return verb === 'add' && unit === 'times' ? countAdded(reader, count) : undefined;
}

/** What is added comes on top of the first entry. */
function countAdded(reader: Reader, count: number): number {
  reader.assume(`Adding up to ${count} times means ${count + 1} entries in all: the first one and ${count} more.`);
  return count + 1;
}

function assumeEntries(reader: Reader): number {
  reader.assume(`A position takes up to ${USUAL_ENTRIES} entries, as the sentence gives no number.`);
  return USUAL_ENTRIES;
}
