import { compare, indicator, times } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';
import { takeUnit } from '../reader/unit.ts';

const SIDES = { '<': ['below', 'under'], '>': ['above', 'over'] } as const;
const MOVES = { '>': ['rises', 'rises by', 'up', 'up by', 'moves up', 'is up', 'is up by', 'gains'], '<': ['falls', 'falls by', 'down', 'down by', 'moves down', 'is down', 'is down by', 'loses'] } as const;
const SPAN = ['in', 'over', 'within', 'in last', 'over last', 'within last'];

const share = (percent: number): number => Number((percent / 100).toPrecision(12));
const round = (value: number): number => Number(value.toPrecision(12));

/** `is 2% below its 20 SMA`: a distance in percent of the other. */
export const distancePhrase: StatePhrase = {
  vocabulary: ['%', 'percent', ...SIDES['<'], ...SIDES['>']],
  examples: ['price is 2% below the 20 SMA'],
  read: (reader, left) => {
    reader.take(['is']);
    reader.take(['at least', 'more than']);
    const percent = reader.takeNumber();
    if (percent === undefined || !reader.take(['%', 'percent'])) return undefined;
    const operator = reader.takeKey(SIDES);
    const right = operator && reader.operandBeside(left);
    if (!right) return undefined;
    return compare(left, operator, times(round(operator === '<' ? 1 - share(percent) : 1 + share(percent)), right));
  },
};

/** `falls 5% in 3 bars`: the rate of change over those bars. */
export const percentMovePhrase: StatePhrase = {
  vocabulary: [...MOVES['>'], ...MOVES['<'], ...SPAN],
  examples: ['price falls 5% in 3 bars'],
  read: (reader, left) => {
    const operator = reader.takeKey(MOVES);
    if (!operator) return undefined;
    reader.take(['more than', 'at least', 'by more than', 'by at least', 'by']);
    const percent = reader.takeNumber();
    if (percent === undefined || !reader.take(['%', 'percent']) || !reader.take(SPAN)) return undefined;
    const bars = reader.takeWhole() ?? 1;
    if (bars < 1 || !takeUnit(reader)) return undefined;
    return compare(indicator('roc', [left, bars]), operator, operator === '>' ? percent : -percent);
  },
};
