import { type InstrumentRegistry, splitsToInstruments, type Ticker } from '@wick/core';

/** {@link InstrumentRegistry} in memory. */
export function memoryInstrumentRegistry(): InstrumentRegistry {
  const kept = new Map<string, Map<number, string>>();
  const splitsOf = ({ exchange, market, symbol }: Ticker): Map<number, string> => {
    const key = `${exchange}:${market}:${symbol}`;
    if (!kept.has(key)) kept.set(key, new Map());
    return kept.get(key)!;
  };
  return {
    async instruments(ticker) {
      return splitsToInstruments(ticker, Array.from(splitsOf(ticker), ([atMs, reason]) => ({ atMs, reason })));
    },
    async splitInstrument(ticker, atMs, reason) {
      const splits = splitsOf(ticker);
      if (!splits.has(atMs)) splits.set(atMs, reason);
    },
    async joinInstrument(ticker, atMs) {
      splitsOf(ticker).delete(atMs);
    },
  };
}
