import { beforeEach, describe, expect, test } from '@jest/globals';
import { type CandleStore, candlesToBatch, DAY_MS, findGaps, HOUR_MS, type InstrumentRegistry, type InstrumentSplit, type Interval, type Series } from '@wick/core';
import { memoryCandleStore, memoryInstrumentRegistry } from '@wick/testkit';
import { noteReuse } from './note-reuse.ts';

const STOP_MS = Date.UTC(2022, 4, 13, 1);
const BACK_MS = Date.UTC(2022, 4, 31, 6);
const NOT_KNOWN = { closeTimeMs: NaN, quoteVolume: NaN, trades: NaN, takerBuyVolume: NaN, takerBuyQuoteVolume: NaN };

const seriesOf = (symbol: string, interval: Interval = '1h'): Series => ({ exchange: 'binance', market: 'spot', symbol, interval });

describe('what a ticker stands for', () => {
  let store: CandleStore;
  let instruments: InstrumentRegistry;
  beforeEach(() => {
    store = memoryCandleStore();
    instruments = memoryInstrumentRegistry();
  });

  /** Stores candles at the given times, each at its price, and looks into the gaps between them. */
  async function look(series: Series, prices: readonly (readonly [timeMs: number, price: number])[]): Promise<InstrumentSplit[]> {
    const batch = candlesToBatch(series, prices.map(([openTimeMs, price]) => (
      { openTimeMs, open: price, high: price, low: price, close: price, volume: 1, ...NOT_KNOWN }
    )));
    await store.write(batch, 'test');
    return noteReuse({ store, instruments, series, gaps: findGaps(batch.openTimeMs, series.interval) });
  }

  const splits = async (symbol: string): Promise<(number | null)[]> =>
    (await instruments.instruments(seriesOf(symbol))).slice(1).map(({ fromMs }) => fromMs);

  const DIED: [number, number] = [STOP_MS - HOUR_MS, 0.00005];
  const BACK: [number, number] = [BACK_MS, 1];

  test('changes at the first candle after a long gap with another price, and is said once', async () => {
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK])).toMatchObject([{ atMs: BACK_MS }]);
    expect(await splits('LUNAUSDT')).toEqual([BACK_MS]);
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK])).toEqual([]);
  });

  test('does not change in an outage of the market', async () => {
    const outage: [number, number][] = [[STOP_MS - HOUR_MS, 1], [BACK_MS, 20]];
    await store.write(candlesToBatch(seriesOf('OTHERUSDT'), outage.map(([openTimeMs]) => (
      { openTimeMs, open: 1, high: 1, low: 1, close: 1, volume: 1, ...NOT_KNOWN }
    ))), 'test');
    expect(await look(seriesOf('LUNAUSDT'), outage)).toEqual([]);
  });

  test('changes for all tickers of a coin that died, though they stop and come back together', async () => {
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK])).toHaveLength(1);
    expect(await look(seriesOf('LUNABUSD'), [DIED, BACK])).toHaveLength(1);
  });

  test('is the same for every interval: days that are imported later move the split to the earliest of them', async () => {
    await look(seriesOf('LUNAUSDT'), [DIED, BACK]);
    const dayBack = Date.UTC(2022, 4, 31);
    await look(seriesOf('LUNAUSDT', '1d'), [[Date.UTC(2022, 4, 13), 0.00005], [dayBack, 1]]);
    expect(await splits('LUNAUSDT')).toEqual([dayBack]);
  });

  test('is the same for every interval: hours that are imported later add none', async () => {
    const dayBack = Date.UTC(2022, 4, 31);
    await look(seriesOf('LUNAUSDT', '1d'), [[Date.UTC(2022, 4, 13), 0.00005], [dayBack, 1]]);
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK])).toEqual([]);
    expect(await splits('LUNAUSDT')).toEqual([dayBack]);
  });

  test('may change twice', async () => {
    const again = BACK_MS + 90 * DAY_MS;
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK, [again, 1]])).toHaveLength(2);
    expect(await splits('LUNAUSDT')).toEqual([BACK_MS, again]);
  });

  test('is not judged by a gap of a file that other files have filled', async () => {
    await look(seriesOf('LUNAUSDT'), [[STOP_MS + DAY_MS, 0.01]]);
    expect(await look(seriesOf('LUNAUSDT'), [DIED, BACK])).toEqual([]);
  });
});
