import { describe, expect, test } from '@jest/globals';
import { type CandleBatch, candleAt, isWickError, WickError } from '@wick/core';
import fc from 'fast-check';
import type { ArchiveFacts } from './archive-file.ts';
import { CsvToBatches } from './csv-to-batches.ts';

const NAME = 'BTCUSDT-1h-2024-12.csv';
const HEADER = 'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';
const OLD_HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_asset_volume,number_of_trades,taker_buy_base_asset_volume,taker_buy_quote_asset_volume,ignore';
const HOUR_MS = 3_600_000;
const T0 = Date.UTC(2024, 11, 1);

const row = (hour: number, prices = '10.5,12,9.25,11', perMs = 1): string =>
  `${(T0 + hour * HOUR_MS) * perMs},${prices},100.5,${(T0 + (hour + 1) * HOUR_MS) * perMs - 1},1050.25,7,60,600.125,0`;

function parse(text: string, pieceBytes = 1 << 20, batchRows = 16, name = NAME): { batches: CandleBatch[]; facts: ArchiveFacts } {
  const csv = new CsvToBatches(name, name, { batchRows });
  const bytes = new TextEncoder().encode(text);
  const batches: CandleBatch[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) batches.push(...csv.push(bytes.subarray(at, at + pieceBytes)));
  batches.push(...csv.end());
  return { batches, facts: csv.facts() };
}

const candles = (batches: CandleBatch[]) =>
  batches.flatMap((batch) => Array.from({ length: batch.length }, (_, index) => candleAt(batch, index)));

function refusal(text: string): WickError {
  try {
    parse(text);
  } catch (error) {
    if (isWickError(error)) return error;
    throw error;
  }
  throw new Error('was not refused');
}

const FIRST = {
  openTimeMs: T0, open: 10.5, high: 12, low: 9.25, close: 11, volume: 100.5, closeTimeMs: T0 + HOUR_MS - 1,
  quoteVolume: 1050.25, trades: 7, takerBuyVolume: 60, takerBuyQuoteVolume: 600.125,
};

test.each([
  ['without a header', ''],
  ['with a header that calls the base asset quote', `${HEADER}\n`],
])('a COIN-M file %s: contracts are left out, and the volume is the one of the base asset', (_, header) => {
  const text = `${header}${T0},10.5,12,9.25,11,206,${T0 + HOUR_MS - 1},2.13660389,48,119,1.23424865,0\n`;
  const { batches, facts } = parse(text, undefined, undefined, 'data/futures/cm/monthly/klines/BTCUSD_PERP/1h/BTCUSD_PERP-1h-2024-12.csv');
  expect(batches[0]?.series).toMatchObject({ market: 'cm', symbol: 'BTCUSD_PERP' });
  expect(candles(batches)).toEqual([{ ...FIRST, volume: 2.13660389, quoteVolume: NaN, trades: 48, takerBuyVolume: 1.23424865, takerBuyQuoteVolume: NaN }]);
  expect(facts).toMatchObject({ hasHeader: header !== '', unknownColumns: ['quoteVolume', 'takerBuyQuoteVolume'] });
});

describe('the same candle in every form Binance has published', () => {
  test.each([
    ['milliseconds, no header', row(0), 'spot', 'ms'],
    ['microseconds', row(0, undefined, 1000), 'spot', 'µs'],
    ['the header of USD-M files', `${HEADER}\n${row(0)}\n`, 'um', 'ms'],
    ['the older header', `${OLD_HEADER}\n${row(0)}\n`, 'um', 'ms'],
    ['Windows line ends', `${HEADER}\r\n${row(0)}\r\n`, 'um', 'ms'],
    ['a byte order mark', `\uFEFF${HEADER}\n${row(0)}\n`, 'um', 'ms'],
    ['a byte order mark, no header', `\uFEFF${row(0)}\n`, 'spot', 'ms'],
    ['empty lines', `${row(0)}\n\n\r\n`, 'spot', 'ms'],
    ['trailing zeros', row(0, '10.50000000,12.00000000,9.25000000,11.00000000'), 'spot', 'ms'],
  ])('%s', (_, text, market, timeUnit) => {
    const { batches, facts } = parse(text);
    expect(candles(batches)).toEqual([FIRST]);
    expect(batches[0]?.series).toEqual({ exchange: 'binance', market, symbol: 'BTCUSDT', interval: '1h' });
    expect(facts).toMatchObject({ candles: 1, duplicates: 0, timeUnit, unknownColumns: [], ignoredColumns: [] });
  });

  test('columns are found by name, in any order, and strangers are named', () => {
    const { batches, facts } = parse(`Close,Open Time,open,high,low,volume,mood\n11,${T0},10.5,12,9.25,100.5,good\n`);
    expect(candles(batches)[0]).toMatchObject({ openTimeMs: T0, close: 11, volume: 100.5, trades: NaN, closeTimeMs: NaN });
    expect(facts.ignoredColumns).toEqual(['mood']);
    expect(facts.unknownColumns).toEqual(['quoteVolume', 'trades', 'takerBuyVolume', 'takerBuyQuoteVolume', 'closeTime']);
  });
});

