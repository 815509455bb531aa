import { describe, expect, test } from '@jest/globals';
import { type CandleBatch, type CandleSource, type CandleStore, candlesToBatch, DAY_MS, HOUR_MS, type Progress, type Series, sliceBatch, type TimeRange } from '@wick/core';
import { batchToRecords, DrivenClock, joinBatches, memoryAbsenceLedger, memoryCandleStore, selectRows, startBinanceSimulator } from '@wick/testkit';
import { createRestSource } from '../rest/rest-source.ts';
import { coverageToMissing } from './coverage-to-missing.ts';
import { syncSeries } from './sync-series.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const SERIES: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
const COUNT = 600;
const FROM = NOON - COUNT * HOUR_MS;
const RANGE = { fromMs: FROM, toMs: NOON + DAY_MS };

/** Six hundred hours that the exchange has, with `absent` hours (counted from the first) left out. */
function hours(absent: (hour: number) => boolean = () => false): CandleBatch {
  const present = Array.from({ length: COUNT }, (_, hour) => hour).filter((hour) => !absent(hour));
  const rows = present.map((hour) => ({
    openTimeMs: FROM + hour * HOUR_MS, closeTimeMs: FROM + (hour + 1) * HOUR_MS - 1,
    open: 1 + hour, high: 2 + hour, low: 1 + hour, close: 2 + hour, volume: hour,
    quoteVolume: 1, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
  }));
  return { ...candlesToBatch(SERIES, rows), exact: { volume: new Map([[7, '123456789012.12345678']]) } };
}

/** The exchange's candles in pages of a hundred, and what was asked of it. */
function pagedSource(truth: CandleBatch): CandleSource & { readonly asked: TimeRange[] } {
  const asked: TimeRange[] = [];
  return {
    name: 'pages',
    asked,
    async *candles(_, range) {
      asked.push(range);
      const rows = selectRows(truth, (row) => truth.openTimeMs[row]! >= range.fromMs && truth.openTimeMs[row]! < range.toMs);
      for (let at = 0; at < rows.length; at += 100) yield sliceBatch(rows, at, Math.min(at + 100, rows.length));
    },
  };
}

let truth: CandleBatch;
let source: ReturnType<typeof pagedSource>;
let store: CandleStore;

function start(absent?: (hour: number) => boolean): void {
  truth = hours(absent);
  source = pagedSource(truth);
  store = memoryCandleStore();
}

const sync = (options: Partial<Parameters<typeof syncSeries>[0]> = {}) =>
  syncSeries({ source, store, series: SERIES, range: RANGE, clock: new DrivenClock(NOON), ...options });

async function stored(): Promise<string> {
  let all = candlesToBatch(SERIES, []);
  for await (const batch of store.candles(SERIES)) all = joinBatches(all, batch);
  return asText(all);
}
const asText = (batch: CandleBatch): string => JSON.stringify(batchToRecords(batch));

