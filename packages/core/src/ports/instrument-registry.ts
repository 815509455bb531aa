import type { Instrument, Ticker } from '../instrument/instrument.ts';

/** Which instruments a ticker has stood for. */
export interface InstrumentRegistry {
  /** Ascending in time, next to each other. One, from the beginning and without an end, unless the ticker was split. */
  instruments(ticker: Ticker): Promise<Instrument[]>;
  /** From `atMs` on, the ticker stands for something else. Saying it again changes nothing. */
  splitInstrument(ticker: Ticker, atMs: number, reason: string): Promise<void>;
  /** Undoes a split. */
  joinInstrument(ticker: Ticker, atMs: number): Promise<void>;
}
