import { followingOpenTime, type Frame } from '@wick/core';
import type { Judgement } from '../judgement/judgement.ts';
import type { DecisionWindow } from '../windows/decision-window.ts';

/** One window, judged by the same model with and without what it could remember the window by. */
export interface JudgedTwice {
  readonly window: DecisionWindow;
  readonly plain: Judgement;
  readonly masked: Judgement;
}

/** What the two decisions of a window have earned: direction × return, as a fraction. */
export interface ScoredPair {
  /** When the first candle of the window opens, epoch milliseconds UTC. */
  readonly fromMs: number;
  readonly plain: Score;
  readonly masked: Score;
}

export interface Score {
  /** BUY 1, SELL −1, HOLD and no signal 0. */
  readonly direction: -1 | 0 | 1;
  readonly earned: number;
}

export interface ScoredDecisions {
  readonly pairs: readonly ScoredPair[];
  readonly leftOut: {
    /** A gap, an unknown price or the end of the candles within the horizon. */
    readonly noOutcome: number;
    /** Decisions before the outcome of the one before has ended. */
    readonly overlapping: number;
    /** The provider gave no answer for one of the two: the model has decided nothing. */
    readonly unanswered: number;
  };
}

/**
 * Scores decisions by what came of them: from the open of the next candle to the close of the candle `horizon` bars on.
 * Outcomes do not overlap, so that each pair is a trial of its own: of windows that follow too closely, some are left out.
 *
 * @param judged in the order of time
 * @param horizon bars
 */
export function scoreDecisions(frame: Frame, judged: readonly JudgedTwice[], horizon: number): ScoredDecisions {
  const pairs: ScoredPair[] = [];
  let noOutcome = 0;
  let overlapping = 0;
  let unanswered = 0;
  let freeFrom = 0;
  for (const { window, plain, masked } of judged) {
    const gain = returnAfter(frame, window, horizon);
    if (isUnanswered(plain) || isUnanswered(masked)) unanswered++;
    else if (window.end < freeFrom) overlapping++;
    else if (gain === undefined) noOutcome++;
    else {
      freeFrom = window.end + horizon;
      pairs.push({ fromMs: frame.openTimeMs[window.start]!, plain: scoreOf(plain, gain), masked: scoreOf(masked, gain) });
    }
  }
  return { pairs, leftOut: { noOutcome, overlapping, unanswered } };
}

function returnAfter({ openTimeMs, columns, series, length }: Frame, { end, decisionTimeMs }: DecisionWindow, horizon: number): number | undefined {
  if (end + horizon > length) return undefined;
  for (let bar = end, expectedMs = decisionTimeMs; bar < end + horizon; bar++) {
    if (openTimeMs[bar] !== expectedMs) return undefined;
    expectedMs = followingOpenTime(expectedMs, series.interval);
  }
  const gain = columns.close[end + horizon - 1]! / columns.open[end]! - 1;
  return Number.isFinite(gain) ? gain : undefined;
}

const isUnanswered = (judgement: Judgement): boolean => judgement.kind === 'none' && judgement.why === 'unanswered';

function scoreOf(judgement: Judgement, gain: number): Score {
  const action = judgement.kind === 'signal' ? judgement.action : 'HOLD';
  if (action === 'HOLD') return { direction: 0, earned: 0 };
  return action === 'BUY' ? { direction: 1, earned: gain } : { direction: -1, earned: -gain };
}
