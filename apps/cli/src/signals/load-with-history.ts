import { type CandleStore, type Frame, isWickError, type Series, slotOf, slotOpenTime, type TimeRange } from '@wick/core';
import type { Storage } from '@wick/storage';
import { loadStored } from '../backtest/load-market.ts';

/** The candles of a range, and the same with those before it that the windows of its first decisions reach back to. */
export interface WithHistory {
  readonly asked: Frame;
  readonly frame: Frame;
}

/**
 * Where candles before the range are stored, its first decisions have windows like all others: what is decided at a moment does not
 * depend on where the range begins. Candles of another instrument are no history.
 *
 * @param candles a window
 * @throws WickError CANDLES_MISSING if there is nothing in the range; INSTRUMENTS_MIXED if there are several instruments in it
 */
export async function loadWithHistory(storage: Pick<Storage, 'candles' | 'instruments' | 'funding'>, series: Series, range: Partial<TimeRange>, candles: number): Promise<WithHistory> {
  const { frame: asked } = await loadStored(storage, series, range, []);
  if (range.fromMs === undefined) return { asked, frame: asked };
  try {
    const fromMs = await historyFrom(storage.candles, series, range.fromMs, candles);
    return { asked, frame: (await loadStored(storage, series, { ...range, fromMs }, [])).frame };
  } catch (error) {
    if (isWickError(error) && error.code === 'INSTRUMENTS_MIXED') return { asked, frame: asked };
    throw error;
  }
}

/** One window earlier. Where that is in a gap, from the candle before it on: so the frame shows that it is a gap, and not the beginning. */
async function historyFrom(store: CandleStore, series: Series, fromMs: number, candles: number): Promise<number> {
  const { interval } = series;
  const historyMs = slotOpenTime(slotOf(fromMs, interval) - candles, interval);
  const { gaps } = await store.coverage(series);
  const gap = gaps.find((each) => each.fromMs <= historyMs && historyMs < each.toMs);
  return gap ? slotOpenTime(slotOf(gap.fromMs, interval) - 1, interval) : historyMs;
}
