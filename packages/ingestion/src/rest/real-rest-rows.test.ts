/** The REST mapper against real answers of Binance. Left out, with a reason, where they are not at hand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { countMissing, decimalText, findGaps, type Interval, trimDecimal } from '@wick/core';
import { readExchangeInfo } from './exchange-info.ts';
import { klinesToBatch } from './klines-to-batch.ts';
import { gunzipSync } from 'node:zlib';

const folder = process.env['WICK_REAL_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data/binance');
const present = existsSync(folder);
if (!present) console.warn(`real answers are not tested: there is no folder ${folder} (set WICK_REAL_DATA)`);
const files = present ? readdirSync(resolve(folder, 'rest')) : [];
const rowsOf = (file: string): string[][] => JSON.parse(readFileSync(resolve(folder, 'rest', file), 'utf8')) as string[][];

test('the folder of real answers is named by WICK_REAL_DATA or lies beside the repository', () => {
  expect(folder).toMatch(/binance/);
});

/** Missing candles, of the files that have any. */
const MISSING: Readonly<Record<string, number>> = { 'spot_BTCUSDT_1h_2018-02-01.json': 33, 'spot_BTCUSDT_1h_2023-03-01.json': 1 };

if (present) {
  describe('klines', () => {
    test.each(files)('%s token by token', (file) => {
      const [, symbol = '', interval = ''] = file.split('_');
      const rows = rowsOf(file);
      const batch = klinesToBatch({ exchange: 'binance', market: 'spot', symbol, interval: interval as Interval }, rows, Date.UTC(2030, 0, 1));
      expect(batch.length).toBe(rows.length);
      const order = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'] as const;
      const found = rows.map((_, row) => [
        String(batch.openTimeMs[row]), String(batch.closeTimeMs[row]),
        ...order.map((name) => batch.exact[name]?.get(row) ?? decimalText(batch.columns[name][row]!)),
      ]);
      expect(found).toEqual(rows.map((row) => [String(row[0]), String(row[6]), ...[1, 2, 3, 4, 5, 7, 8, 9, 10].map((at) => trimDecimal(String(row[at])))]));
      expect(countMissing(findGaps(batch.openTimeMs, interval as Interval))).toBe(MISSING[file] ?? 0);
    });

    test('the candle that was still running when it was fetched is left out', () => {
      const rows = rowsOf('spot_BTCUSDT_1m_2021-10-22_running-last-candle.json');
      const fetchedMs = Number(rows.at(-1)![0]) + 2000;
      const batch = klinesToBatch({ exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1m' }, rows, fetchedMs);
      expect(batch.length).toBe(9);
      expect(batch.openTimeMs.at(-1)).toBe(Number(rows.at(-2)![0]));
    });
  });

  describe('exchangeInfo', () => {
    test.each([
      ['spot_2021-10-12.json.gz', 1200, 1695, 'BREAK'],
      ['um_2021-07-22.json.gz', 2400, 122, 'PENDING_TRADING'],
    ])('%s', (file, weightPerMinute, symbols, status) => {
      const info = readExchangeInfo(JSON.parse(gunzipSync(readFileSync(resolve(folder, 'exchange-info', file))).toString()));
      expect(info.weightPerMinute).toBe(weightPerMinute);
      expect(info.symbols).toHaveLength(symbols);
      expect(new Set(info.symbols.map((symbol) => symbol.status))).toContain(status);
    });
  });
}
