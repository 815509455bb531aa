import type { Column, Frame, Series, TimeRange } from '@wick/core';
import type { CliContext } from '../context.ts';
import { requireOneInstrument } from '../instruments/one-instrument.ts';
import { withStorage } from '../with-storage.ts';

/** The stored candles of each series in a range. @throws WickError CANDLES_MISSING | INSTRUMENTS_MIXED for the first that has none, or has several instruments */
export const loadFrames = (context: CliContext, all: readonly Series[], range: Partial<TimeRange>, columns: readonly Column[]): Promise<Frame[]> =>
  withStorage(context, async ({ candles, instruments }) => {
    const frames: Frame[] = [];
    for (const series of all) {
      context.signal.throwIfAborted();
      const frame = await candles.frame(series, range, columns);
      if (frame.length === 0) {
        const { candlesMissing } = await import('../candles-missing.ts');
        throw await candlesMissing(series, candles, range);
      }
      await requireOneInstrument(instruments, frame);
      frames.push(frame);
    }
    return frames;
  });
