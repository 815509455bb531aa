/** The archive reader against real candles of Binance. Skipped, with a reason, where they are not at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import {
  type CandleBatch, type Column, countMissing, countOffGrid, decimalText, findGaps, isWickError, trimDecimal,
} from '@wick/core';
import type { ArchiveFacts } from './archive-file.ts';
import { readArchive } from './read-archive.ts';

const folder = process.env['WICK_REAL_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data/binance');
const present = existsSync(folder);
if (!present) console.warn(`real candles are not tested: there is no folder ${folder} (set WICK_REAL_DATA)`);
const onRealData: (name: string, body: () => void) => void = present ? describe : () => undefined;

test('the folder of real candles is named by WICK_REAL_DATA or lies beside the repository', () => {
  expect(folder).toMatch(/binance/);
});

const FIELDS: readonly Column[] = ['open', 'high', 'low', 'close', 'volume'];
const DETAILS: readonly Column[] = ['quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume'];
const at = (path: string): string => resolve(folder, path);

async function read(path: string): Promise<{ batches: CandleBatch[]; facts: ArchiveFacts }> {
  const batches: CandleBatch[] = [];
  const reading = readArchive(at(path));
  for (;;) {
    const step = await reading.next();
    if (step.done) return { batches, facts: step.value };
    batches.push(step.value);
  }
}

/** All open times, after those of an earlier file. */
function times(batches: readonly CandleBatch[], before: Float64Array = new Float64Array(0)): Float64Array {
  const all = new Float64Array(batches.reduce((sum, batch) => sum + batch.length, before.length));
  all.set(before);
  let at = before.length;
  for (const { openTimeMs, length } of batches) {
    all.set(openTimeMs, at);
    at += length;
  }
  return all;
}

/** Where two lists of rows part, for a short message on failure; undefined where they are equal. */
function firstDifference(found: readonly string[], expected: readonly string[]): string | undefined {
  const row = Array.from({ length: Math.max(found.length, expected.length) }, (_, index) => index).find(
    (index) => found[index] !== expected[index],
  );
  return row === undefined ? undefined : `row ${row}: ${found[row]} instead of ${expected[row]}`;
}

/** What comes out, as canonical text: time, then the columns. */
const texts = (batches: readonly CandleBatch[], columns: readonly Column[]): string[] =>
  batches.flatMap((batch) =>
    Array.from({ length: batch.length }, (_, row) =>
      [
        String(batch.openTimeMs[row]),
        ...columns.map((name) => batch.exact[name]?.get(row) ?? decimalText(batch.columns[name][row]!)),
      ].join(),
    ),
  );

/** The oracle: the same rows by splitting the text of the file, no number made of any value. */
function tokens(path: string, columns: readonly Column[]): string[] {
  const bytes = readFileSync(at(path));
  const lines = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString().trim().split('\n');
  const position: Partial<Record<Column, number>> = {
    open: 1, high: 2, low: 3, close: 4, volume: 5, quoteVolume: 7, trades: 8, takerBuyVolume: 9, takerBuyQuoteVolume: 10,
  };
  return lines
    .filter((line) => /^\d/.test(line))
    .map((line) => {
      const cells = line.split(',');
      return [cells[0]!.slice(0, 13), ...columns.map((name) => trimDecimal(cells[position[name]!]!))].join();
    });
}

onRealData('seven months of hourly spot archives, across the change from ms to µs', () => {
  const months = ['2024-11', '2024-12', '2025-01', '2025-02', '2025-03', '2025-04', '2025-05'];
  const path = (month: string): string => `archive/spot/BTCUSDT-1h-${month}.csv`;

  test('are 5,088 candles without a gap', async () => {
    const files = await Promise.all(months.map((month) => read(path(month))));
    const open = times(files.flatMap(({ batches }) => batches));
    expect(open).toHaveLength(5088);
    expect(findGaps(open, '1h')).toEqual([]);
    expect(new Date(open[0]!).toISOString()).toBe('2024-11-01T00:00:00.000Z');
    expect(new Date(open.at(-1)!).toISOString()).toBe('2025-05-31T23:00:00.000Z');
    expect(files.map(({ facts }) => facts.timeUnit)).toEqual(['ms', 'ms', 'µs', 'µs', 'µs', 'µs', 'µs']);
    for (const { openTimeMs, closeTimeMs } of files.flatMap(({ batches }) => batches)) {
      expect(closeTimeMs).toEqual(openTimeMs.map((time) => time + 3_599_999));
    }
  });

  test('come out token by token as they are in the files, and as the REST interface gave them', async () => {
    const columns = [...FIELDS, ...DETAILS];
    const rest = new Set(texts((await read('spot/1h/BTCUSDT-1h.csv.gz')).batches, columns));
    for (const month of months) {
      const found = texts((await read(path(month))).batches, columns);
      expect(firstDifference(found, tokens(path(month), columns))).toBeUndefined();
      expect(found.filter((text) => !rest.has(text))).toEqual([]);
    }
  });

  test('are the same out of a zip', async () => {
    for (const month of ['2024-12', '2025-01']) {
      const [zip, csv] = [await read(`archive/spot/BTCUSDT-1h-${month}.zip`), await read(path(month))];
      expect(zip).toEqual(csv);
    }
  });
});

