import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Gap } from '../frame/gap.ts';
import { DAY_MS, HOUR_MS } from '../interval/interval.ts';
import type { Coverage } from '../ports/candle-store.ts';
import { findReuse, type PricedGap } from './find-reuse.ts';
import { instrumentsOf } from './instruments-of.ts';
import { splitsToInstruments } from './splits-to-instruments.ts';

const STOP_MS = Date.UTC(2022, 4, 13, 1);

const gapOf = (days: number, closeBefore: number, openAfter: number): PricedGap => ({
  fromMs: STOP_MS, toMs: STOP_MS + days * DAY_MS, missing: days * 24, closeBefore, openAfter,
});

/** Hours of another symbol, from a year before to a year after. */
const otherWith = (...gaps: Gap[]): Coverage => ({
  series: { exchange: 'binance', market: 'spot', symbol: 'OTHERUSDT', interval: '1h' },
  candles: 1,
  firstOpenTimeMs: STOP_MS - 365 * DAY_MS,
  lastOpenTimeMs: STOP_MS + 365 * DAY_MS,
  gaps: gaps.map((gap) => ({ ...gap, kind: 'unexplained' })),
  outside: [],
  missing: 0,
  offGrid: 0,
});

const LUNA = gapOf(18, 0.00005, 1);

describe('a ticker was given to something else', () => {
  test('after 5 days, if the price has another size', () => {
    expect(findReuse([LUNA], [])).toEqual([
      { atMs: LUNA.toMs, reason: 'After 18 days without candles it opened at 1; the close before was 0.00005.' },
    ]);
  });

  test.each<[string, PricedGap, boolean]>([
    ['ten times is not more than ten times', gapOf(5, 1, 10), false],
    ['a little more is', gapOf(5, 1, 10.01), true],
    ['a tenth is not less than a tenth', gapOf(5, 1, 0.1), false],
    ['a little less is', gapOf(5, 1, 0.099), true],
    ['a jump after less than 5 days may be a coin that fell', gapOf(4.99, 1, 100), false],
    ['59 days at the same price are a suspension', gapOf(59.9, 1, 1), false],
    ['60 days are another coin, whatever the price', gapOf(60, 1, 1), true],
  ])('%s', (_, gap, isReuse) => {
    expect(findReuse([gap], [])).toHaveLength(isReuse ? 1 : 0);
  });

  test('but not where others stopped and went on with it: that was an outage', () => {
    const shared = { ...LUNA, fromMs: LUNA.fromMs + 2 * HOUR_MS, toMs: LUNA.toMs - 5 * HOUR_MS };
    expect(findReuse([LUNA], [otherWith(shared)])).toEqual([]);
    expect(findReuse([gapOf(90, 1, 1)], [otherWith(gapOf(90, 1, 1))])).toEqual([]);
  });

  test('unless somebody went on alone, or was away for another time', () => {
    expect(findReuse([LUNA], [otherWith()])).toHaveLength(1);
    expect(findReuse([LUNA], [otherWith(LUNA), otherWith()])).toHaveLength(1);
    expect(findReuse([LUNA], [otherWith(gapOf(200, 1, 1))])).toHaveLength(1);
    const ended = { ...otherWith(), lastOpenTimeMs: STOP_MS - DAY_MS };
    expect(findReuse([LUNA], [ended])).toHaveLength(1);
    expect(findReuse([LUNA], [otherWith(LUNA), ended])).toEqual([]);
  });
});

test('candles belong to the instruments that begin before them and end after them', () => {
  const ticker = { exchange: 'binance', market: 'spot', symbol: 'LUNAUSDT' } as const;
  const anySplits = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 4 });
  const anyTimes = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 12 });
  fc.assert(
    fc.property(anySplits, anyTimes, (splits, drawn) => {
      const instruments = splitsToInstruments(ticker, splits.map((atMs) => ({ atMs, reason: `From ${atMs} on.` })));
      const times = drawn.toSorted((a, b) => a - b);
      const wanted = instruments.flatMap((instrument) => {
        const own = times.filter((time) => (instrument.fromMs ?? -1) <= time && time < (instrument.toMs ?? 99));
        return own.length === 0 ? [] : [{ instrument, firstOpenTimeMs: own[0], lastOpenTimeMs: own.at(-1) }];
      });
      expect(instrumentsOf(Float64Array.from(times), instruments)).toEqual(wanted);
    }),
  );
});
