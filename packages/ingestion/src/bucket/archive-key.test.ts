import { describe, expect, test } from '@jest/globals';
import { INTERVALS, type Interval, MARKETS } from '@wick/core';
import fc from 'fast-check';
import { archiveKey, archiveRange, keyToArchive, periodsOf } from './archive-key.ts';

describe('the key of an archive file', () => {
  test.each([
    ['spot', 'BTCUSDT', '1m', 'monthly', 'data/spot/monthly/klines/BTCUSDT/1m/BTCUSDT-1m-2024-11.zip'],
    ['spot', '币安人生USDT', '1s', 'daily', 'data/spot/daily/klines/币安人生USDT/1s/币安人生USDT-1s-2024-11-30.zip'],
    ['um', 'BTCUSDT_241227', '1M', 'monthly', 'data/futures/um/monthly/klines/BTCUSDT_241227/1mo/BTCUSDT_241227-1mo-2024-11.zip'],
    ['cm', 'BTCUSD_PERP', '1w', 'monthly', 'data/futures/cm/monthly/klines/BTCUSD_PERP/1w/BTCUSD_PERP-1w-2024-11.zip'],
  ] as const)('%s %s %s %s', (market, symbol, interval, period, key) => {
    expect(archiveKey({ exchange: 'binance', market, symbol, interval }, period, Date.UTC(2024, 10, 30, 23))).toBe(key);
    expect(keyToArchive(key)).toMatchObject({ series: { market, symbol, interval }, period });
  });

  test('says back what it was made of', () => {
    const timeMs = fc.integer({ min: Date.UTC(2017, 0, 1), max: Date.UTC(2035, 0, 1) });
    const symbol = fc.stringMatching(/^[A-Z0-9_]{2,12}$/);
    fc.assert(
      fc.property(fc.constantFrom(...MARKETS), symbol, fc.constantFrom<Interval>(...INTERVALS), timeMs, (market, name, interval, at) => {
        for (const period of periodsOf(interval)) {
          const key = archiveKey({ exchange: 'binance', market, symbol: name, interval }, period, at);
          expect(keyToArchive(key)).toEqual({ series: { market, symbol: name, interval }, period, range: archiveRange(at, period) });
        }
      }),
    );
  });

  test.each([
    'data/spot/monthly/klines/BTCUSDT/1M/BTCUSDT-1M-2024-11.zip',
    'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-11.zip',
    'data/spot/monthly/klines/BTCUSDT/1h/ETHUSDT-1h-2024-11.zip',
    'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-13.zip',
    'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-02-30.zip',
    'data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-11.zip.CHECKSUM',
    'data/spot/monthly/trades/BTCUSDT/BTCUSDT-trades-2024-11.zip',
    'data/spot/monthly/klines/../1h/..-1h-2024-11.zip',
  ])('%s is none', (key) => expect(keyToArchive(key)).toBeUndefined());

  test('candles longer than a day are in monthly files only', () => {
    expect(INTERVALS.filter((interval) => !periodsOf(interval).includes('daily'))).toEqual(['3d', '1w', '1M']);
  });
});
