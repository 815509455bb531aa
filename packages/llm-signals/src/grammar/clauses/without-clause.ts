import type { StopKind } from '../draft/draft.ts';
import type { Clause } from './clause.ts';

const WITHOUT: Readonly<Record<StopKind, readonly string[]>> = {
  stopLoss: ['no stop', 'no stop loss', 'without stop', 'without stop loss', 'no sl', 'stop loss : none', 'no hard stop'],
  takeProfit: ['no take profit', 'no target', 'no profit target', 'without target', 'without take profit', 'no tp', 'take profit : none'],
  trailingStop: ['no trailing stop', 'without trailing stop', 'no trailing', 'no trailing stop loss'],
};
const SIDES = {
  long: ['long only', 'only long', 'no short', 'no shorting', 'long only strategy', 'only go long', 'only long position', 'long side only'],
  short: ['short only', 'only short', 'no long', 'short only strategy', 'only go short', 'short side only'],
} as const;

/** Only where a part of the sentence begins: "trailing no stop" says nothing clear. */
const BEFORE = [',', '.', ';', ':', '!', '|', '/', 'and', 'with', 'but'];

/** `no stop loss`, `long only`: says that something is meant to be missing. */
export const withoutClause: Clause = {
  vocabulary: [...Object.values(WITHOUT).flat(), ...Object.values(SIDES).flat()],
  examples: ['no stop loss', 'long only'],
  read: (reader, draft) => {
    const start = reader.position;
    if (start > 0 && !BEFORE.includes(reader.peek(-1).text)) return undefined;
    const stop = reader.takeKey(WITHOUT);
    const side = stop ? undefined : reader.takeKey(SIDES);
    const ends = reader.atEnd || reader.sees([',', '.', ';', ':', 'and', 'with', '!']) || (side && reader.sees(['strategy', 'system']));
    if ((!stop && !side) || !ends || (stop && draft.stops[stop]) || (side && draft.onlySide)) {
      reader.position = start;
      return undefined;
    }
    if (stop) draft.without.add(stop);
    if (side) draft.onlySide = side;
    reader.understand(start, stop ? reader.tokens.slice(start, reader.position).map(({ text }) => text).join(' ') : `${side} positions only`);
    return 'read';
  },
};
