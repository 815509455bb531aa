import type { Draft } from '../draft/draft.ts';
import type { Phrases } from '../reader/cursor.ts';
import type { Reader } from '../reader/reader.ts';

/**
 * What became of a clause: `read`, or `begun` when its first words are there but what should follow is not. The
 * reader then stands behind the first words.
 */
export type ClauseOutcome = 'read' | 'begun';

/** One part of a sentence: a rule, a stop, a size. */
export interface Clause {
  readonly vocabulary: Phrases;
  readonly examples: readonly string[];
  /** Undefined, with the place unchanged, if this is not such a clause. */
  readonly read: (reader: Reader, draft: Draft) => ClauseOutcome | undefined;
}
