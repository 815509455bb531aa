import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { FundingContract, FundingRates, FundingStore } from '@wick/core';
import fc from 'fast-check';
import { memoryFundingStore } from '../store/memory-funding-store.ts';
import { newSeries } from './store-under-test.ts';

const PATIENCE_MS = 120_000;

type Payment = readonly [timeMs: number, rate: number, markPrice: number];

const newContract = (): FundingContract => ({ exchange: 'simulated', market: 'um', symbol: newSeries().symbol });
const ratesOf = (contract: FundingContract, payments: readonly Payment[]): FundingRates => ({
  contract,
  length: payments.length,
  timeMs: Float64Array.from(payments, ([timeMs]) => timeMs),
  rate: Float64Array.from(payments, ([, rate]) => rate),
  markPrice: Float64Array.from(payments, ([, , markPrice]) => markPrice),
});

const START_MS = Date.UTC(2024, 0, 1);
const FROM = { source: 'contract' };

/** Payments with what makes them hard to keep: odd milliseconds, unknown mark prices, tiny and negative rates. */
const payments: fc.Arbitrary<Payment[]> = fc
  .uniqueArray(
    fc.tuple(
      fc.integer({ min: 0, max: 40 }).map((slot) => START_MS + slot * 28_800_000 + (slot % 7)),
      fc.oneof(fc.integer({ min: -75_000, max: 75_000 }).map((parts) => parts / 1e7), fc.constantFrom(1e-8, -0.00000001, 0)),
      fc.oneof(fc.constant(NaN), fc.integer({ min: 1, max: 1e14 }).map((parts) => parts / 1e8)),
    ),
    { selector: ([timeMs]) => timeMs, maxLength: 20 },
  )
  .map((drawn) => drawn.map(([time, rate, mark]) => [time, rate + 0, mark] as const).toSorted(([a], [b]) => a - b));

/** Every promise of {@link FundingStore}, as tests, on contracts of their own. */
export function fundingStoreContract(name: string, open: () => Promise<{ store: FundingStore; close(): Promise<void> }>): void {
  describe(`${name} keeps the promises of a funding store`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    writing(() => opened.store);
    anyWrites(() => opened.store);
  });
}

function writing(store: () => FundingStore): void {
  test('a contract without funding has none', async () => {
    const contract = newContract();
    expect(await store().funding(contract)).toEqual(ratesOf(contract, []));
    expect(await store().writeFunding(ratesOf(contract, []), FROM)).toEqual({ received: 0, added: 0, unchanged: 0, revised: 0 });
  });

  test('a range is half-open, and as wide as one likes', async () => {
    const contract = newContract();
    const three: Payment[] = [[START_MS, 0.0001, NaN], [START_MS + 28_800_003, -0.0003, 42_000.5], [START_MS + 57_600_000, 0, NaN]];
    await store().writeFunding(ratesOf(contract, three), FROM);
    const range = { fromMs: START_MS + 28_800_003, toMs: START_MS + 57_600_000 };
    expect(await store().funding(contract, range)).toEqual(ratesOf(contract, three.slice(1, 2)));
    expect(await store().funding(contract, { fromMs: range.fromMs })).toEqual(ratesOf(contract, three.slice(1)));
    expect(await store().funding(contract, { fromMs: -Infinity, toMs: Infinity })).toEqual(ratesOf(contract, three));
    expect(await store().funding({ ...contract, market: 'cm' })).toMatchObject({ length: 0 });
  });

  test('an unknown mark price replaces nothing, a known one fills it in, a rate is revised', async () => {
    const contract = newContract();
    const write = (...rows: Payment[]) => store().writeFunding(ratesOf(contract, rows), FROM);
    expect(await write([1, 0.0001, NaN], [2, 0.0001, 50])).toMatchObject({ added: 2 });
    expect(await write([1, 0.0001, NaN], [2, 0.0001, NaN])).toMatchObject({ unchanged: 2 });
    expect(await write([1, 0.0001, 49], [2, 0.0002, NaN])).toMatchObject({ revised: 2 });
    expect(await store().funding(contract)).toEqual(ratesOf(contract, [[1, 0.0001, 49], [2, 0.0002, 50]]));
  });

  test('more payments than a statement takes are all written', async () => {
    const contract = newContract();
    const many = Array.from({ length: 5_001 }, (_, i): Payment => [START_MS + i, i / 1e8, i % 2 === 0 ? NaN : i]);
    expect(await store().writeFunding(ratesOf(contract, many), FROM)).toMatchObject({ received: 5_001, added: 5_001 });
    expect(await store().writeFunding(ratesOf(contract, many), FROM)).toMatchObject({ received: 5_001, unchanged: 5_001 });
    expect(await store().funding(contract)).toEqual(ratesOf(contract, many));
  });

  test.each<[string, Payment[]]>([
    ['a time twice', [[1, 0, NaN], [1, 0, NaN]]],
    ['a time that goes back', [[2, 0, NaN], [1, 0, NaN]]],
    ['a time that is no whole millisecond', [[1.5, 0, NaN]]],
    ['an unknown rate', [[1, 0, NaN], [2, NaN, NaN]]],
    ['a mark price of zero', [[1, 0, 0]]],
    ['an infinite mark price', [[1, 0, Infinity]]],
  ])('%s is refused, with nothing written', async (_, rows) => {
    const contract = newContract();
    await expect(store().writeFunding(ratesOf(contract, rows), FROM)).rejects.toMatchObject({ code: 'CANDLES_DAMAGED' });
    expect(await store().funding(contract)).toMatchObject({ length: 0 });
  });
}

function anyWrites(store: () => FundingStore): void {
  test('any sequence of writes does what the reference does', async () => {
    const property = fc.asyncProperty(fc.array(payments, { minLength: 1, maxLength: 4 }), async (writes) => {
      const contract = newContract();
      const reference = memoryFundingStore();
      for (const rows of writes) {
        const rates = ratesOf(contract, rows);
        expect(await store().writeFunding(rates, FROM)).toEqual(await reference.writeFunding(rates, FROM));
      }
      expect(await store().funding(contract)).toEqual(await reference.funding(contract));
    });
    await fc.assert(property, { numRuns: 30 });
  }, PATIENCE_MS);
}
