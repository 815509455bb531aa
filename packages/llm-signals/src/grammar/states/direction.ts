import { all, compare, shift } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import { takeUnit } from '../reader/unit.ts';

const DIRECTIONS = {
  '>': ['rising', 'going up', 'moving up', 'trending up', 'sloping up', 'slopes up', 'turning up', 'turns up', 'up', 'growing', 'trending higher', 'making higher', 'moves up', 'moves higher'],
  '<': ['falling', 'going down', 'moving down', 'trending down', 'sloping down', 'slopes down', 'turning down', 'turns down', 'down', 'shrinking', 'trending lower', 'moves down', 'moves lower'],
} as const;
const FOR = ['for', 'for last', 'over last', 'for past'];
const MAX_BARS = 100;

/** `is rising`, `has been falling for 3 bars`. A percentage after it, or `up to 3`, belongs to another phrase. */
export const directionPhrase: StatePhrase = {
  vocabulary: [...DIRECTIONS['>'], ...DIRECTIONS['<'], ...FOR, 'moving'],
  examples: ['RSI is rising', 'OBV rising for 3 bars'],
  read: (reader, left) => {
    reader.take(['is']);
    reader.take(['is']);
    const operator = reader.takeKey(DIRECTIONS);
    if (!operator || reader.peek().kind === 'number' || reader.sees(['to'])) return undefined;
    const bars = reader.attempt(() => {
      const value = reader.take(FOR) ? reader.takeWhole() : undefined;
      reader.take(['consecutive', 'straight']);
      return value !== undefined && takeUnit(reader) ? value : undefined;
    });
    if (bars !== undefined && (bars < 1 || bars > MAX_BARS)) return undefined;
    if (bars === undefined) reader.assume('Rising or falling compares a bar with the one before it.');
    const back = (count: number): typeof left => (count === 0 ? left : shift(left, count));
    return all(...Array.from({ length: bars ?? 1 }, (_, index) => compare(back(index), operator, back(index + 1))));
  },
};
