import { describe, expect, test } from '@jest/globals';
import { archiveSeries, nameToSeries } from './name-to-series.ts';

describe('nameToSeries', () => {
  test.each([
    ['BTCUSDT-1h-2024-11.csv', { symbol: 'BTCUSDT', interval: '1h' }],
    ['a/b/BTCUSDT-1m-2017.csv.gz', { symbol: 'BTCUSDT', interval: '1m' }],
    ['BTCUSDT-15m-2023Q1.csv.gz', { symbol: 'BTCUSDT', interval: '15m' }],
    ['BTCUSDT-1m-2026-09-15_head.csv', { symbol: 'BTCUSDT', interval: '1m' }],
    ['BTCUSDT-1h.csv.gz', { symbol: 'BTCUSDT', interval: '1h' }],
    ['BTCUSDT-1mo-2020-01.zip', { symbol: 'BTCUSDT', interval: '1M' }],
    ['data/futures/um/monthly/klines/BTCUSDT_230630/1d/BTCUSDT_230630-1d-2023-06.zip', { symbol: 'BTCUSDT_230630', interval: '1d', market: 'um' }],
    ['um\\btcusdt-4h-2020.csv', { symbol: 'BTCUSDT', interval: '4h', market: 'um' }],
    ['spot/币安人生USDT-1s-2025-12-02.zip', { symbol: '币安人生USDT', interval: '1s', market: 'spot' }],
    ['um/candles.csv', { market: 'um' }],
    ['BTCUSDT-7m-2020.csv', {}],
  ])('%s', (path, expected) => expect(nameToSeries(path)).toEqual(expected));
});

describe('archiveSeries', () => {
  test('the caller wins over the path, the path over the header', () => {
    expect(archiveSeries('spot/BTCUSDT-1h-2024.csv', { symbol: 'ETHUSDT' }, 'um')).toEqual({
      exchange: 'binance', market: 'spot', symbol: 'ETHUSDT', interval: '1h',
    });
    expect(archiveSeries('BTCUSDT-1h-2024.csv', {}, 'um').market).toBe('um');
  });

  test('a file that does not say what it holds is refused with what to do', () => {
    expect(() => archiveSeries('x/candles.csv', {}, undefined)).toThrow('The name of candles.csv does not say which symbol and interval it holds.');
  });

  test('COIN-M files are known by their folder or their symbol, whatever their header says', () => {
    expect(archiveSeries('futures/cm/BTCUSD_PERP-1h-2024-01.zip', {}, undefined).market).toBe('cm');
    expect(archiveSeries('ETHUSD_240628-1h-2024-01.zip', {}, 'um').market).toBe('cm');
    expect(archiveSeries('BTCUSDT_240628-1h-2024-01.zip', {}, 'um').market).toBe('um');
  });
});
