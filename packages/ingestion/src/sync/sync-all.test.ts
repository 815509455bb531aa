import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CandleBatch, type CandleStore, DAY_MS, HOUR_MS, type Series, sliceBatch } from '@wick/core';
import { memoryCandleStore } from '@wick/testkit';
import { createRestSource } from '../rest/rest-source.ts';
import type { PlanOutcome } from './plan-sync.ts';
import { joinNearRanges } from './ranges.ts';
import type { SyncAllOptions } from './sync-all.ts';
import type { SyncProgress } from './sync-progress.ts';
import { asText, BTC, hoursFrom, hoursWithout, NOON, openWorld, RANGE, type SyncWorld } from './sync-world.test-support.ts';

const ETH: Series = { ...BTC, symbol: 'ETHUSDT' };
const HOURS = (NOON - RANGE.fromMs) / HOUR_MS;
const MARCH = { fromMs: Date.UTC(2024, 2, 1), toMs: Date.UTC(2024, 3, 1) };

let world: SyncWorld;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

describe('a sync of many series', () => {
  test('takes whole months and days from archives and the rest from REST, and has the truth', async () => {
    const plans: PlanOutcome[] = [];
    const report = await world.syncBtc({ onPlan: (made) => plans.push(...made) });
    expect(plans).toMatchObject([{ missing: HOURS, rest: [hoursFrom(Date.UTC(2024, 4, 20), 12)] }]);
    // February is stored whole, because a file is.
    const whole = { ...RANGE, fromMs: Date.UTC(2024, 1, 1) };
    expect(await world.stored()).toBe(world.truth(BTC, whole));
    expect(report).toMatchObject({ importedArchives: 3 + 19, checkedDays: 29 + 31 + 30 + 19, refetchedDays: 0, uncheckedDays: 0, daysThatDiffer: [], gaps: [] });
  });

  test('asks the second time for nothing but whether files were published again', async () => {
    await world.sync();
    world.asked();
    const again = await world.syncBtc();
    expect(again).toMatchObject({ received: 0, asked: [], importedArchives: 0 });
    expect(world.asked()).toEqual({ klines: 0, files: 0, listings: 2 });
  });

  test('does not ask the archive about what REST has in a few pages', async () => {
    await world.sync({ costs: {} });
    expect(world.asked()).toMatchObject({ files: 0, listings: 0 });
    expect(await world.stored()).toBe(world.truth());
  });

  test('works without an archive, or with one out of reach, which it says', async () => {
    await world.sync({ bucket: undefined });
    expect(await world.stored()).toBe(world.truth());
    world.store = memoryCandleStore();
    world.simulator.fail({ on: 'archive', times: Infinity, with: { kind: 'reset' } });
    const report = await world.syncBtc();
    expect(report.notes).toEqual([expect.stringMatching(/^The archive is left out: .* in 6 attempts/)]);
    expect(report).not.toHaveProperty('error');
    expect(await world.stored()).toBe(world.truth());
  });

  test('a symbol that fails has its reason, and the others are done; also where all fail', async () => {
    const [bad, good] = await world.sync({ series: [{ ...BTC, symbol: 'BTCUSTD' }, ETH] });
    expect(bad).toMatchObject({ error: { code: 'SYMBOL_UNKNOWN', remedy: 'Did you mean BTCUSDT?' } });
    expect(good).not.toHaveProperty('error');
    expect(await world.stored(ETH)).toBe(world.truth(ETH, { ...RANGE, fromMs: Date.UTC(2024, 1, 1) }));
    const all = await world.sync({ series: ['NOPE', 'NADA'].map((symbol) => ({ ...BTC, symbol })) });
    expect(all).toMatchObject([{ series: { symbol: 'NOPE' }, error: { code: 'SYMBOL_UNKNOWN' } }, { series: { symbol: 'NADA' }, error: { code: 'SYMBOL_UNKNOWN' } }]);
  });

  test('tells one progress for all, which rises to its end', async () => {
    const seen: SyncProgress[] = [];
    await world.sync({ series: [BTC, ETH, { ...BTC, symbol: 'NOPE' }], onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ series: { total: 3, done: 0, failed: 0 }, candles: { done: 0, total: 2 * HOURS }, gaps: 0 });
    expect(seen.at(-1)).toEqual({ series: { total: 3, done: 2, failed: 1 }, candles: { done: 2 * HOURS, total: 2 * HOURS }, gaps: 0 });
    const done = seen.map(({ candles }) => candles.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
  });

  test.each(['um', 'cm'] as const)('futures (%s), whose files have headers and whose pages are others', async (market) => {
    const series: Series = { ...BTC, market, symbol: market === 'um' ? 'BTCUSDT' : 'BTCUSD_PERP' };
    const source = createRestSource({ market, baseUrl: world.simulator.restUrl, clock: world.clock });
    const [report] = await world.sync({ series: [series], source });
    expect(report).toMatchObject({ importedArchives: 3 + 19, checkedDays: 109, refetchedDays: 0 });
    expect(await world.stored(series)).toBe(world.truth(series, { ...RANGE, fromMs: Date.UTC(2024, 1, 1) }));
  });

  test('a symbol whose files hang holds up nobody', async () => {
    const { bucket } = world.options();
    const stop = new AbortController();
    const hanging: SyncAllOptions['bucket'] = {
      list: bucket!.list,
      fetch: (series, file, options) =>
        series.symbol === 'BTCUSDT' ? new Promise((_, reject) => options?.signal?.addEventListener('abort', () => reject(new Error('stopped')))) : bucket!.fetch(series, file, options),
    };
    const onProgress = ({ series }: SyncProgress): void => void (series.done === 2 && stop.abort(new Error('enough')));
    const series = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'].map((symbol) => ({ ...BTC, symbol }));
    await expect(world.sync({ bucket: hanging, series, signal: stop.signal, onProgress, concurrency: 2 })).rejects.toThrow('enough');
    expect(await world.stored(ETH)).toBe(world.truth(ETH, { ...RANGE, fromMs: Date.UTC(2024, 1, 1) }));
    expect((await world.store.coverage(BTC)).candles).toBe(12);
  });

  test('stops at a signal with its reason, and goes on another time', async () => {
    const stop = new AbortController();
    const { store: patient } = world;
    const store: CandleStore = { ...patient, write: (...given) => (stop.abort(new Error('enough')), patient.write(...given)) };
    await expect(world.sync({ store, signal: stop.signal })).rejects.toThrow('enough');
    await world.sync();
    expect(await world.stored()).toBe(world.truth(BTC, { ...RANGE, fromMs: Date.UTC(2024, 1, 1) }));
  });

  test('two that sync the same symbol at once end with the truth', async () => {
    await world.clock.runUntil(Promise.all([world.sync(), world.sync()]));
    expect(await world.stored()).toBe(world.truth(BTC, { ...RANGE, fromMs: Date.UTC(2024, 1, 1) }));
  });

  test('an open candle is neither stored nor called absent, whatever the local clock shows', async () => {
    await world.clock.advance(5 * 60_000);
    const ahead = { nowMs: () => world.clock.nowMs() + HOUR_MS, sleep: world.clock.sleep.bind(world.clock) };
    await world.sync({ clock: ahead });
    expect((await world.store.coverage(BTC)).lastOpenTimeMs).toBe(NOON - HOUR_MS);
    expect(await world.absences.absences(BTC)).toEqual([]);
  });
});

describe('what the exchange does not have', () => {
  const outage = hoursFrom(Date.UTC(2024, 2, 8), 34);
  const long = { fromMs: Date.UTC(2024, 2, 3), toMs: Date.UTC(2024, 3, 25) };
  const recent = hoursFrom(NOON - 20 * HOUR_MS, 3);

  test('[] in mid-history, wider than a page: noted once, never asked for again', async () => {
    world.giveHours(hoursWithout([long]));
    for (const bucket of [world.options().bucket, undefined]) {
      world.store = memoryCandleStore();
      await world.absences.forgetAbsences(BTC, { fromMs: 0, toMs: NOON });
      await world.sync({ bucket });
      expect(await world.stored()).toBe(world.truth());
      expect(await world.absences.absences(BTC)).toMatchObject([{ kind: 'nothing-there', ...long }]);
      world.asked();
      await world.sync({ bucket: undefined });
      expect(world.asked()).toEqual({ klines: 0, files: 0, listings: 0 });
    }
  });

  test('a gap in an archive is asked about, but for days of which the exchange has no candle either', async () => {
    world.giveHours(hoursWithout([outage]));
    const report = await world.syncBtc();
    const partOfADay = { fromMs: Date.UTC(2024, 2, 9), toMs: outage.toMs };
    expect(report).toMatchObject({ refetchedDays: 0, gaps: [{ ...outage, missing: 34 }], asked: [hoursFrom(Date.UTC(2024, 4, 20), 12), partOfADay] });
    expect(joinNearRanges(await world.absences.absences(BTC), 0)).toEqual([outage]);
  });

  test('a gap of yesterday is asked for again until it is two days old; --recheck asks for all', async () => {
    world.giveHours(hoursWithout([outage, recent]));
    await world.sync();
    const asks = async (recheck: boolean): Promise<unknown> => (await world.syncBtc({ bucket: undefined, recheck })).asked;
    expect(await asks(false)).toEqual([recent]);
    expect(await asks(true)).toEqual([outage, recent]);
    await world.clock.advance(3 * DAY_MS);
    world.giveHours(hoursWithout([outage]));
    await world.sync();
    expect(await world.stored()).toBe(world.truth(BTC, { ...RANGE, toMs: Date.UTC(2024, 4, 22) }));
    expect(await world.absences.absences(BTC)).toMatchObject([{ kind: 'nothing-there', ...outage }]);
  });

  test('the time before a listing is not asked for', async () => {
    world.giveHours(hoursWithout([]));
    await world.sync({ range: { ...RANGE, fromMs: Date.UTC(2019, 0, 1) } });
    expect(await world.stored()).toBe(world.truth());
    expect(await world.absences.absences(BTC)).toMatchObject([{ kind: 'not-listed', fromMs: Date.UTC(2019, 0, 1), toMs: RANGE.fromMs }]);
  });

  test('a symbol delisted while running: what it had is stored, the time after it is known', async () => {
    const { bucket } = world.options();
    const delisting = { list: bucket!.list, fetch: (...given: Parameters<NonNullable<typeof bucket>['fetch']>) => (world.simulator.delist('spot', 'BTCUSDT'), bucket!.fetch(...given)) };
    await world.sync({ bucket: delisting });
    await world.clock.advance(5 * DAY_MS);
    const report = await world.syncBtc({ range: { ...RANGE, toMs: NOON + 6 * DAY_MS } });
    expect(report).toMatchObject({ lastOpenTimeMs: NOON - HOUR_MS, received: 0 });
    expect(await world.absences.absences(BTC)).toMatchObject([{ kind: 'delisted', fromMs: NOON, toMs: NOON + 5 * DAY_MS }]);
  });

  test('a symbol that the exchange has forgotten comes from the archive, unchecked, which is said', async () => {
    const truth = world.truth(BTC, { fromMs: Date.UTC(2024, 1, 1), toMs: Date.UTC(2024, 4, 20) });
    const { bucket, ...options } = world.options();
    const listed = await world.clock.runUntil(Promise.all((['monthly', 'daily'] as const).map((period) => bucket!.list(BTC, period, RANGE))));
    const fetched = new Map<string, Awaited<ReturnType<NonNullable<typeof bucket>['fetch']>>>();
    for (const file of listed.flat()) fetched.set(file.key, await world.clock.runUntil(bucket!.fetch(BTC, file)));
    world.simulator.remove('spot', 'BTCUSDT');
    const kept = { list: async (_: Series, period: string) => listed.flat().filter((file) => file.period === period), fetch: async (_: Series, { key }: { key: string }) => fetched.get(key)! };
    const report = await world.syncBtc({ ...options, bucket: kept });
    expect(report).not.toHaveProperty('error');
    expect(report).toMatchObject({ checkedDays: 0, uncheckedDays: 109, notes: [expect.stringContaining('does not know this symbol any more')] });
    expect(await world.stored()).toBe(truth);
  });
});

describe('what is stored already', () => {
  test('wins over a monthly file that says otherwise, and is counted', async () => {
    const hours: CandleBatch = world.simulator.truth(BTC, MARCH);
    const other = sliceBatch({ ...hours, columns: { ...hours.columns, takerBuyVolume: hours.columns.takerBuyVolume.map((value) => value / 2) } }, 100, 200);
    await world.store.write(other, 'binance-live');
    const report = await world.syncBtc({ range: MARCH });
    expect(report).toMatchObject({ kept: 100, revised: 0, added: hours.length - 100, daysThatDiffer: [] });
    expect((await world.stored()).split('\n').slice(100, 200).join('\n')).toBe(asText(other));
  });

  test('of an edition that was read gives way to the one that is published again', async () => {
    // No sum of a day shows where an hour within it closed.
    const closeAtOpen = (csv: string): string =>
      csv.replaceAll(/^(\d+),([^,]*),([^,]*),([^,]*),([^,]*)/gm, (row, time, open, high, low) => (Number(time) % DAY_MS === 23 * HOUR_MS ? row : [time, open, high, low, open].join()));
    const undo = world.simulator.reviseArchive('BTCUSDT-1h-2024-03', closeAtOpen);
    await world.sync({ range: MARCH });
    expect(await world.stored()).not.toBe(world.truth(BTC, MARCH));
    undo();
    await world.clock.advance(HOUR_MS);
    expect(await world.syncBtc({ range: MARCH })).toMatchObject({ republishedArchives: 1, revised: 31 * 23, kept: 0, added: 0 });
    expect(await world.stored()).toBe(world.truth(BTC, MARCH));
    expect(await world.syncBtc({ range: MARCH })).toMatchObject({ republishedArchives: 0, received: 0 });
  });
});
