import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CandleBatch, type CandleSource, intervalMs, openTimeOf, type Series, type TimeRange } from '@wick/core';
import { batchToRecords, type CandleRecord } from '../store/candle-record.ts';

export interface OpenCandleSource {
  readonly source: CandleSource;
  readonly series: Series;
  /** Where the source has at least ten closed candles. */
  readonly range: TimeRange;
  /** For sources that know the present: a time within a candle, which is therefore still open. */
  readonly nowMs?: number;
  /** The closed candles that there are. */
  truth(series: Series, range: TimeRange): CandleBatch;
  close(): Promise<void>;
}

/** Every promise of {@link CandleSource}, as tests. Details that the source leaves unknown are not compared. */
export function candleSourceContract(name: string, open: () => Promise<OpenCandleSource>): void {
  describe(`${name} keeps the promises of a candle source`, () => {
    let opened: OpenCandleSource;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    const candlesIn = async (range: TimeRange): Promise<CandleRecord[]> => {
      const records: CandleRecord[] = [];
      for await (const batch of opened.source.candles(opened.series, range)) {
        expect(batch.series).toEqual(opened.series);
        records.push(...batchToRecords(batch));
      }
      return records;
    };
    /** What the source gives, and what it should give: the truth, less the details that it does not claim to know. */
    const compared: Compare = async (range) => {
      const given = await candlesIn(range);
      const truth = batchToRecords(opened.truth(opened.series, range));
      return { given, wanted: truth.map((record, row) => forget(record, given[row])) };
    };

    rangesAndValues(() => opened, compared);
    patience(() => opened, candlesIn);
  });
}

type Compare = (range: TimeRange) => Promise<{ given: CandleRecord[]; wanted: CandleRecord[] }>;

function rangesAndValues(opened: () => OpenCandleSource, compared: Compare): void {
  test('the candles of a range are the truth, ascending over all batches, to the last digit', async () => {
    const { given, wanted } = await compared(opened().range);
    expect(given).toEqual(wanted);
    expect(given.length).toBeGreaterThanOrEqual(10);
  });

  test.each([[0, 0], [1, 0], [0, 1], [-1, -1], [1, -1]])('a range is half-open and may begin and end between candles: %i, %i ms off', async (start, end) => {
    const { series, range } = opened();
    const step = intervalMs(series.interval);
    const fromMs = openTimeOf(range.fromMs + 2 * step, series.interval);
    const { given, wanted } = await compared({ fromMs: fromMs + start, toMs: fromMs + 5 * step + end });
    expect(given).toEqual(wanted);
  });

  test('a range without candles gives none, whether it is empty or too early', async () => {
    const { range } = opened();
    expect((await compared({ fromMs: range.fromMs, toMs: range.fromMs })).given).toEqual([]);
    expect((await compared({ fromMs: 0, toMs: 86_400_000 })).given).toEqual([]);
  });

  test('a candle that is still open is never given', async () => {
    const { nowMs = Number.NaN, series } = opened();
    const step = intervalMs(series.interval);
    const openMs = Number.isNaN(nowMs) ? 0 : openTimeOf(nowMs, series.interval);
    const ahead = await compared({ fromMs: openMs, toMs: openMs + 10 * step });
    expect(ahead.given).toEqual([]);
    const around = await compared({ fromMs: openMs - 3 * step, toMs: openMs + 1 });
    expect(around.given).toEqual(around.wanted);
  });
}

function patience(opened: () => OpenCandleSource, candlesIn: (range: TimeRange) => Promise<CandleRecord[]>): void {
  test('asked twice, also at the same time, it gives the same', async () => {
    const { range } = opened();
    const [first, second] = await Promise.all([candlesIn(range), candlesIn(range)]);
    expect(second).toEqual(first);
    expect(await candlesIn(range)).toEqual(first);
  });

  test('an aborted signal ends it with the reason of the abort', async () => {
    const { source, series, range } = opened();
    const drain = async (signal: AbortSignal): Promise<void> => {
      for await (const batch of source.candles(series, range, { signal })) expect(batch.length).toBeGreaterThanOrEqual(0);
    };
    await expect(drain(AbortSignal.abort(new Error('no longer wanted')))).rejects.toThrow('no longer wanted');
  });

  test('who stops reading early leaves nothing behind: the next reader gets everything', async () => {
    const { source, series, range } = opened();
    for await (const batch of source.candles(series, range)) {
      expect(batch.length).toBeGreaterThanOrEqual(0);
      break;
    }
    expect((await candlesIn(range)).length).toBeGreaterThanOrEqual(10);
  });
}

/** The record without the values that the other one does not know either. */
function forget(record: CandleRecord, like: CandleRecord | undefined): CandleRecord {
  if (!like) return record;
  const values = Object.entries(record.values).map(([name, text]) => [
    name,
    like.values[name as keyof CandleRecord['values']] === null ? null : text,
  ]);
  return {
    openTimeMs: record.openTimeMs,
    closeTimeMs: like.closeTimeMs === null ? null : record.closeTimeMs,
    values: Object.fromEntries(values) as CandleRecord['values'],
  };
}
