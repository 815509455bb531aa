import { shift } from '../reader/build.ts';
import { DAY_BEFORE } from '../reader/joints.ts';
import type { Phrase } from '../reader/phrase.ts';

const PREVIOUS = ['previous', 'prior', 'previous bar\'s', "previous candle's", "prior candle's", "prior bar's", "last bar's", "last candle's"];
const YESTERDAY = ["yesterday's", "previous day's", "prior day's", 'previous day', 'prior day'];

/** `the previous close`, `yesterday's high`. */
export const pastPhrase: Phrase = {
  vocabulary: [...PREVIOUS, ...YESTERDAY],
  examples: ['the close is above the previous high', 'RSI(14) 3 bars ago'],
  read: (reader) => {
    const day = reader.take(YESTERDAY);
    if ((!day && !reader.take(PREVIOUS)) || reader.peek().kind === 'number') return undefined;
    const operand = reader.primary();
    if (day) reader.assume(DAY_BEFORE);
    return operand && shift(operand, 1);
  },
};
