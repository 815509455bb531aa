import { shift } from '../reader/build.ts';
import { nodesOf } from '../reader/expression-nodes.ts';
import type { Phrase } from '../reader/phrase.ts';

/** Most nodes of the line. */
const MAX_NODES = 50;
const SLOPES = ['slope of'];

/** `the slope of the 50 EMA`: what it gains from a bar to the next. */
export const slopePhrase: Phrase = {
  vocabulary: SLOPES,
  examples: ['slope of the 50 EMA is positive'],
  read: (reader) => {
    if (!reader.take(SLOPES)) return undefined;
    const line = reader.primary();
    // Each slope of a slope would be twice as long.
    if (!line || line.kind === 'number' || nodesOf(line) > MAX_NODES) return undefined;
    reader.assume('A slope is the difference to the bar before.');
    return { kind: 'arithmetic', operator: '-', left: line, right: shift(line, 1) };
  },
};
