import { not } from '../reader/build.ts';
import type { Clause } from './clause.ts';

const PHRASES = {
  long: ['no exit for long', 'long has no exit', 'never exit long'],
  short: ['no exit for short', 'short has no exit', 'never exit short'],
  both: ['no exit', 'no exit rule', 'never exit', 'never sell', 'hold forever', 'hold to end', 'without exit', 'buy and hold'],
} as const;

const OTHERWISE = ['flat otherwise', 'otherwise flat', 'else flat', 'exit otherwise', 'otherwise exit', 'out otherwise', 'otherwise out', 'cash otherwise', 'in cash otherwise', 'otherwise in cash', 'out of market otherwise', 'sell otherwise', 'otherwise sell', 'is flat otherwise'];

/** `never exit`: the position is held to the end on purpose, so no exit is filled in. */
export const noExitClause: Clause = {
  vocabulary: [...Object.values(PHRASES).flat(), ...OTHERWISE],
  examples: ['never exit', 'flat otherwise'],
  read: (reader, draft) => {
    const start = reader.position;
    if (draft.endsWithEntry && reader.take(OTHERWISE)) {
      const { verb, condition } = draft.rules.at(-1)!;
      draft.addRule(verb === 'buy' ? 'exit long' : 'exit short', not(condition));
      reader.understand(start, "exit when the entry's condition ends");
      return 'read';
    }
    const side = reader.takeKey(PHRASES);
    if (!side) return undefined;
    // "Never sell short" is no exit that is missing.
    const ends = reader.atEnd || reader.sees([',', '.', ';', '!', 'and', 'with', 'but']);
    if (!ends && !/^(buy|hold)$/.test(reader.tokens[start]!.text)) {
      reader.position = start;
      return undefined;
    }
    draft.holdForGood(side);
    reader.understand(start, 'no exit rule');
    return 'read';
  },
};
