import type { DrawdownMetrics } from '@wick/core';
import type { DrawdownSummary } from './drawdown-record.ts';
import { finite } from './finite.ts';

/**
 * Depths and durations of drawdowns on bars, and the Ulcer index = √(Σ drawdown² / bars) (Martin). The averages and durations
 * are null where there was no drawdown; everything is null without bars.
 */
export function drawdownMetrics(drawdown: DrawdownSummary, bars: number): DrawdownMetrics {
  const { count } = drawdown;
  return {
    maxDrawdown: bars > 0 ? drawdown.deepest : null,
    averageDrawdown: finite(drawdown.sumOfDepths / count),
    maxDrawdownDurationMs: count > 0 ? drawdown.longestMs : null,
    averageDrawdownDurationMs: finite(drawdown.totalMs / count),
    openDrawdownDurationMs: drawdown.openMs,
    ulcerIndex: finite(Math.sqrt(drawdown.squares / bars)),
  };
}
