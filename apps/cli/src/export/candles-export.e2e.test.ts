import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CandleBatch, HOUR_MS, type Series } from '@wick/core';
import { generateCandles, withGap } from '@wick/testkit';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { createWickHome, type WickHome } from '../testing/wick-home.test-support.ts';
import { readArrow, readParquet } from './read-back.test-support.ts';

jest.setTimeout(60_000);

const START_MS = Date.UTC(2024, 0, 1);
const seriesOf = (symbol: string): Series => ({ exchange: 'binance', market: 'spot', symbol, interval: '1h' });
const big = '123456789012.12345678';

let home: WickHome;
beforeAll(async () => {
  home = await createWickHome();
  for (const symbol of ['BTCUSDT', 'ETHUSDT']) {
    const batch: CandleBatch = generateCandles({ series: seriesOf(symbol), fromMs: START_MS, count: 2_000 });
    await home.storage.candles.write({ ...batch, columns: { ...batch.columns, quoteVolume: batch.columns.quoteVolume.fill(Number(big), 5, 6) }, exact: { quoteVolume: new Map([[5, big]]) } }, 'test');
  }
});
afterAll(() => home.remove());

const exporting = (...words: string[]): string[] => ['candles', 'export', ...words, '-i', '1h'];
const at = (name: string): string => join(home.folder, name);

test('the ending of the file says the format, and its metadata the dataset of a backtest on the same candles', async () => {
  const parquet = await home.runJson(exporting('BTCUSDT', '--out', at('btc.parquet')));
  expect(parquet).toMatchObject({ path: at('btc.parquet'), format: 'parquet', series: seriesOf('BTCUSDT'), candles: 2_000, rounded: 1 });
  const read = readParquet(readFileSync(at('btc.parquet')));
  expect(read.columns['open_time']![1_999]).toBe(START_MS + 1_999 * HOUR_MS);
  expect(read.metadata['wick.dataset_hash']).toBe(parquet['datasetHash']);
  const result = await home.runJson(['backtest', 'BTCUSDT', '-i', '1h', '--strategy', 'RSI oversold (<30)']);
  expect(JSON.stringify(result)).toContain(String(parquet['datasetHash']));
});

test('values that a float64 does not hold are counted, and kept as text', async () => {
  const { stdout } = await home.run(exporting('BTCUSDT', '--out', at('float.arrow')));
  expect(stdout).toContain('1 value with more digits than a float64 holds was rounded; --decimals text keeps them');
  expect(readArrow(readFileSync(at('float.arrow'))).columns['quote_volume']![5]).toBe(Number(big));
  const { stdout: quiet } = await home.run(exporting('BTCUSDT', '--out', at('text.feather'), '--decimals', 'text'));
  expect(quiet).not.toContain('rounded');
  expect(readArrow(readFileSync(at('text.feather'))).columns['quote_volume']![5]).toBe(big);
});

test('a range holds what opens in it', async () => {
  await home.run(exporting('BTCUSDT', '--since', '2024-01-02', '--until', '2024-01-03', '-f', 'arrow', '-o', at('day.bin')));
  const { columns, metadata } = readArrow(readFileSync(at('day.bin')));
  expect(columns['open_time']).toEqual(Array.from({ length: 24 }, (_, hour) => START_MS + (24 + hour) * HOUR_MS));
  expect(metadata['wick.candles']).toBe('24');
});

test('the gaps of the range are in the metadata, with what is known of them', async () => {
  const batch = generateCandles({ series: seriesOf('GAPS'), fromMs: START_MS, count: 100 });
  await home.storage.candles.write(withGap(withGap(batch, { fromMs: START_MS + 10 * HOUR_MS, toMs: START_MS + 12 * HOUR_MS }), { fromMs: START_MS + 50 * HOUR_MS, toMs: START_MS + 51 * HOUR_MS }), 'test');
  await home.run(exporting('GAPS', '--since', '2024-01-01T13:00', '--out', at('gaps.parquet')));
  const { metadata } = readParquet(readFileSync(at('gaps.parquet')));
  expect(JSON.parse(metadata['wick.gaps']!)).toEqual([{ fromMs: START_MS + 50 * HOUR_MS, toMs: START_MS + 51 * HOUR_MS, missing: 1, kind: 'unexplained' }]);
});

