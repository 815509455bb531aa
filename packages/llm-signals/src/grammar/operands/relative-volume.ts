import { column, sma } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const NAMES = ['relative volume', 'rvol', 'volume ratio'];
const USUAL_BARS = 20;

/** `relative volume`: the volume as a multiple of its average. */
export const relativeVolumePhrase: Phrase = {
  vocabulary: NAMES,
  examples: ['relative volume above 2'],
  read: (reader) => {
    if (!reader.take(NAMES)) return undefined;
    reader.assume(`Relative volume is the volume divided by its ${USUAL_BARS}-bar average.`);
    return { kind: 'arithmetic', operator: '/', left: column('volume'), right: sma(column('volume'), USUAL_BARS) };
  },
};