describe('values', () => {
  test('an empty field is unknown, never zero', () => {
    const { batches, facts } = parse(`${T0},10,12,9,11,100,,,,,,0\n${row(1)}\n${T0 + 2 * HOUR_MS},10,12,9,11,0,,0,0,0,0,0`);
    const [first, , last] = candles(batches);
    expect(first).toMatchObject({ closeTimeMs: NaN, quoteVolume: NaN, trades: NaN, takerBuyVolume: NaN, takerBuyQuoteVolume: NaN });
    expect(last).toMatchObject({ volume: 0, quoteVolume: 0, trades: 0 });
    expect(facts.unknownColumns).toEqual([]);
  });

  test('a decimal that a float64 cannot hold keeps its text', () => {
    const { batches } = parse(`${row(0)}\n${T0 + HOUR_MS},10,12,9,11,123456789012.12345678,,98765432109876543210.10,,,,0\n`);
    expect(batches[0]?.exact.volume).toEqual(new Map([[1, '123456789012.12345678']]));
    expect(batches[0]?.exact.quoteVolume).toEqual(new Map([[1, '98765432109876543210.1']]));
    expect(batches[0]?.columns.volume[1]).toBe(Number('123456789012.12345678'));
  });

  test('the smallest prices survive', () => {
    expect(candles(parse(row(0, '0.00001234,0.00001300,0.00000001,0.00001234')).batches)[0]).toMatchObject({ open: 0.00001234, low: 1e-8 });
  });

  test('open times off the grid are kept', () => {
    expect(parse(`${T0 + 14_789},10,12,9,11,1,,,,,,0`).batches[0]?.openTimeMs[0]).toBe(T0 + 14_789);
  });
});

describe('reading in pieces', () => {
  const text = `${HEADER}\r\n${Array.from({ length: 40 }, (_, hour) => row(hour, `10.${hour},99.5,9.125,11`)).join('\r\n')}`;
  const whole = candles(parse(text, 1 << 20, 1000).batches);

  test('every split into pieces and batches gives the same candles', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 50 }), (pieceBytes, batchRows) => {
        const { batches } = parse(text, pieceBytes, batchRows);
        expect(candles(batches)).toEqual(whole);
        expect(batches.every((batch) => batch.length <= batchRows)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('rows that repeat', () => {
  test('an exact repetition is dropped and counted, also across batches', () => {
    for (const batchRows of [1, 2, 16]) {
      const { batches, facts } = parse(`${row(0)}\n${row(0)}\n${row(1)}\n${row(1)}\n${row(1)}\n${row(2)}\n`, 1 << 20, batchRows);
      expect(candles(batches).map((candle) => candle.openTimeMs)).toEqual([T0, T0 + HOUR_MS, T0 + 2 * HOUR_MS]);
      expect(facts).toMatchObject({ candles: 3, duplicates: 3 });
    }
  });

  test('a repetition that differs in the last digit of a long decimal is a conflict', () => {
    const long = (last: number) => `${T0},10,12,9,11,123456789012.1234567${last},,,,,,0`;
    expect(refusal(`${long(8)}\n${long(7)}`).message).toBe(`${NAME}, line 2, gives other values for the same open time as the line before.`);
    expect(parse(`${long(8)}\n${long(8)}\n${row(1)}`).batches[0]?.exact.volume).toEqual(new Map([[0, '123456789012.12345678']]));
  });
});

describe('damage is refused with its line and what to do', () => {
  test.each([
    ['', `${NAME} holds no candles.`],
    [HEADER, `${NAME} holds no candles.`],
    ['time,price\n1,2', `The header of ${NAME} does not name each column once: look at openTime, open, high, low, close, volume.`],
    [`${HEADER}\n1.70027E+12,10,12,9,11,1,,,,,,0`, `${NAME}, line 2, has the open time 1.70027E+12, a number rounded by a spreadsheet.`],
    [`${row(0)}\n${row(1)}${row(2)}\n`, `${NAME}, line 2, has 23 columns where 12 are expected.`],
    [`${row(0)}\n${T0 + HOUR_MS},10,12`, `${NAME}, line 2, has 3 columns where 12 are expected.`],
    [`${row(0)},9`, `${NAME}, line 1, has 13 columns where 12 are expected.`],
    [row(0, 'abc,12,9,11'), `${NAME}, line 1, has the open "abc", which is not a number.`],
    [row(0, 'NaN,12,9,11'), `${NAME}, line 1, has the open "NaN", which is not a number.`],
    [row(0, '5.,12,9,11'), `${NAME}, line 1, has the open "5.", which is not a number.`],
    [row(0, ',12,9,11'), `${NAME}, line 1, has no open.`],
    [row(0, '-10,12,9,11'), `${NAME}, line 1, has the negative open -10.`],
    [row(0, '0,12,0,11'), `${NAME}, line 1, has a price of zero.`],
    [row(0, '10,9,12,11'), `${NAME}, line 1, has a high of 9 below its low of 12.`],
    [row(0, '13,12,9,11'), `${NAME}, line 1, has an open of 13 outside its range 9 to 12.`],
    [row(0, '10,12,9,8'), `${NAME}, line 1, has a close of 8 outside its range 9 to 12.`],
    [`${row(1)}\n${row(0)}`, `${NAME}, line 2, opens at 2024-12-01T00:00:00.000Z, before the line above it.`],
    [`${row(0)}\n${row(0, '10,12,9,11.5')}`, `${NAME}, line 2, gives other values for the same open time as the line before.`],
    [`${row(0)}\n${row(1, undefined, 1000)}`, `${NAME}, line 2, has the open time 1733014800000000 in microseconds, while the file began in milliseconds.`],
    ['1733011200,10,12,9,11,1,,,,,,0', `${NAME}, line 1, has the open time 1733011200, which is neither in milliseconds nor in microseconds.`],
  ])('%j', (text, message) => {
    const error = refusal(text);
    expect(error.message).toBe(message);
    expect(error.code).toBe('CANDLES_DAMAGED');
    expect(error.remedy.length).toBeGreaterThan(20);
  });

  test('a spreadsheet is named as the culprit', () => {
    expect(refusal('1.7E+12,10,12,9,11,1,,,,,,0').remedy).toContain('without opening it in a spreadsheet');
  });
});
