import { indicator, number, times } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import { takeAtr } from '../clauses/distance.ts';

/** `2 ATR`, `1.5 ATR(20)`: what is written without a unit is a multiple, as it is of stops. */
export const atrMultiplePhrase: Phrase = {
  vocabulary: ['atr'],
  examples: ['price above the 20 EMA plus 2 ATR'],
  read: (reader) => {
    const multiple = reader.takeNumber();
    if (multiple === undefined || reader.peek().kind === 'number') return undefined;
    const period = takeAtr(reader);
    return period !== undefined && period > 0 ? times(number(multiple), indicator('atr', [period])) : undefined;
  },
};
