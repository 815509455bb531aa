import { column, indicator } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';

const RANGES = ['range', "candle's range", "bar's range", 'candle range', 'bar range', 'range of candle', 'range of bar'];
const BODIES = ['body', "candle's body", "bar's body", 'candle body', 'bar body', 'body of candle', 'body of bar'];

/** `the candle's range`, from its low to its high, and `its body`, from open to close. */
export const candleSizePhrase: Phrase = {
  vocabulary: [...RANGES, ...BODIES],
  examples: ["candle's range > 2 ATR"],
  read: (reader) => {
    if (reader.take(RANGES)) return { kind: 'arithmetic', operator: '-', left: column('high'), right: column('low') };
    if (!reader.take(BODIES)) return undefined;
    return indicator('abs', [{ kind: 'arithmetic', operator: '-', left: column('close'), right: column('open') }]);
  },
};
