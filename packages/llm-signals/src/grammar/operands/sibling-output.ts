import type { Expression, IndicatorName } from '@wick/core';
import { indicator } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

interface Sibling {
  readonly name: IndicatorName;
  readonly output: string;
  readonly words: readonly string[];
}

/** Lines that are named without their indicator: beside it they are its own, alone they have its default periods. */
const SIBLINGS: readonly Sibling[] = [
  { name: 'stochastic', output: 'k', words: ['%K', '%K line', 'K line'] },
  { name: 'stochastic', output: 'd', words: ['%D', '%D line', 'D line'] },
  { name: 'macd', output: 'signal', words: ['signal line', 'signal'] },
  { name: 'macd', output: 'histogram', words: ['histogram'] },
];

export const siblingOutputPhrase: Phrase = {
  vocabulary: ['its', ...SIBLINGS.flatMap((sibling) => sibling.words)],
  examples: ['MACD crosses above its signal line', '%K crosses above %D'],
  read: (reader) => {
    reader.take(['its']);
    const { subject } = reader;
    const sibling = SIBLINGS.find(({ words }) => reader.take(words));
    if (!sibling) return undefined;
    if (subject?.kind === 'indicator') {
      const own = sibling.name === subject.name ? sibling.output : subject.name === 'stochastic' && sibling.output === 'signal' ? 'd' : undefined;
      if (own) return { ...subject, output: own };
    }
    const call = indicator(sibling.name, [], sibling.output);
    reader.assume(`The ${sibling.words[0]} is that of ${describe(call)}.`);
    return call;
  },
};

const describe = (call: Expression): string =>
  call.kind === 'indicator' ? `${call.name}(${call.parameters.join(', ')})` : '';
