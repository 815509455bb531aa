import { shift } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const SLOPES = ['slope of'];

/** `the slope of the 50 EMA`: what it gains from a bar to the next. */
export const slopePhrase: Phrase = {
  vocabulary: SLOPES,
  examples: ['slope of the 50 EMA is positive'],
  read: (reader) => {
    if (!reader.take(SLOPES)) return undefined;
    const line = reader.primary();
    if (!line || line.kind === 'number') return undefined;
    reader.assume('A slope is the difference to the bar before.');
    return { kind: 'arithmetic', operator: '-', left: line, right: shift(line, 1) };
  },
};
