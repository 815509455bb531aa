import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, type FundingContract, type FundingRates, HOUR_MS, type TimeRange } from '@wick/core';
import { type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, memoryFundingStore, serverError, startBinanceSimulator, tooManyRequests } from '@wick/testkit';
import { createFundingSource, type FundingSource, type FundingSourceOptions } from './funding-source.ts';
import { joinFunding, rowsToFunding } from './rows-to-funding.ts';
import { syncFunding } from './sync-funding.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const BTC: FundingContract = { exchange: 'simulated', market: 'um', symbol: 'BTCUSDT' };
const EVERY_FOUR_HOURS: FundingContract = { exchange: 'simulated', market: 'cm', symbol: 'SOLUSD_PERP' };
const YEARS: TimeRange = { fromMs: Date.UTC(2019, 0, 1), toMs: NOON };

let simulator: BinanceSimulator;
let clock: DrivenClock;
afterEach(() => simulator.close());

async function start(options: BinanceSimulatorOptions = {}): Promise<void> {
  clock = new DrivenClock(NOON);
  const symbols = [{ symbol: 'BTCUSDT', market: 'um' }, { symbol: 'SOLUSD_PERP', market: 'cm', fundingHours: 4 }, { symbol: 'BTCUSDT_240628', market: 'um' }] as const;
  simulator = await startBinanceSimulator({ clock, symbols, ...options });
}

const source = (market: 'um' | 'cm' = 'um', options: Partial<FundingSourceOptions> = {}): FundingSource =>
  createFundingSource({ market, baseUrl: simulator.restUrl, clock, ...options });

async function read(from: FundingSource, contract: FundingContract, range: TimeRange): Promise<FundingRates> {
  const pages: FundingRates[] = [];
  for await (const page of from.rates(contract, range)) pages.push(page);
  return joinFunding(contract, pages);
}

const fundingRequests = () => simulator.requests.filter(({ path }) => path.endsWith('fundingRate'));

describe('funding rates', () => {
  test.each([['um', BTC], ['cm', EVERY_FOUR_HOURS]] as const)('%s: years of them, in pages of a thousand', async (market, contract) => {
    await start();
    const truth = simulator.fundingTruth(market, contract.symbol, YEARS);
    expect(await clock.runUntil(read(source(market), contract, YEARS))).toEqual(truth);
    expect(fundingRequests()).toHaveLength(Math.floor(truth.length / 1_000) + 1);
  });

  test('a mark price is unknown before 2023-10-31, and known after', async () => {
    await start();
    const range = { fromMs: Date.UTC(2023, 9, 30), toMs: Date.UTC(2023, 10, 1) };
    const { markPrice } = await clock.runUntil(read(source(), BTC, range));
    expect([...markPrice].map(Number.isNaN)).toEqual([true, true, true, false, false, false]);
  });

  test('times at the ends of a range: the first is in it, the last is not', async () => {
    await start();
    const { timeMs } = simulator.fundingTruth('um', 'BTCUSDT', { fromMs: NOON - 3 * DAY_MS, toMs: NOON });
    const found = await clock.runUntil(read(source(), BTC, { fromMs: timeMs[2]!, toMs: timeMs[5]! }));
    expect([...found.timeMs]).toEqual([...timeMs.subarray(2, 5)]);
  });

  test('contracts with an end have none; unknown ones are an error; spot has no such thing', async () => {
    await start();
    expect((await clock.runUntil(read(source(), { ...BTC, symbol: 'BTCUSDT_240628' }, YEARS))).length).toBe(0);
    await expect(clock.runUntil(read(source(), { ...BTC, symbol: 'NOPE' }, YEARS))).rejects.toMatchObject({ code: 'SYMBOL_UNKNOWN' });
    expect(() => source('spot' as 'um')).toThrow('has no funding rates');
  });

  test('their limit of requests in five minutes is kept, apart from request weight', async () => {
    await start({ limits: { fundingRequests: 4 } });
    simulator.fail({ on: 'rest', where: 'fundingRate', with: { kind: 'answer', answer: tooManyRequests(300) } });
    const from = source('cm');
    const truth = simulator.fundingTruth('cm', 'SOLUSD_PERP', YEARS);
    expect(await clock.runUntil(read(from, EVERY_FOUR_HOURS, YEARS))).toEqual(truth);
    expect(clock.nowMs()).toBeGreaterThanOrEqual(NOON + 300_000);
  });

  test('trouble that passes is waited out, and a body cut short is never taken for a whole one', async () => {
    await start();
    simulator.fail({ on: 'rest', where: 'fundingRate', times: 2, with: { kind: 'answer', answer: serverError() } });
    for (let atByte = 0; atByte < 2_000; atByte += 499) simulator.fail({ on: 'rest', where: 'fundingRate', with: { kind: 'cut', atByte, cleanly: true } });
    expect(await clock.runUntil(read(source('um', { maxAttempts: 9 }), BTC, YEARS))).toEqual(simulator.fundingTruth('um', 'BTCUSDT', YEARS));
  });
});

