import { compare, cross } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const SIGNS = { above: ['positive', 'green'], below: ['negative', 'red'] } as const;

/** `is positive`, `turns negative`, `crosses zero`. */
export const signPhrase: StatePhrase = {
  vocabulary: [...SIGNS.above, ...SIGNS.below, 'turns', 'goes', 'moves'],
  examples: ['MACD histogram turns positive', 'momentum is positive'],
  read: (reader, left) => {
    if (left.kind === 'column') return undefined;
    const turning = reader.take(['turns', 'goes', 'moves', 'crosses']);
    if (!turning) reader.take(['is']);
    const sign = reader.takeKey(SIGNS);
    if (!sign) return undefined;
    return turning ? cross(left, sign, 0) : compare(left, sign === 'above' ? '>' : '<', 0);
  },
};
