import { all, compare, indicator } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const SQUEEZES = ['bollinger band inside keltner channel', 'bollinger band is inside keltner channel', 'bollinger band within keltner channel', 'bb inside keltner channel', 'bb inside kc', 'bollinger inside keltner'];

/** `Bollinger bands inside the Keltner channels`: what is called a squeeze. */
export const squeezePhrase: Phrase = {
  vocabulary: SQUEEZES,
  examples: ['Bollinger bands inside the Keltner channels'],
  read: (reader) => {
    if (!reader.take(SQUEEZES)) return undefined;
    reader.assume('Bollinger band: period 20, deviations 2, as the sentence gives none.');
    reader.assume('Keltner channel: period 20, factor 2, atrPeriod 10, as the sentence gives none.');
    return all(
      compare(indicator('bollinger', [], 'upper'), '<', indicator('keltner', [], 'upper')),
      compare(indicator('bollinger', [], 'lower'), '>', indicator('keltner', [], 'lower')),
    );
  },
};
