import { blockOf, createFrame, type Frame } from '@wick/core';
import { MAX_CANDLES } from '../windows/check-settings.ts';
import type { DecisionWindow } from '../windows/decision-window.ts';
import { frameToWindows } from '../windows/frame-to-windows.ts';

/** How windows are to be cut so that there are not too many. */
export interface SpreadWindows {
  readonly frame: Frame;
  readonly every: number;
  readonly windows: number;
}

/**
 * At most so many windows, spread over the whole frame: decisions are made at every second, third … of the moments. Where even
 * the rarest decisions are too many, the last windows are taken.
 *
 * @param every bars at least from one decision to the next
 * @param fromMs candles that open earlier are history
 * @throws WickError OPTION_INVALID
 */
export function spreadWindows(frame: Frame, candles: number, every: number, most: number, fromMs?: number): SpreadWindows {
  const cut = (step: number): readonly DecisionWindow[] => frameToWindows(frame, { candles, every: step }, fromMs).windows;
  const all = cut(every);
  if (all.length <= most) return { frame, every, windows: all.length };
  const rarest = Math.floor(MAX_CANDLES / every);
  // Of moments that lie on a grid, gaps may take more or less than their share.
  for (let factor = Math.ceil(all.length / most); factor <= rarest; factor++) {
    const windows = cut(every * factor).length;
    if (windows > 0 && windows <= most) return { frame, every: every * factor, windows };
  }
  const step = Math.max(1, rarest) * every;
  const rare = cut(step);
  return rare.length > most ? lastWindows(frame, rare, step, most) : lastWindows(frame, all, every, most);
}

function lastWindows(frame: Frame, windows: readonly DecisionWindow[], every: number, most: number): SpreadWindows {
  const { openTimeMs, columns } = blockOf(frame, windows.at(-most)!.start, frame.length);
  return { frame: createFrame(frame.series, openTimeMs, columns), every, windows: most };
}
