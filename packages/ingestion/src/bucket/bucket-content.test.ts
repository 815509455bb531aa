/** What Binance's files have had inside: what is given is the truth, or what is wrong is refused or told. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, type Series, type TimeRange } from '@wick/core';
import {
  ARCHIVE_HEADERS, type ArchiveStyle, generateCandles, withFalseQuiet, withField, withFusedRows, withGap, withoutRows, withRowShifted, withRowTwice, withShift,
} from '@wick/testkit';
import { archiveRange } from './archive-key.ts';
import type { FetchedArchive } from './bucket.ts';
import { type BucketUnderTest, openBucket, series, texts } from './bucket.test-support.ts';

const JANUARY = Date.UTC(2025, 0, 1);
const THE_8TH = Date.UTC(2025, 1, 8);

let under: BucketUnderTest;
beforeEach(async () => void (under = await openBucket()));
afterEach(() => under.close());

const truth = (range: TimeRange, of: Series = series()): string[] => texts([under.simulator.truth(of, range)]);
const revise = (where: string, ...changes: ReadonlyArray<(csv: string) => string>): void => changes.forEach((change) => under.simulator.archive.revise(where, change));
const month = (of = series()) => under.fetched(of, 'monthly', JANUARY);
const day = (of = series()) => under.fetched(of, 'daily', THE_8TH);
const hours = (from: number, to: number, start = JANUARY): TimeRange => ({ fromMs: start + from * HOUR_MS, toMs: start + to * HOUR_MS });

/** The rule of this page: together with what is told to be missing, the candles are all of the truth and nothing else. */
function expectTruthMinusMissing({ batches, facts, file }: FetchedArchive): void {
  const isMissing = (openTimeMs: number): boolean => facts.missing.some(({ fromMs, toMs }) => openTimeMs >= fromMs && openTimeMs < toMs);
  const expected = under.simulator.truth(facts.series, file.range);
  expect(texts(batches)).toEqual(texts([expected]).filter((_, row) => !isMissing(expected.openTimeMs[row]!)));
  expect(facts.missingCandles + facts.candles).toBe(facts.expectedCandles);
}

describe('every way of writing a file', () => {
  const styles: ArchiveStyle[] = [];
  for (const header of ['none', ...(Object.keys(ARCHIVE_HEADERS) as (keyof typeof ARCHIVE_HEADERS)[])] as const) {
    for (const timeUnit of ['ms', 'µs'] as const) {
      for (const lineEnd of ['\n', '\r\n'] as const) {
        for (const finalNewline of [true, false]) for (const byteOrderMark of [true, false]) styles.push({ header, timeUnit, lineEnd, finalNewline, byteOrderMark });
      }
    }
  }

  test.each([
    ['spot', 'BTCUSDT', []],
    ['um', 'BTCUSDT', []],
    ['cm', 'BTCUSD_PERP', ['quoteVolume', 'takerBuyQuoteVolume']],
  ] as const)('gives the same candles of %s: header × ms or µs × LF or CRLF × final newline × byte order mark', async (market, symbol, unknownColumns) => {
    const of = series(symbol, '1h', market);
    const expected = truth(archiveRange(THE_8TH, 'daily'), of);
    for (const style of styles) {
      const undo = under.simulator.archive.restyle('2025-02-08', style);
      const { batches, facts, verified } = await day(of);
      expect({ style, candles: texts(batches), verified }).toEqual({ style, candles: expected, verified: true });
      expect(facts).toMatchObject({ hasHeader: style.header !== 'none', timeUnit: style.timeUnit, missing: [], unknownColumns, ignoredColumns: [] });
      undo();
    }
    expect(styles).toHaveLength(4 * 2 * 2 * 2 * 2);
  });

  test('is read by Binance\'s own rules of market and day', async () => {
    for (const [of, dayMs, hasHeader, timeUnit] of [
      [series(), Date.UTC(2024, 11, 5), false, 'ms'],
      [series(), THE_8TH, false, 'µs'],
      [series('BTCUSDT', '1h', 'um'), Date.UTC(2021, 5, 5), false, 'ms'],
      [series('BTCUSDT', '1h', 'um'), THE_8TH, true, 'ms'],
    ] as const) {
      expect((await under.fetched(of, 'monthly', dayMs < JANUARY ? dayMs : JANUARY)).facts).toMatchObject({ hasHeader, timeUnit: dayMs < JANUARY ? 'ms' : timeUnit, missing: [] });
    }
  });

  test('prices such as 0.00001234 and volumes such as 123456789012.12345678 come as they are', async () => {
    revise('02-08', withField(3, 3, () => '0.00001234'), withField(3, 5, () => '123456789012.12345678'), withField(3, 7, () => '98765432109876.87654321'));
    const [batch] = (await day()).batches;
    expect([batch!.columns.low[3], batch!.exact.volume?.get(3), batch!.exact.quoteVolume?.get(3)]).toEqual([0.00001234, '123456789012.12345678', '98765432109876.87654321']);
  });
});

