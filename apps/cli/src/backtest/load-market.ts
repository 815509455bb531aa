import { type Column, type Frame, type FundingRates, type FundingStore, nextOpenTime, type Series, type TimeRange } from '@wick/core';
import type { Storage } from '@wick/storage';
import type { CliContext } from '../context.ts';
import { requireOneInstrument } from '../instruments/one-instrument.ts';
import { withStorage } from '../with-storage.ts';

/** What is stored of a market in a range. */
export interface LoadedMarket {
  readonly frame: Frame;
  /** What its holders paid in the time of the frame; undefined where none is stored, or nothing is paid in the quote asset. */
  readonly funding?: FundingRates | undefined;
}

/** @throws WickError CANDLES_MISSING | INSTRUMENTS_MIXED for the first that has no candles, or those of several instruments */
export const loadMarkets = (
  context: CliContext,
  all: readonly Series[],
  range: Partial<TimeRange>,
  columns: readonly Column[],
): Promise<LoadedMarket[]> =>
  withStorage(context, async (storage) => {
    const markets: LoadedMarket[] = [];
    for (const series of all) {
      context.signal.throwIfAborted();
      markets.push(await loadStored(storage, series, range, columns));
    }
    return markets;
  });

/** The same for one series of a storage that is open. @throws WickError CANDLES_MISSING | INSTRUMENTS_MIXED */
export async function loadStored(
  storage: Pick<Storage, 'candles' | 'instruments' | 'funding'>,
  series: Series,
  range: Partial<TimeRange>,
  columns: readonly Column[],
): Promise<LoadedMarket> {
  const frame = await storage.candles.frame(series, range, columns);
  if (frame.length === 0) {
    const { candlesMissing } = await import('../candles-missing.ts');
    throw await candlesMissing(series, storage.candles, range);
  }
  await requireOneInstrument(storage.instruments, frame);
  return { frame, funding: await fundingOf(storage.funding, frame) };
}

/** The same for one series. @throws WickError CANDLES_MISSING if nothing is stored, with what is stored instead; INSTRUMENTS_MIXED */
export async function loadMarket(
  context: CliContext,
  series: Series,
  range: Partial<TimeRange>,
  columns: readonly Column[],
): Promise<LoadedMarket> {
  const [market] = await loadMarkets(context, [series], range, columns);
  return market!;
}

/** What holders were paid from the first open to the end of the last candle; undefined as for {@link LoadedMarket}. */
export async function fundingOf(store: FundingStore, { series, openTimeMs }: Frame): Promise<FundingRates | undefined> {
  const { exchange, market, symbol, interval } = series;
  if (market !== 'um') return undefined;
  const range = { fromMs: openTimeMs[0]!, toMs: nextOpenTime(openTimeMs.at(-1)!, interval) };
  const funding = await store.funding({ exchange, market, symbol }, range);
  return funding.length === 0 ? undefined : funding;
}
