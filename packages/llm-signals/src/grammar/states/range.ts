import { all, compare, number } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

const BETWEEN = ['between', 'in range', 'within range', 'in between', 'in range of', 'in range from', 'in'];
const RANGE = ['range', 'zone', 'area'];

/** `is between 40 and 60`: the ends do not count. */
export const rangePhrase: StatePhrase = {
  vocabulary: [...BETWEEN, ...RANGE, 'to', 'and'],
  examples: ['RSI is between 40 and 60'],
  read: (reader, left) => {
    reader.takeIs();
    const between = reader.takeKey({ between: BETWEEN });
    if (!between) return undefined;
    // "40-60" are two levels, not a difference.
    const figures = reader.attempt(() => {
      const low = reader.takeNumber();
      const high = low !== undefined && reader.take(['-', 'to', 'and']) ? reader.takeNumber() : undefined;
      return low !== undefined && high !== undefined && low < high ? [number(low), number(high)] : undefined;
    });
    const named = reader.take(RANGE);
    if (figures && (named || reader.peek(-4).text !== 'in')) return all(compare(left, '>', figures[0]!), compare(left, '<', figures[1]!));
    if (figures || named) return undefined;
    const low = reader.operandBeside(left);
    const high = low && reader.take(['and', 'to']) ? reader.operandBeside(left) : undefined;
    return low && high && all(compare(left, '>', low), compare(left, '<', high));
  },
};
