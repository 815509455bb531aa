import {
  type CandleBatch,
  type CandleStore,
  COLUMNS,
  type Coverage,
  countMissing,
  countOffGrid,
  createFrame,
  findGaps,
  type FrameColumns,
  PRICE_COLUMNS,
  type Series,
  seriesKey,
  type TimeRange,
  WickError,
  type WriteOptions,
  type WriteReport,
} from '@wick/core';
import { batchToRecords, type CandleRecord, recordsToBatch } from './candle-record.ts';

/** The port in its plainest form, in memory: a reference for tests, with every promise of {@link CandleStore}. */
export function memoryCandleStore(): CandleStore {
  const kept = new Map<string, { series: Series; records: Map<number, CandleRecord> }>();

  const stored = (series: Series, range: Partial<TimeRange> = {}): CandleBatch => {
    const { fromMs = -Infinity, toMs = Infinity } = range;
    const records = [...(kept.get(seriesKey(series))?.records.values() ?? [])]
      .filter(({ openTimeMs }) => openTimeMs >= fromMs && openTimeMs < toMs)
      .toSorted((a, b) => a.openTimeMs - b.openTimeMs);
    return recordsToBatch(series, records);
  };

  const write = (batch: CandleBatch, conflict: WriteOptions['conflict'] = 'replace'): WriteReport => {
    refuseDisorder(batch);
    const counts = { received: batch.length, added: 0, unchanged: 0, revised: 0, kept: 0 };
    const { records } = kept.get(seriesKey(batch.series)) ?? { records: new Map<number, CandleRecord>() };
    if (batch.length > 0) kept.set(seriesKey(batch.series), { series: batch.series, records });
    for (const record of batchToRecords(batch)) {
      const before = records.get(record.openTimeMs);
      const after = before ? learn(before, record, conflict) : record;
      records.set(record.openTimeMs, after);
      const isKept = conflict === 'keep' && learn(after, record, 'replace') !== after;
      counts[before === undefined ? 'added' : isKept ? 'kept' : after === before ? 'unchanged' : 'revised']++;
    }
    const { received, added, unchanged, revised } = counts;
    return conflict === 'keep' ? counts : { received, added, unchanged, revised };
  };

  const coverage = (series: Series): Coverage => {
    const { openTimeMs, length } = stored(series);
    const gaps = findGaps(openTimeMs, series.interval);
    return {
      series,
      candles: length,
      firstOpenTimeMs: openTimeMs[0] ?? null,
      lastOpenTimeMs: openTimeMs[length - 1] ?? null,
      gaps: gaps.map((gap) => ({ ...gap, kind: 'unexplained' })),
      outside: [],
      missing: countMissing(gaps),
      offGrid: countOffGrid(openTimeMs, series.interval),
    };
  };

  const series = (): Series[] => [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one.series);

  return {
    write: async (batch, _, { conflict } = {}) => write(batch, conflict),

    async writeAll(batches) {
      for (const batch of batches) refuseDisorder(batch);
      refuseTwice(batches);
      return batches.map((batch) => write(batch));
    },

    async frame(series, range, columns = []) {
      const batch = stored(series, range);
      const names = [...PRICE_COLUMNS, ...columns];
      const chosen = Object.fromEntries(names.map((name) => [name, batch.columns[name]])) as unknown as FrameColumns;
      return createFrame(series, batch.openTimeMs, chosen);
    },

    async *candles(series, range) {
      const batch = stored(series, range);
      if (batch.length > 0) yield batch;
    },

    coverage: async (one) => coverage(one),
    coverages: async () => series().map(coverage),
    series: async () => series(),
  };
}

/** What is known after hearing of a candle again: new values win, or the old ones if they are to be kept; unknown ones change nothing. */
function learn(before: CandleRecord, heard: CandleRecord, conflict: WriteOptions['conflict']): CandleRecord {
  const [first, second] = conflict === 'keep' ? [before, heard] : [heard, before];
  const closeTimeMs = first.closeTimeMs ?? second.closeTimeMs;
  const values = Object.fromEntries(
    COLUMNS.map((name) => [name, first.values[name] ?? second.values[name]]),
  ) as CandleRecord['values'];
  const same = closeTimeMs === before.closeTimeMs && COLUMNS.every((name) => values[name] === before.values[name]);
  return same ? before : { openTimeMs: before.openTimeMs, closeTimeMs, values };
}

function refuseTwice(batches: readonly CandleBatch[]): void {
  const keys = batches.map(({ series }) => seriesKey(series));
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice === undefined) return;
  throw new WickError('CANDLES_DAMAGED', `Candles of ${twice} come twice in one write.`, {
    remedy: 'Join them, or write them one after the other.',
  });
}

function refuseDisorder({ openTimeMs, series }: CandleBatch): void {
  const row = openTimeMs.findIndex((time, i) => !Number.isFinite(time) || (i > 0 && time <= openTimeMs[i - 1]!));
  if (row < 0) return;
  throw new WickError('CANDLES_DAMAGED', `Candle ${row} of ${seriesKey(series)} does not open after the one before it.`, {
    remedy: 'Sort the candles by their open time and remove the repeated ones.',
  });
}
