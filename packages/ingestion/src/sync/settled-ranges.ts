import { type Absence, DAY_MS, type TimeRange } from '@wick/core';

/** How long an exchange may publish a candle late: "there is nothing" about younger ones is asked for again. */
export const DOUBT_MS = 2 * DAY_MS;

/**
 * The ranges of which it is settled that there are no candles, so that nobody has to ask again. An answer settles what was
 * two days old when it was given; a failure, or a file that is late, settles nothing.
 */
export function settledRanges(absences: readonly Absence[]): TimeRange[] {
  return absences
    .filter(({ kind }) => kind === 'nothing-there' || kind === 'not-listed' || kind === 'delisted')
    .map(({ kind, fromMs, toMs, notedAtMs }) => ({ fromMs, toMs: kind === 'not-listed' ? toMs : Math.min(toMs, notedAtMs - DOUBT_MS) }))
    .filter(({ fromMs, toMs }) => fromMs < toMs);
}