describe('a sync', () => {
  test('fills an empty store with all that has closed', async () => {
    start();
    const report = await sync();
    expect(report).toMatchObject({ received: COUNT, added: COUNT, unchanged: 0, revised: 0, gaps: [], candles: COUNT, asked: [RANGE] });
    expect(await stored()).toBe(asText(truth));
  });

  test('asks only for what has come since', async () => {
    start();
    await store.write(truth, 'earlier');
    const toMs = NOON + 3 * HOUR_MS;
    expect((await sync({ range: { ...RANGE, toMs } })).asked).toEqual([{ fromMs: NOON, toMs }]);
  });

  test('fills head, tail and what was lost in between, and again changes nothing', async () => {
    start();
    await store.write(sliceBatch(truth, 100, 250), 'earlier');
    await store.write(sliceBatch(truth, 285, 450), 'earlier');
    const report = await sync();
    expect(report).toMatchObject({ received: COUNT - 315, added: COUNT - 315, gaps: [] });
    expect(report.asked).toHaveLength(3);
    expect(await stored()).toBe(asText(truth));
    expect(await sync()).toMatchObject({ received: 0, added: 0, candles: COUNT });
  });

  test("the exchange's own gaps are reported, and not asked about again when they are confirmed", async () => {
    start((hour) => (hour > 100 && hour < 140) || hour === 500);
    const { gaps } = await sync();
    expect(gaps.map(({ missing }) => missing)).toEqual([39, 1]);
    const report = await sync({ confirmedGaps: gaps });
    expect(report.asked).toEqual([{ fromMs: NOON, toMs: RANGE.toMs }]);
    expect(report.gaps).toEqual(gaps);
  });

  test('with a ledger of absences, gaps are noted there and not asked about at the next start', async () => {
    start((hour) => (hour > 100 && hour < 140) || hour === 500);
    const absences = memoryAbsenceLedger();
    await sync({ absences });
    expect((await absences.absences(SERIES)).map(({ kind, fromMs, toMs }) => [kind, (fromMs - FROM) / HOUR_MS, (toMs - FROM) / HOUR_MS])).toEqual([
      ['nothing-there', 101, 140], ['nothing-there', 500, 501],
    ]);
    expect((await sync({ absences })).asked).toEqual([{ fromMs: NOON, toMs: RANGE.toMs }]);
  });

  test('goes on where it was stopped, at whatever write that was', async () => {
    start((hour) => hour % 97 === 5);
    for (const portionRows of [100, 250]) {
      for (let writes = 0; writes < 7; writes++) {
        store = memoryCandleStore();
        const reliable = store.write.bind(store);
        let left = writes;
        const failing: CandleStore = {
          ...store,
          write: (batch, from) => (left-- > 0 ? reliable(batch, from) : Promise.reject(new Error('killed'))),
        };
        const outcome = await sync({ store: failing, portionRows }).catch(String);
        expect(left < 0).toBe(outcome === 'Error: killed');
        await sync({ portionRows });
        expect(await stored()).toBe(asText(truth));
      }
    }
  });

  test('a signal stops it between two writes', async () => {
    start();
    const stop = new AbortController();
    const writing: CandleStore = {
      ...store,
      write: (batch, from) => {
        stop.abort(new Error('enough'));
        return store.write(batch, from);
      },
    };
    await expect(sync({ store: writing, signal: stop.signal, portionRows: 300 })).rejects.toThrow('enough');
    expect((await store.coverage(SERIES)).candles).toBe(300);
  });

  test('progress rises from nothing to all', async () => {
    start((hour) => hour > 300 && hour < 425);
    const seen: Progress[] = [];
    await sync({ portionRows: 50, onProgress: (progress) => seen.push(progress) });
    expect(seen[0]).toEqual({ label: 'simulated:spot:BTCUSDT:1h', done: 0, total: COUNT, unit: 'candles' });
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).toSorted((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ done: COUNT, total: COUNT });
    expect(seen.length).toBeGreaterThan(4);
  });
});

test('from the exchange, whose open candle it leaves alone', async () => {
  const clock = new DrivenClock(NOON + 30 * 60_000);
  const simulator = await startBinanceSimulator({ clock });
  try {
    store = memoryCandleStore();
    const range = { fromMs: NOON - 2 * DAY_MS, toMs: NOON + DAY_MS };
    const rest = createRestSource({ market: 'spot', baseUrl: simulator.restUrl, clock });
    const report = await clock.runUntil(syncSeries({ source: rest, store, series: SERIES, range, clock }));
    expect(report).toMatchObject({ added: 48, lastOpenTimeMs: NOON - HOUR_MS });
    expect(await stored()).toBe(asText(simulator.truth(SERIES, range)));
  } finally {
    await simulator.close();
  }
});

describe('coverageToMissing', () => {
  const coverage = {
    series: SERIES, candles: 8, firstOpenTimeMs: 0, lastOpenTimeMs: 9 * HOUR_MS, missing: 2, offGrid: 0, outside: [],
    gaps: [{ fromMs: 4 * HOUR_MS, toMs: 6 * HOUR_MS, missing: 2, kind: 'unexplained' as const }],
  };
  test.each([
    ['inside what is stored: only its gaps', 2, 8, [[4, 6]]],
    ['part of a gap', 5, 8, [[5, 6]]],
    ['nothing missing', 6, 9, []],
    ['before and after', -3, 12, [[-3, 0], [4, 6], [10, 12]]],
    ['wholly after', 20, 22, [[20, 22]]],
    ['an empty range', 3, 3, []],
  ])('%s', (_, from, to, expected) => {
    expect(coverageToMissing(coverage, { fromMs: from * HOUR_MS, toMs: to * HOUR_MS })).toEqual(
      expected.map(([fromHour, toHour]) => expect.objectContaining({ fromMs: fromHour! * HOUR_MS, toMs: toHour! * HOUR_MS })),
    );
  });
});
