import type { Clause } from './clause.ts';

const PHRASES = {
  long: ['no exit for long', 'long has no exit', 'never exit long'],
  short: ['no exit for short', 'short has no exit', 'never exit short'],
  both: ['no exit', 'no exit rule', 'never exit', 'never sell', 'hold forever', 'hold to end', 'without exit', 'buy and hold'],
} as const;

/** `never exit`: the position is held to the end on purpose, so no exit is filled in. */
export const noExitClause: Clause = {
  vocabulary: Object.values(PHRASES).flat(),
  examples: ['never exit'],
  read: (reader, draft) => {
    const start = reader.position;
    const side = reader.takeKey(PHRASES);
    if (!side) return undefined;
    draft.holdForGood(side);
    reader.understand(start, 'no exit rule');
    return 'read';
  },
};
