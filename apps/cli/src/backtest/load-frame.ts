import type { Column, Frame, Series, TimeRange } from '@wick/core';
import type { CliContext } from '../context.ts';
import { withStorage } from '../with-storage.ts';

/** The stored candles of a range. @throws WickError CANDLES_MISSING if there are none, with what is stored instead */
export const loadFrame = (
  context: CliContext,
  series: Series,
  range: Partial<TimeRange>,
  columns: readonly Column[],
): Promise<Frame> =>
  withStorage(context, async ({ candles }) => {
    const frame = await candles.frame(series, range, columns);
    if (frame.length > 0) return frame;
    const { candlesMissing } = await import('../candles-missing.ts');
    throw await candlesMissing(series, candles, range);
  });