describe('what a file lacks, although its checksum is right', () => {
  test('a truncated day: its end is told to be missing', async () => {
    revise('2025-02-08', withoutRows(17));
    const fetched = await day();
    expect(fetched).toMatchObject({ verified: true, facts: { candles: 17, expectedCandles: 24, missing: [{ ...hours(17, 24, THE_8TH), missing: 7 }] } });
    expectTruthMinusMissing(fetched);
  });

  test('days missing in a monthly file', async () => {
    revise('2025-01', withoutRows(5 * 24, 7 * 24), withoutRows(0, 24));
    const fetched = await month();
    expect(fetched.facts.missing).toEqual([{ ...hours(0, 24), missing: 24 }, { ...hours(5 * 24, 7 * 24), missing: 48 }]);
    expectTruthMinusMissing(fetched);
  });

  test('an empty file of rows of another month: refused, all of them, and the whole month missing', async () => {
    const text = `${Date.UTC(2024, 10, 30)},10,12,9,11,1,,,,,,0\n`;
    revise('2025-01', () => text);
    expect(await month()).toMatchObject({ batches: [], facts: { candles: 0, outside: 1, missingCandles: 744 } });
  });

  test('a month in which the symbol was listed, an outage, and a symbol that stopped', async () => {
    const listedMs = Date.UTC(2025, 0, 5, 6);
    under.simulator.list({ symbol: 'NEWUSDT', listedMs });
    under.simulator.withhold({ symbol: 'NEWUSDT', ...hours(200, 230) });
    under.simulator.withhold({ symbol: 'NEWUSDT', ...hours(700, 9999) });
    const fetched = await month(series('NEWUSDT'));
    expect(fetched.facts.missing.map(({ missing }) => missing)).toEqual([4 * 24 + 6, 30, 44]);
    expectTruthMinusMissing(fetched);
  });

  test('the last week of a monthly 1w file, which was open when the file came', async () => {
    const of = series('BTCUSDT', '1w');
    const fetched = await month(of);
    expect(fetched.facts).toMatchObject({ candles: 4, expectedCandles: 4, missing: [] });
    // December ends on a Tuesday: the week of the 30th closes on 5 January, and the file came on the 4th.
    const december = await under.fetched(of, 'monthly', Date.UTC(2024, 11, 2));
    const last = { fromMs: Date.UTC(2024, 11, 30), toMs: Date.UTC(2025, 0, 6), missing: 1 };
    expect(december.facts).toMatchObject({ candles: 4, expectedCandles: 5, missing: [last] });
    expectTruthMinusMissing(december);
  });

  test('a week that is in the file although it was open when the file came: refused, never given as closed', async () => {
    const of = series('BTCUSDT', '1w');
    const whole = under.simulator.truth(of, archiveRange(Date.UTC(2024, 11, 2), 'monthly'));
    const openWeek = [whole.openTimeMs[4], 90_000, 95_000, 85_000, 91_000, 17, whole.closeTimeMs[4], 1e6, 5, 8, 5e5, 0].join(',');
    under.simulator.archive.revise('1w-2024-12', (csv) => `${csv}${openWeek}\n`, 0);
    const fetched = await under.fetched(of, 'monthly', Date.UTC(2024, 11, 2));
    expect(fetched.facts).toMatchObject({ candles: 4, unclosed: 1, missingCandles: 1 });
    expectTruthMinusMissing(fetched);
  });
});

