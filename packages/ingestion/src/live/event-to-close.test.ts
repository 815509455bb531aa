import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { decimalText, type Interval, intervalMs, type Series, trimDecimal } from '@wick/core';
import { eventToClose, readKlineEvent, streamName } from './event-to-close.ts';

const SERIES: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const kline = (x: boolean, extra: object = {}) => ({
  e: 'kline', E: 1_700_000_060_007, s: 'BTCUSDT',
  k: { t: 1_700_000_000_000, T: 1_700_000_059_999, s: 'BTCUSDT', i: '1m', o: '1.5', c: '2', h: '2.5', l: '1', v: '123456789012.12345678', n: 7, x, q: '3', V: '4', Q: '5', ...extra },
});

describe('kline events', () => {
  test('a closed candle, digits that a float64 cannot hold included', () => {
    const event = readKlineEvent({ ...kline(true), unheardOf: 1 })!;
    const batch = eventToClose(event, SERIES);
    expect(batch).toMatchObject({ length: 1, series: SERIES, exact: { volume: new Map([[0, '123456789012.12345678']]) } });
    const { columns, openTimeMs, closeTimeMs } = batch;
    expect([openTimeMs[0], closeTimeMs[0], columns.open[0], columns.high[0], columns.low[0], columns.close[0]]).toEqual([
      1_700_000_000_000, 1_700_000_059_999, 1.5, 2.5, 1, 2,
    ]);
    expect([columns.quoteVolume[0], columns.trades[0], columns.takerBuyVolume[0], columns.takerBuyQuoteVolume[0]]).toEqual([3, 7, 4, 5]);
  });

  test('an open candle is never made a closed one, nor a damaged one', () => {
    expect(() => eventToClose(readKlineEvent(kline(false))!, SERIES)).toThrow('not a closed candle');
    expect(() => eventToClose(readKlineEvent(kline(true, { h: '0.5' }))!, SERIES)).toThrow('not a closed candle');
    expect(() => eventToClose(readKlineEvent(kline(true, { v: undefined }))!, SERIES)).toThrow('not a closed candle');
  });

  test.each([[null], [undefined], [7], [{}], [{ e: 'trade' }], [{ e: 'kline' }], [{ e: 'kline', E: 1, k: null }], [{ e: 'kline', E: 1, k: {} }]])(
    '%j is none',
    (message) => expect(readKlineEvent(message)).toBeUndefined(),
  );

  test('streams are named in lower case, where there is one in ASCII', () => {
    expect(streamName({ symbol: '币安人生USDT', interval: '1M' })).toBe('币安人生usdt@kline_1M');
  });
});

const folder = process.env['WICK_REAL_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data/binance');
const file = resolve(folder, 'ws/klines_spot_um.ndjson');
const present = existsSync(file);
if (!present) console.warn(`real stream messages are not tested: there is no ${file} (set WICK_REAL_DATA)`);
const onRealData: (name: string, body: () => void) => void = present ? describe : () => undefined;

onRealData('captured messages of Binance', () => {
  const messages = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { stream: string; data: { k: Record<string, unknown> } });

  test('are all understood, and four of them are closes', () => {
    const events = messages.map(({ stream, data }) => ({ stream, event: readKlineEvent(data) }));
    expect(events).toHaveLength(87);
    expect(events.filter(({ stream, event }) => !event || streamName({ symbol: event.symbol, interval: event.interval as Interval }) !== stream)).toEqual([]);
    expect(new Set(events.map(({ event }) => event!.symbol)).size).toBe(10);
    expect(events.filter(({ event }) => event!.isClosed)).toHaveLength(4);
  });

  test('closes keep every token, and come after their candle has ended', () => {
    for (const { data } of messages.filter((message) => message.data.k['x'] === true)) {
      const event = readKlineEvent(data)!;
      const batch = eventToClose(event, { ...SERIES, symbol: event.symbol, interval: event.interval as Interval });
      const order = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;
      const found = order.map((name) => batch.exact[name]?.get(0) ?? decimalText(batch.columns[name][0]!));
      expect(found).toEqual(['o', 'h', 'l', 'c', 'v', 'q', 'n', 'V', 'Q'].map((key) => trimDecimal(String(data.k[key]))));
      expect(event.eventTimeMs).toBeGreaterThan(event.openTimeMs + intervalMs(event.interval as Interval) - 1);
    }
  });
});
