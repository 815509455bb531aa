import { any, column, compare, indicator } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const OUTSIDE = ['closes outside bollinger band', 'price outside bollinger band', 'outside bollinger band', 'price is outside bollinger band', 'price closes outside bollinger band'];

/** `closes outside the Bollinger bands`: beyond either. */
export const outsideBandsPhrase: Phrase = {
  vocabulary: OUTSIDE,
  examples: ['closes below the lower Bollinger band', 'closes outside the Bollinger bands'],
  read: (reader) => {
    if (!reader.take(OUTSIDE)) return undefined;
    reader.assume('Bollinger band: period 20, deviations 2, as the sentence gives none.');
    const band = (output: string): ReturnType<typeof indicator> => indicator('bollinger', [], output);
    return any(compare(column('close'), '>', band('upper')), compare(column('close'), '<', band('lower')));
  },
};
