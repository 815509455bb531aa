import { followingOpenTime, type Frame } from '@wick/core';
import type { Decision } from '../judging/decision.ts';
import type { JudgedTwice } from './score-decisions.ts';

/**
 * The decisions of two runs over the same windows, window by window. Where no window could be shown there is no pair.
 *
 * @param candles a window
 * @throws RangeError if the runs have not decided at the same moments of the frame
 */
export function pairDecisions(frame: Frame, candles: number, plain: readonly Decision[], masked: readonly Decision[]): JudgedTwice[] {
  const { openTimeMs, series } = frame;
  if (plain.length !== masked.length) throw new RangeError(`${plain.length} decisions cannot be paired with ${masked.length}`);
  const pairs: JudgedTwice[] = [];
  let bar = 0;
  for (const [index, { openTimeMs: timeMs, judgement }] of plain.entries()) {
    const other = masked[index]!;
    while (bar < frame.length && openTimeMs[bar]! < timeMs) bar++;
    if (other.openTimeMs !== timeMs || openTimeMs[bar] !== timeMs) throw new RangeError(`no two decisions at ${new Date(timeMs).toISOString()}`);
    if (judgement.kind === 'none' && (judgement.why === 'gap' || judgement.why === 'short-history')) continue;
    const end = bar + 1;
    pairs.push({ window: { start: end - candles, end, decisionTimeMs: followingOpenTime(timeMs, series.interval) }, plain: judgement, masked: other.judgement });
  }
  return pairs;
}
