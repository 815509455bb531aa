import { describe, expect, test } from '@jest/globals';
import { HOUR_MS, PRICE_COLUMNS, type Series, seriesKey, type TimeRange } from '@wick/core';
import { generateCandles } from '../candles/generate-candles.ts';
import { selectRows } from '../candles/select-rows.ts';
import { withoutDetails } from '../candles/blemishes.ts';
import { batchToRecords, recordsToBatch } from '../store/candle-record.ts';
import { changed, hours, newSeries, START_MS, type StoreUnderTest } from './store-under-test.ts';

const at = (hour: number): number => START_MS + hour * HOUR_MS;

export function storeReading(under: StoreUnderTest): void {
  describe('reading', () => {
    ranges(under);
    columns(under);
    gapsAndGrid(under);
    manySeries(under);
  });
}

function ranges(under: StoreUnderTest): void {
  test.each<[range: Partial<TimeRange>, hours: number[]]>([
    [{ fromMs: at(2), toMs: at(4) }, [2, 3]],
    [{ fromMs: at(2) + 1, toMs: at(4) + 1 }, [3, 4]],
    [{ fromMs: at(8) }, [8, 9]],
    [{ toMs: at(2) }, [0, 1]],
    [{ fromMs: at(3), toMs: at(3) }, []],
    [{ fromMs: at(3) + 1, toMs: at(4) }, []],
    [{ fromMs: at(20) }, []],
    [{ toMs: at(-5) }, []],
  ])('a range is half-open, may lack an end and may lie between candles: %j', async (range, wanted) => {
    const { series } = await under.written(hours(10));
    const records = await under.recordsOf(series, range);
    const frame = await under.store.frame(series, range);
    expect(records.map(({ openTimeMs }) => (openTimeMs - START_MS) / HOUR_MS)).toEqual(wanted);
    expect(Array.from(frame.openTimeMs, (time) => (time - START_MS) / HOUR_MS)).toEqual(wanted);
  });

  test('of a series that was never written there is nothing', async () => {
    const series = newSeries();
    expect(await under.store.frame(series)).toMatchObject({ length: 0, gaps: [] });
    expect(await under.recordsOf(series)).toEqual([]);
    expect(await under.store.coverage(series)).toMatchObject({
      series,
      candles: 0,
      firstOpenTimeMs: null,
      lastOpenTimeMs: null,
      gaps: [],
      missing: 0,
      offGrid: 0,
    });
  });
}

function columns(under: StoreUnderTest): void {
  test('a frame has prices and volume, and further columns where asked for; unknown values are NaN', async () => {
    const batch = await under.written(withoutDetails(hours(5), ['trades']));
    const plain = await under.store.frame(batch.series);
    expect(Object.keys(plain.columns).toSorted()).toEqual([...PRICE_COLUMNS].toSorted());
    const wide = await under.store.frame(batch.series, {}, ['quoteVolume', 'trades']);
    for (const name of [...PRICE_COLUMNS, 'quoteVolume'] as const) {
      expect([...wide.columns[name]!]).toEqual([...batch.columns[name]]);
    }
    expect([...wide.columns.trades!]).toEqual(Array.from({ length: 5 }, () => Number.NaN));
    expect(wide).toMatchObject({ series: batch.series, length: 5, gaps: [] });
  });

  test('decimals that no float64 holds come back to the last digit, tiny ones too', async () => {
    const texts = {
      open: '0.00001234',
      low: '0.00000001',
      volume: '123456789012.12345678',
      quoteVolume: '9876543210987.54321',
    };
    const { series } = await under.written(changed(hours(3), 1, texts));
    expect((await under.recordsOf(series))[1]!.values).toMatchObject(texts);
    expect((await under.store.frame(series)).columns.volume[1]).toBe(Number(texts.volume));
  });
}

function gapsAndGrid(under: StoreUnderTest): void {
  test('gaps are known in frames and in the coverage', async () => {
    const { series } = await under.written(selectRows(hours(20), (row) => row < 4 || (row > 6 && row !== 10)));
    const gaps = [
      { fromMs: at(4), toMs: at(7), missing: 3 },
      { fromMs: at(10), toMs: at(11), missing: 1 },
    ];
    expect((await under.store.frame(series)).gaps).toEqual(gaps);
    expect((await under.store.frame(series, { fromMs: at(8) })).gaps).toEqual([gaps[1]]);
    expect(await under.store.coverage(series)).toMatchObject({
      series,
      candles: 16,
      firstOpenTimeMs: at(0),
      lastOpenTimeMs: at(19),
      gaps,
      missing: 4,
      offGrid: 0,
    });
  });

  test('candles off the grid keep their times and are counted; odd and unknown closing times come back', async () => {
    const records = batchToRecords(hours(6)).map((record, row) => {
      const openTimeMs = row < 3 ? record.openTimeMs : record.openTimeMs + 1_694_789;
      return { ...record, openTimeMs, closeTimeMs: row % 2 ? null : openTimeMs - 118_800_001 };
    });
    const { series } = await under.written(recordsToBatch(newSeries(), records));
    expect(await under.recordsOf(series)).toEqual(records);
    expect(await under.store.coverage(series)).toMatchObject({ candles: 6, offGrid: 3, missing: 0 });
  });
}

function manySeries(under: StoreUnderTest): void {
  test('series are apart that differ in exchange, market, symbol or interval, and are listed by key', async () => {
    const base = newSeries();
    const family: Series[] = [
      base,
      { ...base, exchange: 'binance' },
      { ...base, market: 'um' },
      { ...base, symbol: `${base.symbol}币` },
      { ...base, interval: '1m' },
      { ...base, interval: '1M' },
    ];
    const january = generateCandles({ fromMs: Date.UTC(2024, 0, 1), count: 1 });
    for (const [i, series] of family.entries()) {
      await under.written(changed({ ...january, series }, 0, { close: `${i + 1}.25` }));
    }
    for (const [i, series] of family.entries()) {
      expect((await under.recordsOf(series)).map(({ values }) => values.close)).toEqual([`${i + 1}.25`]);
    }
    const keys = (await under.store.series()).map(seriesKey);
    expect(keys).toEqual(keys.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(keys).toEqual(expect.arrayContaining(family.map(seriesKey)));
  });
}
