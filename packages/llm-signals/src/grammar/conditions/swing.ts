import type { Column, Expression } from '@wick/core';
import { all, column, compare, shift } from '../reader/build.ts';
import type { Phrase } from '../reader/phrase.ts';
import { UNITS } from '../reader/unit.ts';

const SWINGS: Readonly<Record<string, { words: readonly string[]; column: Column; operator: '>' | '<' }>> = {
  higherHigh: { words: ['higher high', 'hh'], column: 'high', operator: '>' },
  higherLow: { words: ['higher low', 'hl'], column: 'low', operator: '>' },
  higherClose: { words: ['higher close', 'up close', 'candle close higher', 'bar close higher', 'close higher', 'day close higher'], column: 'close', operator: '>' },
  lowerHigh: { words: ['lower high', 'lh'], column: 'high', operator: '<' },
  lowerLow: { words: ['lower low', 'll'], column: 'low', operator: '<' },
  lowerClose: { words: ['lower close', 'down close', 'candle close lower', 'bar close lower', 'close lower', 'day close lower'], column: 'close', operator: '<' },
};
const WORDS = Object.fromEntries(Object.entries(SWINGS).map(([key, { words }]) => [key, words]));
const MAKES = ['price makes', 'price is making', 'market makes', 'makes', 'making', 'price prints'];
const CONSECUTIVE = ['consecutive', 'straight'];
const IN_A_ROW = ['in a row', 'in row'];
const MAX_RUN = 50;

/** `higher high`, `3 consecutive lower lows`, `HH and HL`. */
export const swingPhrase: Phrase = {
  vocabulary: [...Object.values(WORDS).flat(), ...MAKES, ...CONSECUTIVE, ...IN_A_ROW],
  examples: ['higher high and higher low', '3 consecutive lower closes'],
  read: (reader) => {
    reader.take(MAKES);
    const count = reader.takeWhole() ?? 1;
    reader.take(CONSECUTIVE);
    const key = reader.takeKey(WORDS);
    const swing = key && SWINGS[key];
    if (!swing || count < 1 || count > MAX_RUN || reader.sees(['than', 'of', 'band', 'bollinger', 'bb'])) return undefined;
    reader.take(IN_A_ROW);
    reader.assume('A higher or lower high, low or close is one beyond that of the bar before.');
    const series = column(swing.column);
    const back = (bars: number): Expression => (bars === 0 ? series : shift(series, bars));
    return all(...Array.from({ length: count }, (_, index) => compare(back(index), swing.operator, back(index + 1))));
  },
};

/** `two consecutive closes above the 20 EMA`: so many bars in a row. */
export const consecutiveClosesPhrase: Phrase = {
  vocabulary: [...CONSECUTIVE, ...IN_A_ROW, 'close', ...UNITS.bars],
  examples: ['2 consecutive closes above the 20 EMA'],
  read: (reader) => {
    const count = reader.takeWhole();
    const consecutive = reader.take(CONSECUTIVE);
    if (count === undefined || count < 2 || count > MAX_RUN || !reader.take(['close', 'candle close', 'bar close'])) return undefined;
    const condition = reader.state(column('close'));
    if (!condition || (!reader.take(IN_A_ROW) && !consecutive)) return undefined;
    return all(...Array.from({ length: count }, (_, index) => (index === 0 ? condition : shift(condition, index))));
  },
};
