import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS } from '@wick/core';
import { generateCandles, withFalseQuiet, withField, withFusedRows, withoutRows, withoutTrades, withRowShifted, withRowTwice } from '@wick/testkit';
import { BTC, CHEAP_FILES, hoursFrom, hoursWithout, openWorld, RANGE, type SyncWorld } from './sync-world.test-support.ts';

/** April: its file, its days, its truth. */
const APRIL = { fromMs: Date.UTC(2024, 3, 1), toMs: Date.UTC(2024, 4, 1) };
const MONTHLY = 'monthly/klines/BTCUSDT/1h/BTCUSDT-1h-2024-04';
const days = (...dates: readonly number[]): number[] => dates.map((date) => Date.UTC(2024, 3, date));
const double = (text: string): string => String(2 * Number(text));

let world: SyncWorld;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const syncApril = () => world.syncBtc({ range: APRIL });
async function expectTruth(): Promise<void> {
  expect(await world.stored()).toBe(world.truth(BTC, APRIL));
  expect((await syncApril()).asked).toEqual([]);
}

describe('after each fault of an archive, what is stored is the truth:', () => {
  test.each([
    ['a day that ends early, in a file with a right checksum', withoutRows(10 * 24 + 15, 11 * 24), days(11)],
    ['days that the monthly file lacks', withoutRows(20 * 24, 22 * 24), days(21, 22)],
    ['the last week missing', withoutRows(23 * 24), days(24, 25, 26, 27, 28, 29, 30)],
    ['hours without volume although there was trading', withFalseQuiet(5, 9), days(1)],
    ['a volume that is another one', withField(100, 5, double), days(5)],
    ['a number of trades that is another one', withField(700, 8, double), days(30)],
    ['an hour that opens late, off the grid', withRowShifted(100, 14_789), days(5)],
    ['a row twice', withRowTwice(100), []],
    ['a volume of the quote asset that is another one', withField(100, 7, double), days(5)],
    ['volumes of buyers that are others', (csv: string) => withField(100, 9, double)(withField(148, 10, double)(csv)), days(5, 7)],
    ['a first open of a day that is another one', withField(48, 1, (text) => String(Number(text) + 0.01)), days(3)],
  ])('%s', async (_, damage, wrongDays) => {
    world.simulator.reviseArchive(MONTHLY, damage);
    expect(await syncApril()).toMatchObject({ importedArchives: 1, checkedDays: 30, refetchedDays: wrongDays.length, daysThatDiffer: [], asked: [] });
    await expectTruth();
  });

  test('monthly ≠ daily ≠ REST: REST is the exchange', async () => {
    world.simulator.reviseArchive(MONTHLY, withField(100, 5, double));
    world.simulator.reviseArchive('daily/klines/BTCUSDT/1h/BTCUSDT-1h-2024-04-05', withField(3, 5, double));
    world.simulator.archive.delay(MONTHLY, 30 * DAY_MS);
    expect(await syncApril()).toMatchObject({ importedArchives: 30, refetchedDays: 1 });
    await expectTruth();
    await world.clock.advance(30 * DAY_MS);
    expect(await syncApril()).toMatchObject({ received: 0 });
    await expectTruth();
  });

  test('a checksum that is wrong once: the file is asked for again', async () => {
    const fault = world.simulator.fail({ on: 'archive', where: '04.zip.CHECKSUM', with: wrongChecksum });
    expect(await syncApril()).toMatchObject({ importedArchives: 1, uselessArchives: [] });
    expect(fault.hits).toBe(1);
    expect(world.simulator.archiveRequests.filter(({ path }) => path.endsWith('2024-04.zip'))).toHaveLength(2);
    await expectTruth();
  });

  test('a checksum that is wrong for ever: the file stays in quarantine, and REST has the month', async () => {
    world.simulator.fail({ on: 'archive', where: '04.zip.CHECKSUM', times: Infinity, with: wrongChecksum });
    const report = await syncApril();
    expect(report).toMatchObject({ importedArchives: 0, uselessArchives: [{ kind: 'damaged', detail: expect.stringContaining('checksum') }], asked: [APRIL] });
    expect(report).not.toHaveProperty('error');
    expect(await world.archives.archives(BTC)).toMatchObject([{ state: 'quarantined', detail: expect.stringContaining('checksum') }]);
    await expectTruth();
    expect(await world.syncBtc({ range: { ...APRIL, fromMs: APRIL.fromMs - HOUR_MS } })).toMatchObject({ uselessArchives: [] });
  });

  test('hours without volume where the exchange has none at all, which no sum shows', async () => {
    const outage = hoursFrom(Date.UTC(2024, 3, 9, 4), 5);
    world.giveHours(hoursWithout([outage]));
    const flat = Array.from({ length: 5 }, (_, hour) => {
      const openMs = outage.fromMs + hour * HOUR_MS;
      return `${openMs},20000,20000,20000,20000,0,${openMs + HOUR_MS - 1},0,0,0,0,0\n`;
    });
    world.simulator.reviseArchive(MONTHLY, (csv) => csv.replace(new RegExp(`^${outage.toMs},`, 'm'), `${flat.join('')}$&`));
    expect(await syncApril()).toMatchObject({ importedArchives: 1, refetchedDays: 1, daysThatDiffer: [] });
    await expectTruth();
    expect(await world.absences.absences(BTC)).toMatchObject([{ kind: 'nothing-there', ...outage }]);
  });

  test('candles without trades are no news where they are common', async () => {
    const hours = hoursWithout([]);
    const quiet = withoutTrades(hours, APRIL);
    world.giveHours({ ...quiet, exact: {} });
    expect(await syncApril()).toMatchObject({ importedArchives: 1, refetchedDays: 0, checkedDays: 30 });
    await expectTruth();
  });

  test('a line that is two fused ones: the file is not trusted at all, and REST has the month', async () => {
    world.simulator.reviseArchive(MONTHLY, withFusedRows(100));
    expect(await syncApril()).toMatchObject({ importedArchives: 0, uselessArchives: [{ kind: 'damaged', detail: expect.stringContaining('line 101') }], asked: [APRIL] });
    await expectTruth();
  });

  test('a file that appears 8 days late: meanwhile its days, then nothing to do', async () => {
    world.simulator.archive.delay(MONTHLY, 25 * DAY_MS);
    expect(await syncApril()).toMatchObject({ importedArchives: 30 });
    await expectTruth();
    await world.clock.advance(8 * DAY_MS);
    expect(await syncApril()).toMatchObject({ received: 0, importedArchives: 0 });
  });

  test('a file that is listed and not there yet: REST has it', async () => {
    const { bucket } = world.options();
    const late = { list: bucket!.list, fetch: async () => ({ kind: 'not-published' as const }) };
    expect(await world.syncBtc({ range: APRIL, bucket: late })).toMatchObject({ uselessArchives: [{ kind: 'late' }], asked: [APRIL] });
    await expectTruth();
  });

  test('days that neither file nor REST can answer for: not published yet, and there when REST is', async () => {
    const may = { fromMs: Date.UTC(2024, 4, 10), toMs: Date.UTC(2024, 4, 20) };
    world.simulator.archive.delay('BTCUSDT-1h-2024-05', 8 * DAY_MS);
    const fault = world.simulator.fail({ on: 'rest', where: `startTime=${Date.UTC(2024, 4, 12)}`, times: Infinity, with: { kind: 'reset' } });
    const report = await world.syncBtc({ range: may });
    expect(report).toMatchObject({ error: { code: 'EXCHANGE_UNREACHABLE' } });
    expect(await world.absences.absences(BTC)).toMatchObject([
      { kind: 'fetch-failed', ...hoursFrom(Date.UTC(2024, 4, 12), 12) },
      { kind: 'not-published', ...hoursFrom(Date.UTC(2024, 4, 12, 12), 7 * 24 + 12) },
    ]);
    fault.clear();
    await world.clock.advance(8 * DAY_MS);
    expect(await world.syncBtc({ range: may })).not.toHaveProperty('error');
    expect(await world.stored()).toBe(world.truth(BTC, may));
    expect(await world.absences.absences(BTC)).toEqual([]);
  });

  test('REST fails for good in April: what the archive has is stored, the reason is noted, the next sync completes it', async () => {
    world.simulator.reviseArchive(MONTHLY, withoutRows(10 * 24 + 15, 11 * 24));
    const fault = world.simulator.fail({ on: 'rest', where: `startTime=${Date.UTC(2024, 3, 11)}`, times: Infinity, with: { kind: 'reset' } });
    const report = await syncApril();
    expect(report).toMatchObject({ error: { code: 'EXCHANGE_UNREACHABLE' }, importedArchives: 1, added: 29 * 24 });
    expect(await world.absences.absences(BTC)).toMatchObject([
      { kind: 'fetch-failed', ...hoursFrom(Date.UTC(2024, 3, 11), 24), detail: expect.stringContaining('did not answer') },
    ]);
    fault.clear();
    await syncApril();
    await expectTruth();
    expect(await world.absences.absences(BTC)).toEqual([]);
  });

  test('nobody can say what the days were: the file is taken as it is, which is said', async () => {
    world.simulator.fail({ on: 'rest', where: 'interval=1d', times: Infinity, with: { kind: 'reset' } });
    expect(await syncApril()).toMatchObject({ importedArchives: 1, checkedDays: 0, uncheckedDays: 30 });
    expect(await world.stored()).toBe(world.truth(BTC, APRIL));
  });

  test('a file that nobody could check is checked as soon as the exchange answers again', async () => {
    const undo = world.simulator.reviseArchive(MONTHLY, withField(100, 5, double));
    const fault = world.simulator.fail({ on: 'rest', where: 'interval=1d', times: Infinity, with: { kind: 'reset' } });
    expect(await syncApril()).toMatchObject({ importedArchives: 1, uncheckedDays: 30 });
    expect(await world.stored()).not.toBe(world.truth(BTC, APRIL));
    fault.clear();
    expect(await syncApril()).toMatchObject({ importedArchives: 1, republishedArchives: 0, checkedDays: 30, refetchedDays: 1, revised: 1, daysThatDiffer: [] });
    await expectTruth();
    undo();
    await world.clock.advance(HOUR_MS);
    expect(await syncApril()).toMatchObject({ republishedArchives: 1, revised: 0 });
  });

  test('rows without trades that a file lacks, which no sum shows, come from REST', async () => {
    const quiet = hoursFrom(Date.UTC(2024, 3, 5, 6), 9);
    world.giveHours({ ...withoutTrades(hoursWithout([]), quiet), exact: {} });
    world.simulator.reviseArchive(MONTHLY, withoutRows(4 * 24 + 6, 4 * 24 + 15));
    expect(await syncApril()).toMatchObject({ importedArchives: 1, refetchedDays: 0, daysThatDiffer: [], asked: [quiet] });
    await expectTruth();
    expect(await world.absences.absences(BTC)).toEqual([]);
  });

  test('candles of a day or longer, which nothing could check, come from REST however cheap files are', async () => {
    const daily = { ...BTC, interval: '1d' } as const;
    world.simulator.reviseArchive('BTCUSDT-1d', withField(3, 5, double));
    expect(await world.syncBtc({ series: [daily], costs: { ...CHEAP_FILES, pageRows: 2 } })).toMatchObject({ importedArchives: 0, uncheckedDays: 0 });
    expect(await world.stored(daily)).toBe(world.truth(daily));
  });

  test('a day in which the exchange contradicts itself is fetched anew, and reported', async () => {
    const all = generateCandles({ series: { ...BTC, interval: '1d' }, seed: 'another', fromMs: RANGE.fromMs, toMs: RANGE.toMs });
    const truth = world.simulator.truth({ ...BTC, interval: '1d' }, RANGE);
    const row = (Date.UTC(2024, 3, 7) - RANGE.fromMs) / DAY_MS;
    const volume = truth.columns.volume.map((value, at) => (at === row ? all.columns.volume[row]! + value : value));
    world.simulator.setCandles({ ...truth, columns: { ...truth.columns, volume }, exact: {} });
    const report = await syncApril();
    expect(report).toMatchObject({ refetchedDays: 1, daysThatDiffer: [{ dayMs: Date.UTC(2024, 3, 7), figures: ['volume'] }] });
    await expectTruth();
  });
});

const wrongChecksum = { kind: 'alter', alter: () => `${'0'.repeat(64)}  BTCUSDT-1h-2024-04.zip` } as const;
