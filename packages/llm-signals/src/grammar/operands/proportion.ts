import { number, times } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const FACTORS = { 2: ['twice', 'double'], 3: ['triple', 'thrice'], 0.5: ['half', 'half of'], 1.5: ['one and half times'] };

/** `twice its average`, `half the range`, `150% of the average volume`. */
export const proportionPhrase: Phrase = {
  vocabulary: [...Object.values(FACTORS).flat(), '%', 'of'],
  examples: ['volume above twice its 20-day average', 'volume above 150% of its average'],
  read: (reader) => {
    const word = reader.takeKey(FACTORS as unknown as Record<string, readonly string[]>);
    const percent = word === undefined ? reader.takeNumber() : undefined;
    if (word === undefined && (percent === undefined || !reader.take(['% of']))) return undefined;
    const operand = reader.primary();
    return operand && times(number(word === undefined ? Number((percent! / 100).toPrecision(12)) : Number(word)), operand);
  },
};
