import { compare } from '../reader/build.ts';
import type { StatePhrase } from '../reader/phrase.ts';

export const COMPARATORS = {
  '<': ['<', 'below', 'under', 'beneath', 'less than', 'lower than', 'smaller than', 'trade below', 'trade under', 'close under', 'close below'],
  '<=': ['<=', 'at most', 'no more than', 'at or below', 'below or equal to', 'less than or equal to', 'not above', 'not over', 'not greater than'],
  '>': ['>', 'above', 'over', 'greater than', 'higher than', 'more than', 'larger than', 'exceeds', 'beyond', 'trade above', 'trade over', 'close above', 'close over', 'bigger than'],
  '>=': ['>=', 'at least', 'no less than', 'at or above', 'above or equal to', 'greater than or equal to', 'not below', 'not under', 'not less than'],
  '==': ['==', 'equal', 'equal to', 'same as'],
  '!=': ['!=', 'not equal', 'not equal to', 'differs from', 'different from'],
} as const;

/** `is below 30`, `(<30)`, `is at least 1.5 times its average`. */
export const comparisonPhrase: StatePhrase = {
  vocabulary: ['is', 'it', 'itself', ...Object.values(COMPARATORS).flat()],
  examples: ['RSI is below 30', 'volume above 1.5 times its 20-bar average'],
  read: (reader, left) => {
    const bracketed = reader.take(['(']);
    reader.take(['is']);
    const operator = reader.takeKey(COMPARATORS);
    const right = operator && reader.operandBeside(left);
    if (!right || (bracketed && !reader.take([')']))) return undefined;
    return compare(left, operator, right);
  },
};