describe('what is wrong inside a file', () => {
  test('a repeated row is dropped and counted', async () => {
    revise('2025-01', withRowTwice(0), withRowTwice(100), withRowTwice(745));
    const fetched = await month();
    expect(fetched.facts).toMatchObject({ duplicates: 3, candles: 744, missing: [] });
    expectTruthMinusMissing(fetched);
  });

  test.each([
    ['a repeated row with other values', [withRowTwice(100), withField(101, 4, (close) => `${close}1`)], 102, 'gives other values for the same open time as the line before'],
    ['a fused line', [withFusedRows(41)], 42, 'has 23 columns where 12 are expected'],
    ['a price that a spreadsheet rounded', [withField(9, 0, () => '1.73569E+15')], 10, 'has the open time 1.73569E+15, a number rounded by a spreadsheet'],
    ['a price of zero', [withField(700, 3, () => '0.00000000')], 701, 'has a price of zero'],
    ['a high below the low', [withField(8, 2, () => '1')], 9, 'has a high of 1 below its low of'],
    ['a field that is no number', [withField(743, 5, () => 'NaN')], 744, 'has the volume "NaN", which is not a number'],
    ['milliseconds amid microseconds', [withField(12, 0, (time) => time.slice(0, 13))], 13, 'in milliseconds, while the file began in microseconds'],
    ['times that go back', [withRowShifted(20, -3 * HOUR_MS)], 21, 'opens at 2025-01-01T17:00:00.000Z, before the line above it'],
  ])('%s: quarantine at once, with line and reason, since its checksum is right', async (_what, changes, line, reason) => {
    revise('2025-01', ...changes);
    const error = await under.refusal(series(), 'monthly', JANUARY);
    expect(error.code).toBe('ARCHIVE_DAMAGED');
    expect(error.message.startsWith(`BTCUSDT-1h-2025-01.zip, line ${line}, `) && error.message.includes(reason)).toBe(true);
    expect(error.details).toMatchObject({ line, key: expect.stringContaining('2025-01.zip'), quarantinePath: expect.stringContaining(under.quarantineDir) });
    expect(error.details['expectedSha256']).toBe(error.details['actualSha256']);
    expect(under.troubles.map(({ kind }) => kind)).toEqual(['quarantined']);
  });

  test('a file without any row', async () => {
    revise('2025-01', () => '');
    expect(await under.refusal(series(), 'monthly', JANUARY)).toMatchObject({ code: 'ARCHIVE_DAMAGED', message: 'BTCUSDT-1h-2025-01.zip holds no candles.' });
  });

  test('a row off the grid is given as it is, and told', async () => {
    revise('02-08', withRowShifted(12, 14_789));
    const { batches, facts } = await day();
    expect(batches[0]!.openTimeMs[12]).toBe(THE_8TH + 12 * HOUR_MS + 14_789);
    expect(facts).toMatchObject({ offGrid: 1, candles: 24, missing: [] });
  });

  test('a run off the grid after a gap, as the exchange itself had it in 2018', async () => {
    const of = series('BTCUSDT', '1m');
    const all = generateCandles({ series: of, ...archiveRange(THE_8TH, 'daily') });
    const run = { fromMs: THE_8TH + 600 * MINUTE_MS, toMs: THE_8TH + 700 * MINUTE_MS };
    under.simulator.setCandles(withShift(withGap(all, { fromMs: THE_8TH + 400 * MINUTE_MS, toMs: run.fromMs }), run, 14_789));
    const fetched = await day(of);
    expect(texts(fetched.batches)).toEqual(truth(archiveRange(THE_8TH, 'daily'), of));
    expect(fetched.facts).toMatchObject({ offGrid: 100, missing: [{ fromMs: THE_8TH + 400 * MINUTE_MS, toMs: run.fromMs + 14_789, missing: 200 }] });
  });

  test('rows outside of the file\'s range are refused and counted', async () => {
    const before = `${JANUARY * 1000 - 3_600_000_000},10,12,9,11,1,,,,,,0\n`;
    const after = `${Date.UTC(2025, 1, 1) * 1000},10,12,9,11,1,,,,,,0\n`;
    revise('2025-01', (csv) => before + csv + after);
    const fetched = await month();
    expect(fetched.facts).toMatchObject({ outside: 2, candles: 744, missing: [] });
    expectTruthMinusMissing(fetched);
  });

  test('false zero-volume rows are told as runs to be compared with the exchange', async () => {
    revise('2025-01', withFalseQuiet(48, 96), withFalseQuiet(200, 201));
    expect((await month()).facts.untraded).toEqual([{ ...hours(48, 96), candles: 48 }, { ...hours(200, 201), candles: 1 }]);
  });
});

test('monthly ≠ daily ≠ REST: each is given as published, under a hash of its own', async () => {
  const close = (text: string) => withField(7 * 24 + 5, 4, () => text);
  under.simulator.archive.revise('monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01', close('100000.00000000'));
  under.simulator.archive.revise('monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01', withField(7 * 24 + 5, 2, () => '999999'));
  const monthly = await month();
  const daily = await under.fetched(series(), 'daily', Date.UTC(2025, 0, 8));
  const exchange = under.simulator.truth(series(), archiveRange(Date.UTC(2025, 0, 8), 'daily'));
  expect(monthly.batches[0]!.columns.close[7 * 24 + 5]).toBe(100_000);
  expect(daily.batches[0]!.columns.close[5]).toBe(exchange.columns.close[5]);
  expect(monthly.sha256).not.toBe(daily.sha256);
  const others = texts(monthly.batches).slice(7 * 24, 8 * 24).filter((text, row) => text !== texts(daily.batches)[row]);
  expect(others).toHaveLength(1);
});
