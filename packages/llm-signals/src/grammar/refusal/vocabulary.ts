import { CLAUSES } from '../clauses/clauses.ts';
import { CONDITIONS } from '../conditions/conditions.ts';
import { OPERANDS } from '../operands/operands.ts';
import { wordsOf } from '../reader/cursor.ts';
import { JOINT_WORDS } from '../reader/joints.ts';
import { UNITS } from '../reader/unit.ts';
import { STATES } from '../states/states.ts';
import { LEMMAS } from '../tokens/lemmas.ts';

const FAMILIES = [...CONDITIONS, ...STATES, ...OPERANDS, ...CLAUSES];

/** Every word that the grammar knows, in its base form. */
export const KNOWN_WORDS: ReadonlySet<string> = new Set(
  [...FAMILIES.flatMap((family) => family.vocabulary), ...JOINT_WORDS, ...Object.values(UNITS).flat()].flatMap(wordsOf),
);

/** Sentences and parts of sentences that are understood. */
export const EXAMPLES: readonly string[] = FAMILIES.flatMap((family) => family.examples);

const CONTENT_WORDS = [...CONDITIONS, ...STATES, ...OPERANDS].flatMap((family) => family.vocabulary).flatMap(wordsOf);

/** What to compare a misspelt word with: words with a meaning of their own, and their inflections. */
export const SPELLINGS: readonly string[] = [...CONTENT_WORDS, ...EXAMPLES.flatMap(wordsOf), ...LEMMAS.keys()].filter((word) => /^\p{L}{3,}/u.test(word));
