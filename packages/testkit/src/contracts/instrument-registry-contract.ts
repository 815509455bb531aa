import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InstrumentRegistry, Ticker } from '@wick/core';
import fc from 'fast-check';
import { newSeries } from './store-under-test.ts';

const PATIENCE_MS = 120_000;

const newTicker = (): Ticker => {
  const { exchange, market, symbol } = newSeries();
  return { exchange, market, symbol };
};

/** Every promise of {@link InstrumentRegistry}, as tests, on tickers of their own. */
export function instrumentRegistryContract(
  name: string,
  open: () => Promise<{ registry: InstrumentRegistry; close(): Promise<void> }>,
): void {
  describe(`${name} keeps the promises of an instrument registry`, () => {
    let opened: Awaited<ReturnType<typeof open>>;
    let registry: InstrumentRegistry;
    beforeAll(async () => {
      opened = await open();
      registry = opened.registry;
    });
    afterAll(() => opened.close());

    test('a ticker stands for one instrument unless somebody says otherwise', async () => {
      const ticker = newTicker();
      expect(await registry.instruments(ticker)).toEqual([{ ...ticker, fromMs: null, toMs: null, reason: expect.any(String) }]);
    });

    test('a split makes two that lie next to each other; saying it again changes nothing; joining undoes it', async () => {
      const [ticker, other] = [newTicker(), newTicker()];
      await registry.splitInstrument(ticker, 5_000, 'Another coin has the ticker.');
      await registry.splitInstrument(ticker, 5_000, 'Said again in other words.');
      expect(await registry.instruments(ticker)).toEqual([
        { ...ticker, fromMs: null, toMs: 5_000, reason: expect.any(String) },
        { ...ticker, fromMs: 5_000, toMs: null, reason: 'Another coin has the ticker.' },
      ]);
      expect(await registry.instruments(other)).toHaveLength(1);
      expect(await registry.instruments({ ...ticker, market: 'um' })).toHaveLength(1);
      await registry.joinInstrument(ticker, 4_999);
      expect(await registry.instruments(ticker)).toHaveLength(2);
      await registry.joinInstrument(ticker, 5_000);
      expect(await registry.instruments(ticker)).toHaveLength(1);
    });

    test('the interval of a series says nothing about its instrument, and is not given back', async () => {
      const series = newSeries();
      await registry.splitInstrument(series, 7, 'Another coin.');
      const { exchange, market, symbol } = series;
      expect(await registry.instruments({ ...series, interval: '1m' } as Ticker)).toEqual([
        { exchange, market, symbol, fromMs: null, toMs: 7, reason: expect.any(String) },
        { exchange, market, symbol, fromMs: 7, toMs: null, reason: 'Another coin.' },
      ]);
    });

    test('any splits and joins leave instruments without gap or overlap, one more than there are splits', async () => {
      const step = fc.record({ atMs: fc.integer({ min: 0, max: 6 }), isSplit: fc.boolean() });
      const property = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const ticker = newTicker();
        const splits = new Set<number>();
        for (const { atMs, isSplit } of steps) {
          await (isSplit ? registry.splitInstrument(ticker, atMs, `From ${atMs} on.`) : registry.joinInstrument(ticker, atMs));
          if (isSplit) splits.add(atMs);
          else splits.delete(atMs);
        }
        const bounds = [null, ...[...splits].toSorted((a, b) => a - b), null];
        const instruments = await registry.instruments(ticker);
        expect(instruments.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual(bounds.slice(1).map((toMs, i) => [bounds[i], toMs]));
        expect(instruments.slice(1).map(({ reason }) => reason)).toEqual(bounds.slice(1, -1).map((atMs) => `From ${atMs} on.`));
      });
      await fc.assert(property, { numRuns: 30 });
    }, PATIENCE_MS);
  });
}
