import type { Instrument } from './instrument.ts';

/** An instrument, and the candles of it that are there. */
export interface InstrumentSpan {
  readonly instrument: Instrument;
  readonly firstOpenTimeMs: number;
  readonly lastOpenTimeMs: number;
}

/** Which of a ticker's instruments candles belong to, given their open times, ascending. */
export function instrumentsOf(openTimeMs: Float64Array, instruments: readonly Instrument[]): InstrumentSpan[] {
  return instruments.flatMap((instrument) => {
    const { fromMs, toMs } = instrument;
    const first = openTimeMs.findIndex((time) => time >= (fromMs ?? -Infinity));
    const last = openTimeMs.findLastIndex((time) => time < (toMs ?? Infinity));
    if (first < 0 || last < first) return [];
    return [{ instrument, firstOpenTimeMs: openTimeMs[first]!, lastOpenTimeMs: openTimeMs[last]! }];
  });
}
