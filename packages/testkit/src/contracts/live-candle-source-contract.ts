import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type CandleBatch, type LiveCandleSource, openTimeOf, type Series, seriesKey, type TimeRange } from '@wick/core';
import { batchToRecords, type CandleRecord } from '../store/candle-record.ts';

export interface OpenLiveSource {
  readonly source: LiveCandleSource;
  /** At least two series of the same interval. */
  readonly series: readonly Series[];
  readonly nowMs: () => number;
  /** Resolves when the source listens to all its series. */
  listening(): Promise<void>;
  /** Lets time pass until another candle of every series has closed. */
  nextCandle(): Promise<void>;
  /** Cuts the connection and lets that many candles close before the source can be back. */
  outage(candles: number): Promise<void>;
  readonly truth: (series: Series, range: TimeRange) => CandleBatch;
  close(): Promise<void>;
}

/** Every promise of {@link LiveCandleSource}, as tests; each opens a source of its own. */
export function liveCandleSourceContract(name: string, open: () => Promise<OpenLiveSource>): void {
  describe(`${name} keeps the promises of a live candle source`, () => {
    let opened: OpenLiveSource;
    let heard: Heard;
    beforeEach(async () => {
      opened = await open();
      heard = listenTo(opened);
      await opened.listening();
    });
    afterEach(async () => {
      await heard.stop();
      await opened.close();
    });

    test('every candle that closes comes once, ascending, with the true values', async () => {
      const fromMs = opened.nowMs();
      for (let i = 0; i < 3; i++) await opened.nextCandle();
      await heard.candles(3);
      expect(heard.bySeries).toEqual(truthSince(fromMs, opened));
    });

    test('what closed during a disconnect is given before newer candles', async () => {
      const fromMs = opened.nowMs();
      await opened.nextCandle();
      await heard.candles(1);
      await opened.outage(4);
      await opened.listening();
      await opened.nextCandle();
      await heard.candles(6);
      expect(heard.bySeries).toEqual(truthSince(fromMs, opened));
    });

    test('ends when its signal aborts, without an error', async () => {
      await opened.nextCandle();
      await heard.candles(1);
      await expect(heard.stop()).resolves.toBeUndefined();
    });
  });
}

interface Heard {
  readonly bySeries: ReadonlyMap<string, CandleRecord[]>;
  /** Resolves when at least so many candles of every series have come. */
  candles(count: number): Promise<void>;
  stop(): Promise<void>;
}

function listenTo({ source, series }: OpenLiveSource): Heard {
  const bySeries = new Map(series.map((each) => [seriesKey(each), [] as CandleRecord[]]));
  const controller = new AbortController();
  let notice = (): void => undefined;
  const done = (async () => {
    for await (const batch of source.closedCandles(series, { signal: controller.signal })) {
      bySeries.get(seriesKey(batch.series))?.push(...batchToRecords(batch));
      notice();
    }
  })();
  return {
    bySeries,
    async candles(count) {
      const enough = (): boolean => [...bySeries.values()].every((records) => records.length >= count);
      while (!enough()) await Promise.race([done, new Promise<void>((resolve) => (notice = resolve))]);
    },
    async stop() {
      controller.abort();
      await done;
    },
  };
}

function truthSince(fromMs: number, { series, truth, nowMs }: OpenLiveSource): Map<string, CandleRecord[]> {
  const recordsOf = (each: Series): CandleRecord[] =>
    batchToRecords(truth(each, { fromMs: openTimeOf(fromMs, each.interval), toMs: nowMs() }));
  return new Map(series.map((each) => [seriesKey(each), recordsOf(each)]));
}