test('several symbols go into a folder, which is made, one file each', async () => {
  const { files } = await home.runJson(exporting('BTCUSDT', 'ETHUSDT', '-f', 'parquet', '--out', at('many')));
  expect(files).toMatchObject([{ path: at('many/BTCUSDT-1h.parquet'), candles: 2_000 }, { path: at('many/ETHUSDT-1h.parquet'), candles: 2_000 }]);
  expect(readdirSync(at('many'))).toEqual(['BTCUSDT-1h.parquet', 'ETHUSDT-1h.parquet']);
  mkdirSync(at('one'));
  await home.run(exporting('ETHUSDT', '--out', at('one')));
  expect(readdirSync(at('one'))).toEqual(['ETHUSDT-1h.csv']);
});

test.each([
  [['BTCUSDT', 'ETHUSDT'], '2 symbols go into a folder, one file each, and none is named.'],
  [['BTCUSDT', 'ETHUSDT', '--out', 'FILE'], '2 symbols go into a folder, one file each, and "FILE" is a file.'],
  [['BTCUSDT', '-f', 'parquet'], 'Candles as parquet need a file to go to.'],
  [['BTCUSDT', '-f', 'parket', '--out', 'x'], '--format cannot be "parket".'],
  [['BTCUSDT', '--decimals', 'float32', '--out', 'x.arrow'], '--decimals cannot be "float32".'],
])('%j is refused', async (words, message) => {
  writeFileSync(at('FILE'), '');
  const { exitCode, stderr } = await home.run(exporting(...words.map((word) => (word === 'FILE' ? at('FILE') : word))));
  expect({ exitCode, first: stderr.split('\n')[0]!.replace(home.folder, '').replace('"/', '"') }).toEqual({ exitCode: 2, first: `✗ ${message}` });
});

test('nothing is written where there are no candles, and an old file stays', async () => {
  writeFileSync(at('old.parquet'), 'old');
  const { exitCode } = await home.run(exporting('NOPE', '--out', at('old.parquet')));
  expect(exitCode).toBe(1);
  expect(readFileSync(at('old.parquet'), 'utf8')).toBe('old');
  const { exitCode: empty } = await home.run(exporting('BTCUSDT', '--since', '2030-01-01', '--out', at('none.arrow')));
  expect(empty).toBe(1);
  expect(existsSync(at('none.arrow'))).toBe(false);
});

test('candles verify: 0 without errors, 1 with them, and with --strict for warnings too', async () => {
  const good = generateCandles({ series: seriesOf('GOOD'), fromMs: START_MS, count: 500 });
  const low = good.columns.low.map((each, row) => (row === 7 ? each * 2 : each));
  const gap = (symbol: string): CandleBatch => ({ ...good, series: seriesOf(symbol), openTimeMs: good.openTimeMs.map((time, row) => (row < 250 ? time : time + HOUR_MS)), closeTimeMs: good.closeTimeMs.map((time, row) => (row < 250 ? time : time + HOUR_MS)) });
  await home.storage.candles.write(good, 'test');
  await home.storage.candles.write(gap('GAP'), 'test');
  await home.storage.candles.write({ ...good, series: seriesOf('BAD'), columns: { ...good.columns, low } }, 'test');
  const codes = await Promise.all([['GOOD'], ['GAP'], ['GAP', '--strict'], ['BAD'], ['GOOD', 'BAD'], ['GOOD', '--strict'], ['NOPE']].map(async (words) => (await home.run(['candles', 'verify', ...words])).exitCode));
  expect(codes).toEqual([0, 0, 1, 1, 1, 0, 1]);
  const report = await home.runJson(['candles', 'verify', 'BAD', '-i', '1h']);
  expect(report).toMatchObject({ candles: 500, errors: 2, warnings: 0, findings: [{ check: 'prices', severity: 'error', fromMs: START_MS + 7 * HOUR_MS, count: 1 }, { check: 'columns' }] });
});
