import { type Expression, type Interval, INTERVALS, intervalsOf } from '@wick/core';
import type { Cursor } from './cursor.ts';

/** Names that need no noun behind them. */
const ADVERBS: Readonly<Partial<Record<Interval, readonly string[]>>> = { '1h': ['hourly'], '1d': ['daily'], '1w': ['weekly'], '1M': ['monthly'] };

/** What each interval is called; the first is the name that a paraphrase uses. */
const CHARTS = Object.fromEntries(INTERVALS.map((interval) => [interval, namesOf(interval)])) as unknown as Record<Interval, readonly string[]>;

/** Names that cannot be a period, so that they may stand before what they are said of, or without a noun: "3-day" may be three bars. */
const PLAIN = Object.fromEntries(INTERVALS.map((interval) => [interval, plainNamesOf(interval)])) as unknown as Record<Interval, readonly string[]>;

const NOUNS = ['chart', 'timeframe', 'time frame', 'tf', 'interval', 'candle', 'bar'];
const ON = ['on', 'on to', 'in', 'from', 'using', 'of'];

export const CHART_WORDS: readonly string[] = [...ON, ...Object.values(CHARTS).flat(), ...Object.values(PLAIN).flat(), ...NOUNS];

/** `on the daily chart`, `on the 4-hour chart`. */
export const chartToEnglish = (interval: Interval): string => `on the ${CHARTS[interval][0]!} chart`;

/** `… on the 1-hour chart`, `… on the daily`, `… (4h)`: takes what is said before from candles of that interval. One chart for each part. */
export function onChart(cursor: Cursor, operand: Expression): Expression {
  if (intervalsOf(operand).length > 0) return operand;
  const interval = cursor.attempt(() => {
    const bracketed = cursor.take(['(']);
    const on = cursor.sees(['on']);
    if (!bracketed && !cursor.take(ON)) return undefined;
    const plain = cursor.takeKey(PLAIN);
    const named = plain ?? cursor.takeKey(CHARTS);
    const noun = cursor.take(NOUNS);
    if (bracketed) return plain && cursor.take([')']) ? plain : undefined;
    return noun || (on && plain) ? named : undefined;
  });
  return interval ? { kind: 'higher', interval, operand } : operand;
}

/** `daily RSI`, `the 4h EMA`: the chart of what follows. Undefined, with the place unchanged, if none is named here. */
export const leadingChart = (cursor: Cursor): Interval | undefined =>
  cursor.attempt(() => {
    const interval = cursor.takeKey(PLAIN);
    return interval && !cursor.sees(['candle', 'bar']) ? interval : undefined;
  });

function plainNamesOf(interval: Interval): string[] {
  const count = interval.slice(0, -1);
  switch (interval.at(-1)) {
    case 'h':
      return [...(ADVERBS[interval] ?? []), `${count}h`, `${count}-hour`, `${count}hr`, `h${count}`];
    case 'm':
      // 1m is a minute or, where case is lost, a month.
      return count === '1' ? ['1-minute', '1-min'] : [`${count}m`, `${count}-minute`, `${count}-min`, `m${count}`];
    default:
      return interval === '1d' ? ['daily', '1d', 'd1'] : interval === '1w' ? ['weekly', '1w', 'w1'] : [...(ADVERBS[interval] ?? [])];
  }
}

function namesOf(interval: Interval): string[] {
  const units = { s: ['second', 's'], m: ['minute', 'min', 'm'], h: ['hour', 'h'], d: ['day', 'd'], w: ['week', 'w'], M: ['month'] };
  const unit = interval.at(-1) as keyof typeof units;
  const names = units[unit].map((each) => `${interval.slice(0, -1)}-${each}`);
  // Case is lost in English, and 1M is a month.
  return [...(ADVERBS[interval] ?? []), ...names.filter((name) => name !== '1-m')];
}
