import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS } from '@wick/core';
import { DEFAULT_SYMBOLS } from '@wick/testkit';
import { archiveRange } from './archive-key.ts';
import { type BucketUnderTest, openBucket, series } from './bucket.test-support.ts';

let under: BucketUnderTest;
afterEach(() => under.close());

const day = (year: number, month: number, date = 1): number => Date.UTC(year, month - 1, date);
const names = async (...which: Parameters<BucketUnderTest['bucket']['list']>): Promise<string[]> =>
  (await under.clock.runUntil(under.bucket.list(...which))).map(({ key }) => key.slice(key.lastIndexOf('/') + 1, -'.zip'.length));

describe('listing a series', () => {
  test('gives the monthly files that touch the range, with size, ETag and the range that they promise', async () => {
    under = await openBucket();
    const files = await under.bucket.list(series(), 'monthly', { fromMs: day(2024, 11, 15), toMs: day(2025, 1, 2) });
    expect(files.map(({ key }) => key)).toEqual(['11', '12'].map((month) => `data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-${month}.zip`).concat('data/spot/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2025-01.zip'));
    for (const file of files) {
      const answer = await fetch(`${under.simulator.archiveUrl}/${file.key}`);
      expect([file.sizeBytes, `"${file.etag}"`]).toEqual([(await answer.arrayBuffer()).byteLength, answer.headers.get('etag')]);
      expect(file).toMatchObject({ period: 'monthly', range: archiveRange(file.range.fromMs, 'monthly'), hasChecksum: true });
      expect(file.modifiedMs).toBe(Date.parse(answer.headers.get('last-modified')!));
    }
  });

  test('follows pages of any size, and a checksum on the next page counts', async () => {
    for (const archivePageSize of [1, 2, 3, 7]) {
      under = await openBucket({ limits: { archivePageSize }, symbols: [{ symbol: 'YOUNGUSDT', listedMs: day(2025, 1, 5) }] });
      const files = await under.bucket.list(series('YOUNGUSDT', '1d'), 'daily', { fromMs: 0, toMs: day(2026, 1) });
      expect(files.map(({ range }) => range.fromMs)).toEqual(Array.from({ length: 36 }, (_, at) => day(2025, 1, 5) + at * DAY_MS));
      expect(files.every(({ hasChecksum }) => hasChecksum)).toBe(true);
      if (archivePageSize < 7) await under.close();
    }
  });

  test('does not page through nine years of days for a few of them', async () => {
    under = await openBucket({ limits: { archivePageSize: 100 } });
    expect(await names(series('BTCUSDT', '1d'), 'daily', { fromMs: day(2024, 2, 27), toMs: day(2024, 3, 2) })).toEqual(
      ['02-27', '02-28', '02-29', '03-01'].map((date) => `BTCUSDT-1d-2024-${date}`),
    );
    const folder = 'data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-';
    expect(under.simulator.archiveRequests.map(({ parameters }) => parameters)).toEqual([{ delimiter: '/', prefix: `${folder}2024-0`, marker: `${folder}2024-02-27` }]);
  });

  test('gives nothing where the bucket has nothing', async () => {
    under = await openBucket();
    const range = { fromMs: 0, toMs: day(2026, 1) };
    expect(await names(series('NOPEUSDT'), 'monthly', range)).toEqual([]);
    expect(await names(series(), 'monthly', { fromMs: day(2025, 2), toMs: day(2025, 3) })).toEqual([]);
    expect(await names(series(), 'monthly', { fromMs: day(2024, 2), toMs: day(2024, 2) })).toEqual([]);
  });

  test('days of 3d, 1w and 1M do not exist and are not asked for', async () => {
    under = await openBucket();
    for (const interval of ['3d', '1w', '1M'] as const) expect(await names(series('BTCUSDT', interval), 'daily', { fromMs: 0, toMs: day(2026, 1) })).toEqual([]);
    expect(under.simulator.archiveRequests).toEqual([]);
  });

  test('calendar months are written 1mo, and never mixed up with minutes', async () => {
    under = await openBucket();
    expect(await names(series('BTCUSDT', '1M'), 'monthly', { fromMs: day(2024, 12), toMs: day(2025, 2) })).toEqual(['BTCUSDT-1mo-2024-12', 'BTCUSDT-1mo-2025-01']);
  });

  test.each(['币安人生USDT', 'A&BUSDT', 'X<Y>USDT', 'Q+ %3FUSDT'])('the symbol %s keeps its letters through listing and download', async (symbol) => {
    under = await openBucket({ symbols: [...DEFAULT_SYMBOLS, { symbol, listedMs: day(2024, 12) }] });
    const { facts, batches } = await under.fetched(series(symbol), 'monthly', day(2025, 1));
    expect(facts).toMatchObject({ series: series(symbol), candles: 744, missing: [] });
    expect([...batches[0]!.columns.close]).toEqual([...under.simulator.truth(series(symbol), archiveRange(day(2025, 1), 'monthly')).columns.close]);
  });

  test('futures lie in folders of their own', async () => {
    under = await openBucket();
    const [file] = await under.bucket.list(series('BTCUSDT', '1h', 'um'), 'monthly', { fromMs: day(2024, 11), toMs: day(2024, 12) });
    expect(file?.key).toBe('data/futures/um/monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-11.zip');
  });

  test('a listing that is cut, garbled or refused for a while is asked for again; a page is never taken in part', async () => {
    under = await openBucket();
    const range = { fromMs: day(2024, 11), toMs: day(2025, 2) };
    const whole = await names(series(), 'monthly', range);
    const { simulator } = under;
    for (const atByte of [0, 1, 200, 700]) simulator.fail({ on: 'archive', where: 'prefix', with: { kind: 'cut', atByte, cleanly: true } });
    expect(await names(series(), 'monthly', range)).toEqual(whole);
    simulator.fail({ on: 'archive', where: 'prefix', with: { kind: 'reset' } });
    simulator.fail({ on: 'archive', where: 'prefix', with: { kind: 'answer', answer: { status: 503, headers: { 'Retry-After': '7' }, body: '<Error><Code>SlowDown</Code></Error>' } } });
    expect(await names(series(), 'monthly', range)).toEqual(whole);
    expect(under.troubles.filter(({ kind }) => kind === 'retry')).toHaveLength(6);
    expect(under.troubles.at(-1)).toMatchObject({ why: 'status 503', waitMs: 7_000 });
  });
});
