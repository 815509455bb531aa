import { shift } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const PREVIOUS = ['previous', 'prior', 'previous bar\'s', "previous candle's", "yesterday's", "previous day's", "last bar's", "last candle's"];

/** `the previous close`, `yesterday's high`. */
export const pastPhrase: Phrase = {
  vocabulary: PREVIOUS,
  examples: ['the close is above the previous high', 'RSI(14) 3 bars ago'],
  read: (reader) => {
    if (!reader.take(PREVIOUS) || reader.peek().kind === 'number') return undefined;
    const operand = reader.primary();
    return operand && shift(operand, 1);
  },
};
