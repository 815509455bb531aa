import { all, compare } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const BETWEEN = ['between', 'in range', 'within range', 'in between'];

/** `is between 40 and 60`: the ends do not count. */
export const rangePhrase: StatePhrase = {
  vocabulary: [...BETWEEN, 'to'],
  examples: ['RSI is between 40 and 60'],
  read: (reader, left) => {
    reader.take(['is']);
    if (!reader.take(BETWEEN)) return undefined;
    const low = reader.operandBeside(left);
    const high = low && reader.take(['and', 'to', '-']) ? reader.operandBeside(left) : undefined;
    return low && high && all(compare(left, '>', low), compare(left, '<', high));
  },
};
