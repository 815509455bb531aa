import type { BacktestResult, Manifest, Metrics, Refusals } from '@wick/core';
import { durationToText } from '../format/time-to-text.ts';
import { counted } from './counted.ts';
import { noTradeToSentence } from './no-trade-to-sentence.ts';
import { signalsToNotes } from './signals-to-facts.ts';

/** The first line of every report on candles that no market made. */
export const SIMULATED_MARKET = 'SIMULATED MARKET — these are not real prices.';

export const isSimulated = ({ manifest }: Pick<BacktestResult, 'manifest'>): boolean => manifest.series.exchange === 'simulated';

const REFUSALS: Readonly<Record<keyof Refusals, (times: number) => string>> = {
  conflictingSignals: (times) => `${counted(times, 'bar', 'bars')} asked for opposite things at once: nothing was done there.`,
  noCash: (times) => `${counted(times, 'order was', 'orders were')} refused: no cash or no size left to buy.`,
  noNextBar: (times) => `${counted(times, 'signal', 'signals')} on the last bar had no next bar to fill on.`,
  noPrice: (times) => `${counted(times, 'order was', 'orders were')} refused: the price to fill at is unknown.`,
  belowMinimum: (times) => `${counted(times, 'order was', 'orders were')} refused: below the smallest size or value that the venue takes.`,
  unknownSize: (times) =>
    `${counted(times, 'order was', 'orders were')} refused: its size or the distance of its stop was unknown or zero at the signal.`,
  unreached: (times) => `${counted(times, 'limit or stop order was', 'limit or stop orders were')} not reached in time, or called off.`,
  reduced: (times) => `${counted(times, 'order was', 'orders were')} filled with less than was asked for: cash, margin or the largest size allowed no more.`,
};

/** Orders that were wanted and did not happen, one sentence a reason. Empty if there were none. */
export const refusalsToSentences = (refusals: Refusals): string[] =>
  (Object.keys(REFUSALS) as (keyof Refusals)[])
    .filter((reason) => refusals[reason] > 0)
    .map((reason) => REFUSALS[reason](refusals[reason]));

/** What a reader must know before believing the numbers: gaps, refusals, ambiguity, open trades, warm-up. */
export function resultToNotes(result: BacktestResult): string[] {
  const { manifest, metrics, ambiguousTrades, trades, refusals } = result;
  return [
    ...gapsToNotes(manifest),
    ...(manifest.warmupBars > 0 ? [`The first ${counted(manifest.warmupBars, 'bar is', 'bars are')} warm-up: no rule can be known there yet.`] : []),
    ...(manifest.signals?.origin ? signalsToNotes(manifest.signals.origin) : []),
    ...refusalsToSentences(refusals),
    ...ambiguousToNotes(ambiguousTrades),
    ...endToNotes(metrics),
    ...(trades.length === 0 ? [noTradeToSentence([manifest], refusals)] : []),
  ];
}

export const gapsToNotes = ({ missing, gaps }: Manifest): string[] =>
  missing === 0 ? [] : [`${counted(missing, 'candle is', 'candles are')} missing in ${counted(gaps, 'gap', 'gaps')}; nothing was filled in.`];

export const ambiguousToNotes = (trades: number): string[] =>
  trades === 0 ? [] : [`${counted(trades, 'trade was', 'trades were')} decided by a bar that held both stop and target: the worse price was taken.`];

/** What is not over at the end of a run. */
export function endToNotes({ openTrades, openDrawdownDurationMs, maxDrawdownDurationMs }: Metrics): string[] {
  const notes: string[] = [];
  if (openTrades > 0) notes.push(`${counted(openTrades, 'trade is', 'trades are')} still open, marked at the last close.`);
  if (openDrawdownDurationMs !== null && openDrawdownDurationMs === maxDrawdownDurationMs) {
    notes.push(`The longest drawdown is not over: it has lasted ${durationToText(openDrawdownDurationMs)} at the end.`);
  }
  return notes;
}
