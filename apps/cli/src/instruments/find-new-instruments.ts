import type { Gap, Instrument, Series } from '@wick/core';
import type { Storage } from '@wick/storage';

/** A series with gaps of which it is known that the exchange has nothing there, and which nobody has judged yet. */
export interface NewGaps {
  readonly series: Series;
  readonly gaps: readonly Gap[];
}

/** Splits tickers that were given to something else, as far as new gaps tell. @returns what they stand for since */
export async function findNewInstruments(
  { candles: store, instruments }: Pick<Storage, 'candles' | 'instruments'>,
  found: readonly NewGaps[],
): Promise<Instrument[]> {
  const { noteReuse } = await import('@wick/ingestion');
  const fresh: Instrument[] = [];
  for (const { series, gaps } of found) {
    const splits = await noteReuse({ store, instruments, series, gaps });
    const ofTicker = splits.length === 0 ? [] : await instruments.instruments(series);
    fresh.push(...ofTicker.filter(({ fromMs }) => splits.some(({ atMs }) => atMs === fromMs)));
  }
  return fresh;
}
