import { type Fill, followingOpenTime, type Frame, type FundingRates } from '@wick/core';

/** What stops and targets do happens within a bar's range; what signals do, at the open or at the close. */
const IN_RANGE: ReadonlySet<string> = new Set(['stop-loss', 'take-profit', 'trailing-stop']);

/** What is held at a moment, from the fills alone: those at the open of bars that have opened, and the others of bars that are over. */
function heldAt(timeMs: number, fills: readonly Fill[], { series }: Frame, fill: 'next-open' | 'close'): number {
  let held = 0;
  for (const { openTimeMs, reason, action, size } of fills) {
    const isAtOpen = fill === 'next-open' && !IN_RANGE.has(reason);
    const doneMs = isAtOpen ? openTimeMs : followingOpenTime(openTimeMs, series.interval);
    if (doneMs <= timeMs) held += action === 'buy' ? size : -size;
  }
  return held;
}

/** What each payment takes, one after another, straight from its definition. */
export function fundingNaively({ timeMs, rate, markPrice }: FundingRates, fills: readonly Fill[], frame: Frame, fill: 'next-open' | 'close'): number[] {
  return Array.from(timeMs, (time, row) => {
    // The bar that contains the payment, or the last one before the gap that does.
    const bar = frame.openTimeMs.findLastIndex((openTimeMs) => openTimeMs <= time);
    const price = Number.isNaN(markPrice[row]!) ? frame.columns.close[bar]! : markPrice[row]!;
    return bar < 0 ? 0 : heldAt(time, fills, frame, fill) * rate[row]! * price;
  });
}
