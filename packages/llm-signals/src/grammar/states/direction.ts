import type { Expression } from '@wick/core';
import { all, compare, cross, shift } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import type { Reader } from '../reader/reader.ts';
import { takeUnit } from '../reader/unit.ts';

const DIRECTIONS = {
  '>': ['rising', 'going up', 'moving up', 'trending up', 'sloping up', 'slopes upward', 'slopes upwards', 'turning up', 'turning upward', 'up', 'growing', 'trending higher', 'making higher', 'moves up', 'moves higher', 'heading up', 'pointing up', 'trending upward', 'on rise', 'upward sloping', 'rises', 'in rise', 'higher', 'is higher'],
  '<': ['falling', 'going down', 'moving down', 'trending down', 'sloping down', 'slopes downward', 'slopes downwards', 'turning down', 'turning downward', 'down', 'shrinking', 'trending lower', 'moves down', 'moves lower', 'heading down', 'pointing down', 'trending downward', 'downward sloping', 'falls', 'lower', 'is lower'],
} as const;
/** The bar on which it begins. */
const TURNS = {
  '>': ['turns up', 'turns upward', 'turns upwards', 'turns higher', 'hooks up', 'curls up', 'ticks up', 'starts rising', 'starts to rise', 'begins to rise'],
  '<': ['turns down', 'turns downward', 'turns downwards', 'turns lower', 'hooks down', 'curls down', 'ticks down', 'starts falling', 'starts to fall', 'begins to fall'],
} as const;
const FOR = ['for', 'for last', 'over last', 'for past'];
/** What follows makes it another phrase, such as `rises above` or `higher than`. */
const ELSEWHERE = ['to', 'above', 'below', 'from', 'through', 'back', 'than', 'high', 'low', 'close', 'band', 'bollinger', 'bb', 'by'];
const MAX_BARS = 100;

/** `is rising`, `has been falling for 3 bars`, `turns up`. A percentage after it, or `up to 3`, belongs to another phrase. */
export const directionPhrase: StatePhrase = {
  vocabulary: [...Object.values(DIRECTIONS).flat(), ...Object.values(TURNS).flat(), ...FOR, 'moving', 'in a row', 'consecutive', 'straight'],
  examples: ['RSI is rising', 'OBV rising for 3 bars', 'EMA(50) turns up'],
  read: (reader, left) => {
    // "The 200 EMA on the 1h is rising" from hour to hour, not from bar to bar.
    if (left.kind === 'higher') {
      const found = readDirection(reader, left.operand);
      return found && { ...left, operand: found };
    }
    return readDirection(reader, left);
  },
};

function readDirection(reader: Reader, left: Expression): Expression | undefined {
  reader.takeIs();
  const turn = reader.takeKey(TURNS);
  if (turn) {
    if (reader.sees(['from', 'to', 'above', 'below'])) return undefined;
    reader.assume('Turning up or down means the first bar that rises or falls after one that did not.');
    return cross(left, turn === '>' ? 'above' : 'below', shift(left, 1));
  }
  const operator = reader.takeKey(DIRECTIONS);
  if (!operator || reader.sees(ELSEWHERE)) return undefined;
  const run = reader.attempt(() => {
    const value = reader.takeWhole();
    const consecutive = reader.take(['consecutive', 'straight']);
    return value !== undefined && takeUnit(reader) && (reader.take(['in a row', 'in row']) || consecutive) ? value : undefined;
  });
  if (run === undefined && reader.peek().kind === 'number') return undefined;
  const bars = run ?? reader.attempt(() => {
    const value = reader.take(FOR) ? reader.takeWhole() : undefined;
    reader.take(['consecutive', 'straight']);
    return value !== undefined && takeUnit(reader) ? value : undefined;
  });
  if (bars !== undefined && (bars < 1 || bars > MAX_BARS)) return undefined;
  if (bars === undefined) reader.assume('Rising or falling compares a bar with the one before it.');
  const back = (count: number): Expression => (count === 0 ? left : shift(left, count));
  return all(...Array.from({ length: bars ?? 1 }, (_, index) => compare(back(index), operator, back(index + 1))));
}
