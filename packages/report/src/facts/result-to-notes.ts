import type { BacktestResult, Refusals } from '@wick/core';
import { numberToText } from '../format/number-to-text.ts';
import { durationToText } from '../format/time-to-text.ts';
import { signalsToNotes } from './signals-to-facts.ts';

/** The first line of every report on candles that no market made. */
export const SIMULATED_MARKET = 'SIMULATED MARKET — these are not real prices.';

export const isSimulated = (result: BacktestResult): boolean => result.manifest.series.exchange === 'simulated';

const count = (value: number, one: string, many: string): string =>
  `${numberToText(value, 0)} ${value === 1 ? one : many}`;

const REFUSALS: Readonly<Record<keyof Refusals, (times: number) => string>> = {
  conflictingSignals: (times) => `${count(times, 'bar', 'bars')} asked for opposite things at once: nothing was done there.`,
  noCash: (times) => `${count(times, 'order was', 'orders were')} refused: no cash or no size left to buy.`,
  noNextBar: (times) => `${count(times, 'signal', 'signals')} on the last bar had no next bar to fill on.`,
  noPrice: (times) => `${count(times, 'order was', 'orders were')} refused: the price to fill at is unknown.`,
  belowMinimum: (times) => `${count(times, 'order was', 'orders were')} refused: below the smallest size or value that the venue takes.`,
  unknownSize: (times) =>
    `${count(times, 'order was', 'orders were')} refused: its size or the distance of its stop was unknown or zero at the signal.`,
  unreached: (times) => `${count(times, 'limit or stop order was', 'limit or stop orders were')} not reached in time, or called off.`,
  reduced: (times) => `${count(times, 'order was', 'orders were')} filled with less than was asked for: cash, margin or the largest size allowed no more.`,
};

/** Orders that were wanted and did not happen, one sentence a reason. Empty if there were none. */
export const refusalsToSentences = (refusals: Refusals): string[] =>
  (Object.keys(REFUSALS) as (keyof Refusals)[])
    .filter((reason) => refusals[reason] > 0)
    .map((reason) => REFUSALS[reason](refusals[reason]));

/** What a reader must know before believing the numbers: gaps, refusals, ambiguity, open trades, warm-up. */
export function resultToNotes(result: BacktestResult): string[] {
  const { manifest, metrics, ambiguousTrades, trades } = result;
  const notes: string[] = [];
  if (manifest.missing > 0) {
    const gaps = count(manifest.gaps, 'gap', 'gaps');
    notes.push(`${count(manifest.missing, 'candle is', 'candles are')} missing in ${gaps}; nothing was filled in.`);
  }
  if (manifest.warmupBars > 0) {
    notes.push(`The first ${count(manifest.warmupBars, 'bar is', 'bars are')} warm-up: no rule can be known there yet.`);
  }
  if (manifest.signals?.origin) notes.push(...signalsToNotes(manifest.signals.origin));
  notes.push(...refusalsToSentences(result.refusals));
  if (ambiguousTrades > 0) {
    const decided = count(ambiguousTrades, 'trade was', 'trades were');
    notes.push(`${decided} decided by a bar that held both stop and target: the worse price was taken.`);
  }
  if (metrics.openTrades > 0) {
    notes.push(`${count(metrics.openTrades, 'trade is', 'trades are')} still open, marked at the last close.`);
  }
  if (metrics.openDrawdownDurationMs !== null && metrics.openDrawdownDurationMs === metrics.maxDrawdownDurationMs) {
    notes.push(`The longest drawdown is not over: it has lasted ${durationToText(metrics.openDrawdownDurationMs)} at the end.`);
  }
  if (trades.length === 0) notes.push(manifest.signals ? 'The signals never led to a trade in this range.' : 'The strategy never traded in this range.');
  return notes;
}
