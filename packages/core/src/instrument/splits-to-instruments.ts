import type { Instrument, Ticker } from './instrument.ts';

/** From `atMs` on, a ticker stands for something else. */
export interface InstrumentSplit {
  readonly atMs: number;
  readonly reason: string;
}

/** The instruments between the splits of a ticker, which may come in any order; ascending, next to each other, at least one. */
export function splitsToInstruments({ exchange, market, symbol }: Ticker, splits: readonly InstrumentSplit[]): Instrument[] {
  const ascending = splits.toSorted((a, b) => a.atMs - b.atMs);
  const firstReason = ascending.length === 0 ? 'Nothing else is known under this ticker.' : 'It had the ticker first.';
  return [{ atMs: null, reason: firstReason }, ...ascending].map(({ atMs, reason }, i) => ({
    exchange, market, symbol, fromMs: atMs, toMs: ascending[i]?.atMs ?? null, reason,
  }));
}