onRealData('two years of minutes', () => {
  test('hold 977,787 candles, 15 gaps with 5,492 missing, and their off-grid open times', async () => {
    let open: Float64Array = new Float64Array(0);
    const offGrid: number[] = [];
    for (const year of ['2017', '2018', '2019H1']) {
      const { batches, facts } = await read(`spot/1m/BTCUSDT-1m-${year}.csv.gz`);
      offGrid.push(countOffGrid(times(batches), '1m'));
      open = times(batches, open);
      expect(facts).toMatchObject({ duplicates: 0, unknownColumns: [...DETAILS, 'closeTime'] });
      expect(Number.isNaN(batches[0]!.columns.trades[0])).toBe(true);
    }
    const gaps = findGaps(open, '1m');
    expect(open).toHaveLength(977_787);
    expect([gaps.length, countMissing(gaps)]).toEqual([15, 5492]);
    expect(offGrid).toEqual([20_401, 1201, 0]);
  }, 60_000);

  test('keep every token of the month with the off-grid run', async () => {
    const path = 'spot/1m/ETHUSDT-1m-2017-12.csv.gz';
    expect(firstDifference(texts((await read(path)).batches, FIELDS), tokens(path, FIELDS))).toBeUndefined();
  });
});

onRealData('USD-M futures files', () => {
  test.each([
    ['archive/um/NEARUSDT-1m-2023-09.csv.gz', 43_200],
    ['archive/um/NEARUSDT-1m-2023-10.csv.gz', 44_640],
    ['archive/um/NEARUSDT-1m-2026-02.csv.gz', 40_320],
    ['archive/um/BTCUSDT-1m-2022-05-06_head.csv', 10],
    ['archive/um/BTCUSDT-1h-2026-09-15_head.csv', 3],
  ])('%s, whose header is passed over', async (path, candles) => {
    const { batches, facts } = await read(path);
    expect(facts).toMatchObject({ candles, hasHeader: true, timeUnit: 'ms', unknownColumns: [], ignoredColumns: [] });
    expect(facts.series.market).toBe('um');
    expect(firstDifference(texts(batches, [...FIELDS, ...DETAILS]), tokens(path, [...FIELDS, ...DETAILS]))).toBeUndefined();
  });
});

onRealData('odd files', () => {
  test('a file that went through a spreadsheet is refused in one clear sentence', async () => {
    const error: unknown = await read('odd/BTCUSDT-1h-2023-11-18_excel-damaged.csv').catch((reason: unknown) => reason);
    if (!isWickError(error)) throw new Error('was not refused');
    expect(error.code).toBe('CANDLES_DAMAGED');
    expect(error.message).toBe(
      'BTCUSDT-1h-2023-11-18_excel-damaged.csv, line 2, has the open time 1.70027E+12, a number rounded by a spreadsheet.',
    );
  });

  test('a delisted and relisted symbol keeps its gap and its unknown columns', async () => {
    const { batches, facts } = await read('odd/LUNAUSDT-1h-2020-2022_delisted-then-relisted.csv.gz');
    const gaps = findGaps(times(batches), '1h');
    expect(facts).toMatchObject({ candles: 15_208, unknownColumns: [...DETAILS, 'closeTime'] });
    expect([gaps.length, countMissing(gaps), gaps.at(-1)!.missing]).toEqual([10, 455, 437]);
  });

  test('close times that are not open time + interval − 1 are kept as they are', async () => {
    const { batches } = await read('spot/1h/BTCUSDT-1h.csv.gz');
    const odd = batches.flatMap(({ openTimeMs, closeTimeMs }) => [...openTimeMs].filter((time, row) => closeTimeMs[row] !== time + 3_599_999));
    expect(odd).toHaveLength(12);
    expect(new Date(odd[0]!).toISOString()).toBe('2018-01-04T03:00:00.000Z');
  });
});
