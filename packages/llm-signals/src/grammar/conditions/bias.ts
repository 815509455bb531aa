import { compare } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const BIASES = { '>': ['bullish'], '<': ['bearish'] } as const;

/** `MACD is bullish`: its line is above its signal line. */
export const biasPhrase: Phrase = {
  vocabulary: ['bullish', 'bearish'],
  examples: ['MACD is bullish'],
  read: (reader) => {
    const line = reader.primary();
    if (line?.kind !== 'indicator' || (line.name !== 'macd' && line.name !== 'stochastic')) return undefined;
    reader.take(['is']);
    const operator = reader.takeKey(BIASES);
    if (!operator) return undefined;
    reader.assume('MACD or the stochastic is bullish while it is above its signal line.');
    return compare(line, operator, { ...line, output: line.name === 'macd' ? 'signal' : 'd' });
  },
};
