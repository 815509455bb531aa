import { describe, expect, test } from '@jest/globals';
import { readConfiguration, sinceMs } from './configuration.ts';

const keys = (WICK_SERIES: string): unknown => readConfiguration({ WICK_SERIES }).series;

test('without any setting, a week of BTCUSDT minutes is kept, on loopback and in the embedded database', () => {
  expect(readConfiguration({})).toEqual({
    series: [{ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' }],
    since: { daysAgo: 7 }, host: '127.0.0.1', port: 8_080, logLevel: 'info',
  });
});

test('a series names what differs from Binance spot', () => {
  expect(keys('btcusdt:1m, um:ETHUSDT:1h,simulated:spot:X:1M,')).toEqual([
    { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' },
    { exchange: 'binance', market: 'um', symbol: 'ETHUSDT', interval: '1h' },
    { exchange: 'simulated', market: 'spot', symbol: 'X', interval: '1M' },
  ]);
});

test('the environment wins over the file, and an empty variable is none', () => {
  const file = { series: ['ETHUSDT:1h'], port: 9_000, since: '2024-01-01' };
  const configuration = readConfiguration({ PORT: '9001', WICK_SERIES: '', WICK_SINCE: '' }, file);
  expect(configuration).toMatchObject({ port: 9_001, series: [{ symbol: 'ETHUSDT' }] });
  expect(sinceMs(configuration, 0)).toBe(Date.UTC(2024, 0, 1));
  expect(sinceMs(readConfiguration({ WICK_SINCE: '2d' }), 10 * 86_400_000)).toBe(8 * 86_400_000);
});

describe('a wrong setting is named by its variable', () => {
  test.each([
    [{ WICK_SERIES: 'BTCUSDT' }, /WICK_SERIES/],
    [{ WICK_SERIES: 'BTCUSDT:1x' }, /WICK_SERIES: "1x" is not a Binance candle interval/],
    [{ WICK_SERIES: ',' }, /WICK_SERIES: name at least one/],
    [{ WICK_SINCE: 'last week' }, /WICK_SINCE: write a date/],
    [{ WICK_SINCE: '2024-13-01' }, /WICK_SINCE/],
    [{ PORT: 'http' }, /PORT/],
    [{ PORT: '70000', LOG_LEVEL: 'loud' }, /PORT.*LOG_LEVEL/],
  ])('%j', (env, message) => expect(() => readConfiguration(env)).toThrow(message));

  test('but never repeated where it may hold a password', () => {
    const read = (): unknown => readConfiguration({ DATABASE_URL: 'mysql://me:hunter2@db/x' });
    expect(read).toThrow(/DATABASE_URL/);
    expect(read).not.toThrow(/hunter2/);
  });

  test.each([[[]], ['text'], [null], [{ sereis: [] }]])('a file that holds %j is refused', (file) => expect(() => readConfiguration({}, file)).toThrow('not valid'));
});