describe('rowsToFunding', () => {
  const row = (fundingTime: number, fundingRate = '-0.00010000', markPrice: unknown = ''): object => ({ symbol: 'BTCUSDT', fundingTime, fundingRate, markPrice });

  test('repeated rows are dropped; a missing price and one of zero are unknown', () => {
    const { length, rate, markPrice } = rowsToFunding(BTC, [row(1), row(1), row(2, '0.1', undefined), row(3, '0', '0.00000000'), row(4, '0.5', '7.25')]);
    expect([length, ...rate]).toEqual([4, -0.0001, 0.1, 0, 0.5]);
    expect([...markPrice]).toEqual([NaN, NaN, NaN, 7.25]);
  });

  test.each([
    ['no list', {}],
    ['a row that is none', [null]],
    ['a rate that is no number', [row(1, '1e5')]],
    ['a price that is no number', [row(1, '0.1', 'dear')]],
    ['another rate for the same time', [row(1), row(1, '0.2')]],
    ['times that descend', [row(2), row(1)]],
  ])('%s is refused', (_, rows) => {
    expect(() => rowsToFunding(BTC, rows)).toThrow(expect.objectContaining({ code: 'CANDLES_DAMAGED' }));
  });
});

describe('syncFunding', () => {
  test('stores a range, then only what is new, and what lies before', async () => {
    await start();
    const store = memoryFundingStore();
    const year = { fromMs: NOON - 365 * DAY_MS, toMs: NOON };
    const sync = (range: TimeRange) => clock.runUntil(syncFunding({ source: source(), store, contract: BTC, range }));
    const first = await sync(year);
    const truth = simulator.fundingTruth('um', 'BTCUSDT', year);
    expect(await store.funding(BTC)).toEqual(truth);
    expect(first).toMatchObject({ added: truth.length, payments: truth.length, firstTimeMs: truth.timeMs[0], lastTimeMs: truth.timeMs.at(-1) });
    expect(first.sum).toBeCloseTo([...truth.rate].reduce((sum, rate) => sum + rate), 12);
    await clock.advance(9 * HOUR_MS);
    expect(await sync({ ...year, toMs: NOON + DAY_MS })).toMatchObject({ received: 1, added: 1 });
    expect(await sync({ ...YEARS, toMs: NOON + DAY_MS })).toMatchObject({ unchanged: 0, revised: 0 });
    expect(await store.funding(BTC)).toEqual(simulator.fundingTruth('um', 'BTCUSDT', { ...YEARS, toMs: NOON + DAY_MS }));
  });

  test('cut off while the older part comes: no hole is left', async () => {
    await start();
    const store = memoryFundingStore();
    await clock.runUntil(syncFunding({ source: source(), store, contract: BTC, range: { fromMs: NOON - 30 * DAY_MS, toMs: NOON } }));
    const before = (await store.funding(BTC)).length;
    simulator.fail({ on: 'rest', where: 'fundingRate', after: 2, times: Infinity, with: { kind: 'answer', answer: { status: 451, body: '' } } });
    await expect(clock.runUntil(syncFunding({ source: source(), store, contract: BTC, range: YEARS }))).rejects.toMatchObject({ code: 'EXCHANGE_REFUSED' });
    expect((await store.funding(BTC)).length).toBe(before);
  });

  test('nothing at all is a report of nothing', async () => {
    await start();
    const store = memoryFundingStore();
    const report = await clock.runUntil(syncFunding({ source: source(), store, contract: BTC, range: { fromMs: 0, toMs: 1 } }));
    expect(report).toEqual({ contract: BTC, received: 0, added: 0, unchanged: 0, revised: 0, payments: 0, firstTimeMs: null, lastTimeMs: null, sum: 0 });
  });
});
