import { type Expression, type Interval, INTERVALS, intervalsOf } from '@wick/core';
import type { Cursor } from './cursor.ts';

/** Names that need no noun behind them. */
const ADVERBS: Readonly<Partial<Record<Interval, readonly string[]>>> = { '1h': ['hourly'], '1d': ['daily'], '1w': ['weekly'], '1M': ['monthly'] };

/** What each interval is called; the first is the name that a paraphrase uses. */
const CHARTS = Object.fromEntries(INTERVALS.map((interval) => [interval, namesOf(interval)])) as unknown as Record<Interval, readonly string[]>;

const NOUNS = ['chart', 'timeframe', 'time frame', 'interval', 'candle', 'bar'];

export const CHART_WORDS: readonly string[] = ['on', ...Object.values(CHARTS).flat(), ...NOUNS];

/** `on the daily chart`, `on the 4-hour chart`. */
export const chartToEnglish = (interval: Interval): string => `on the ${CHARTS[interval][0]!} chart`;

/** `… on the 1-hour chart`, `… on the daily`: takes what is said before from candles of that interval. One chart for each part. */
export function onChart(cursor: Cursor, operand: Expression): Expression {
  if (intervalsOf(operand).length > 0) return operand;
  const interval = cursor.attempt(() => {
    if (!cursor.take(['on'])) return undefined;
    const adverb = cursor.takeKey(ADVERBS as Record<Interval, readonly string[]>);
    const named = adverb ?? cursor.takeKey(CHARTS);
    return cursor.take(NOUNS) || adverb ? named : undefined;
  });
  return interval ? { kind: 'higher', interval, operand } : operand;
}

function namesOf(interval: Interval): string[] {
  const units = { s: ['second', 's'], m: ['minute', 'min', 'm'], h: ['hour', 'h'], d: ['day', 'd'], w: ['week', 'w'], M: ['month'] };
  const unit = interval.at(-1) as keyof typeof units;
  const names = units[unit].map((each) => `${interval.slice(0, -1)}-${each}`);
  // Case is lost in English, and 1M is a month.
  return [...(ADVERBS[interval] ?? []), ...names.filter((name) => name !== '1-m')];
}
