import { SELL_MEANINGS, type SellMeaning, SIGNAL_TIMESTAMPS, type SignalTimestamps } from '@wick/core';
import { readRate } from './execution-options.ts';
import { oneOf } from './series-options.ts';

export interface SignalOptions {
  readonly minConfidence?: string;
  readonly timestamps?: string;
  readonly sell?: string;
}

/** How signals from outside are to be read. */
export interface SignalReading {
  readonly timestamps?: SignalTimestamps;
  readonly minConfidence?: number;
  readonly sell?: SellMeaning;
}

/** The options as far as they are given. @throws WickError OPTION_INVALID */
export const readSignalReading = ({ minConfidence, timestamps, sell }: SignalOptions): SignalReading => ({
  ...(timestamps !== undefined && { timestamps: oneOf('--timestamps', timestamps, SIGNAL_TIMESTAMPS) }),
  ...(minConfidence !== undefined && { minConfidence: readRate('--min-confidence', minConfidence) }),
  ...(sell !== undefined && { sell: oneOf('--sell', sell, SELL_MEANINGS) }),
});
