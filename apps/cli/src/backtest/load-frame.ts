import type { Column, Frame, Series, TimeRange } from '@wick/core';
import type { CliContext } from '../context.ts';
import { requireOneInstrument } from '../instruments/one-instrument.ts';
import { withStorage } from '../with-storage.ts';

/**
 * The stored candles of a range.
 * @throws WickError CANDLES_MISSING if there are none, with what is stored instead; INSTRUMENTS_MIXED if they are of several instruments
 */
export const loadFrame = (
  context: CliContext,
  series: Series,
  range: Partial<TimeRange>,
  columns: readonly Column[],
): Promise<Frame> =>
  withStorage(context, async ({ candles, instruments }) => {
    const frame = await candles.frame(series, range, columns);
    await requireOneInstrument(instruments, frame);
    if (frame.length > 0) return frame;
    const { candlesMissing } = await import('../candles-missing.ts');
    throw await candlesMissing(series, candles, range);
  });
