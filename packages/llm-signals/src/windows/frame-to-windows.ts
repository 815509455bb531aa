import { followingOpenTime, type Frame, slotOf } from '@wick/core';
import type { NoSignalReason } from '../judgement/judgement.ts';
import { checkCut } from './check-settings.ts';
import type { DecisionWindow, WindowSettings } from './decision-window.ts';

/** A decision for which no window of candles is there. */
export interface SkippedDecision {
  /** Row of the candle at whose close it would have been. */
  readonly bar: number;
  readonly why: Extract<NoSignalReason, 'gap' | 'short-history'>;
}

/**
 * The windows of a frame, in order: the last `candles` candles at every moment that is a whole number of `every` bars after
 * the epoch by the interval's own grid (with 1h and 24 at midnight UTC, with 1M and 3 at the beginning of a quarter). So the
 * moments do not depend on where the frame begins, and a longer frame has the same windows and more.
 *
 * A window consists of candles that follow each other without a gap or a shift; where they do not, the decision is skipped.
 *
 * @param fromMs candles that open earlier are history: windows reach back to them, and nothing is decided there
 * @throws WickError OPTION_INVALID
 */
export function frameToWindows(
  { series: { interval }, openTimeMs, length }: Frame,
  settings: Pick<WindowSettings, 'candles' | 'every'>,
  fromMs = -Infinity,
): { readonly windows: readonly DecisionWindow[]; readonly skipped: readonly SkippedDecision[] } {
  checkCut(settings);
  const { candles, every } = settings;
  const windows: DecisionWindow[] = [];
  const skipped: SkippedDecision[] = [];
  // The first of the candles that follow each other up to this one, and when the next of them would open.
  let first = 0;
  let followingMs = openTimeMs[0];
  for (let bar = 0; bar < length; bar++) {
    const timeMs = openTimeMs[bar]!;
    if (timeMs !== followingMs) first = bar;
    followingMs = followingOpenTime(timeMs, interval);
    if (timeMs < fromMs || (slotOf(timeMs, interval) + 1) % every !== 0) continue;
    const end = bar + 1;
    if (end - first >= candles) windows.push({ start: end - candles, end, decisionTimeMs: followingMs });
    else skipped.push({ bar, why: first > 0 ? 'gap' : 'short-history' });
  }
  return { windows, skipped };
}
