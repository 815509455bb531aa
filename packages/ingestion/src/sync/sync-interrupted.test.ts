import { describe, expect, test } from '@jest/globals';
import {
  type AbsenceLedger, type ArchiveLedger, type CandleBatch, candleAt, candlesToBatch, type CandleStore, DAY_MS, HOUR_MS, nextOpenTime, openTimeOf, type Series, type TimeRange,
} from '@wick/core';
import { DrivenClock, memoryAbsenceLedger, memoryArchiveLedger, memoryCandleStore, selectRows } from '@wick/testkit';
import fc from 'fast-check';
import type { ArchiveFile } from '../bucket/bucket.ts';
import { joinNearRanges } from './ranges.ts';
import { syncAll } from './sync-all.ts';
import type { ArchiveBucket, SyncSource } from './sync-source.ts';
import { BTC, CHEAP_FILES, hoursFrom, hoursToDays, hoursWithout, storedIn } from './sync-world.test-support.ts';

const RANGE: TimeRange = { fromMs: Date.UTC(2024, 1, 25), toMs: Date.UTC(2024, 3, 6, 8) };
const NOW = RANGE.toMs;
/** Few candles, so that many lives are quick. */
const SERIES: Series = { ...BTC, interval: '4h' };
const OUTAGES = [hoursFrom(Date.UTC(2024, 2, 4, 4), 60), hoursFrom(Date.UTC(2024, 3, 2), 4)];
const TRUTH = rowsIn(hoursWithout(OUTAGES, RANGE, SERIES), RANGE);
const DAYS = hoursToDays(hoursWithout(OUTAGES, RANGE, SERIES));

function rowsIn(batch: CandleBatch, { fromMs, toMs }: TimeRange): CandleBatch {
  return selectRows(batch, (row) => batch.openTimeMs[row]! >= fromMs && batch.openTimeMs[row]! < toMs);
}

/** The monthly file of March has a day with half its volumes and another one that is cut; the rest is as it was. */
function inFiles(batch: CandleBatch, key: string): CandleBatch {
  if (!key.includes('2024-03.zip')) return batch;
  const rows = Array.from({ length: batch.length }, (_, row) => candleAt(batch, row));
  const isOf = (timeMs: number, date: number): boolean => openTimeOf(timeMs, '1d') === Date.UTC(2024, 2, date);
  const changed = rows
    .filter(({ openTimeMs }) => !isOf(openTimeMs, 20) || openTimeMs % DAY_MS < 8 * HOUR_MS)
    .map((candle) => (isOf(candle.openTimeMs, 11) ? { ...candle, volume: candle.volume / 2 } : candle));
  return candlesToBatch(batch.series, changed);
}

/** The exchange and its archive without a network. `step` is told of everything that is fetched, and may throw. */
function exchange(step: Step): { source: SyncSource; bucket: ArchiveBucket } {
  const file = (period: ArchiveFile['period'], fromMs: number): ArchiveFile => ({
    key: `data/spot/${period}/klines/BTCUSDT/4h/BTCUSDT-4h-${new Date(fromMs).toISOString().slice(0, period === 'monthly' ? 7 : 10)}.zip`,
    period, range: { fromMs, toMs: nextOpenTime(fromMs, period === 'monthly' ? '1M' : '1d') }, etag: 'e', sizeBytes: 1_000, modifiedMs: 0, hasChecksum: true,
  });
  return {
    source: {
      name: 'binance-rest',
      async *candles(series, range) {
        const all = rowsIn(series.interval === '1d' ? DAYS : TRUTH, range);
        for (let at = 0; at < Math.max(1, all.length); at += 6) {
          await step(() => undefined);
          yield selectRows(all, (row) => row >= at && row < at + 6);
        }
      },
      firstOpenTimeMs: async () => RANGE.fromMs,
      lastOpenTimeMs: async () => null,
    },
    bucket: {
      list: async (_, period, { fromMs, toMs }) => {
        const unit = period === 'monthly' ? '1M' : '1d';
        const files: ArchiveFile[] = [];
        for (let at = openTimeOf(fromMs, unit); at < toMs && nextOpenTime(at, unit) < NOW - DAY_MS; at = nextOpenTime(at, unit)) files.push(file(period, at));
        return files;
      },
      fetch: (_, of) =>
        step(() => {
          const batches = [inFiles(rowsIn(TRUTH, of.range), of.key)].filter(({ length }) => length > 0);
          return { kind: 'fetched', file: of, etag: of.etag, sha256: 'f'.repeat(64), verified: true, batches, facts: {} as never };
        }),
    },
  };
}

type Step = <T>(work: () => T | Promise<T>) => Promise<T>;

/** A process that dies at its step `at`, before or after it has taken effect; then nothing takes effect any more. */
function mortal(at: number, after: boolean): { step: Step; steps: () => number } {
  let steps = 0;
  return {
    steps: () => steps,
    async step(work) {
      const now = steps++;
      if (now > at || (now === at && !after)) throw new Error('killed');
      const done = await work();
      if (now === at) throw new Error('killed');
      return done;
    },
  };
}

interface Kept {
  readonly store: CandleStore;
  readonly absences: AbsenceLedger;
  readonly archives: ArchiveLedger;
}

const nothingKept = (): Kept => ({ store: memoryCandleStore(), absences: memoryAbsenceLedger(), archives: memoryArchiveLedger() });

function run(kept: Kept, step: Step, withArchive = true) {
  const { store, absences, archives } = kept;
  const { source, bucket } = exchange(step);
  return syncAll({
    source, ...(withArchive && { bucket }),
    store: { ...store, write: (...given) => step(() => store.write(...given)) },
    absences: { ...absences, noteAbsences: (...given) => step(() => absences.noteAbsences(...given)), forgetAbsences: (...given) => step(() => absences.forgetAbsences(...given)) },
    archives: { ...archives, recordArchive: (...given) => step(() => archives.recordArchive(...given)) },
    series: [SERIES], range: RANGE, clock: new DrivenClock(NOW), costs: CHEAP_FILES, portionRows: 12,
  });
}

const immortal = () => mortal(Infinity, false);
/** All candles and what is noted of others, in however many pieces. */
async function digest({ store, absences }: Kept): Promise<string> {
  const noted = await absences.absences(SERIES);
  expect(new Set(noted.map(({ kind }) => kind))).toEqual(new Set(['nothing-there']));
  return `${await storedIn(store, SERIES)}\n${JSON.stringify(joinNearRanges(noted, 0))}`;
}

async function uninterrupted(withArchive = true): Promise<{ readonly digest: string; readonly steps: number }> {
  const kept = nothingKept();
  const { step, steps } = immortal();
  const [report] = await run(kept, step, withArchive);
  expect(report).toMatchObject({ refetchedDays: withArchive ? 2 : 0, daysThatDiffer: [] });
  expect(await storedIn(kept.store, SERIES)).toBe(await storedIn(await filled(), SERIES));
  return { digest: await digest(kept), steps: steps() };
}

async function filled(): Promise<CandleStore> {
  const store = memoryCandleStore();
  await store.write(TRUTH, 'truth');
  return store;
}

describe('a sync that is killed', () => {
  test('at any step, before or after it took effect, and started again comes to the same candles', async () => {
    const whole = await uninterrupted();
    expect(2 * whole.steps).toBeGreaterThan(50);
    for (let at = 0; at < whole.steps; at++) {
      for (const after of [false, true]) {
        const kept = nothingKept();
        await expect(run(kept, mortal(at, after).step)).rejects.toThrow('killed');
        const [report] = await run(kept, immortal().step);
        expect(report).not.toHaveProperty('error');
        expect([at, after, await digest(kept)]).toEqual([at, after, whole.digest]);
      }
    }
  });

  test('over REST alone, at any step, comes to the same candles too: nothing is called absent before the exchange has answered', async () => {
    const whole = await uninterrupted(false);
    expect(whole.digest).toBe((await uninterrupted()).digest);
    for (let at = 0; at < whole.steps; at++) {
      for (const after of [false, true]) {
        const kept = nothingKept();
        await expect(run(kept, mortal(at, after).step, false)).rejects.toThrow('killed');
        await run(kept, immortal().step, false);
        expect([at, after, await digest(kept)]).toEqual([at, after, whole.digest]);
      }
    }
  });

  test('several times, wherever, comes to the same candles', async () => {
    const whole = await uninterrupted();
    const deaths = fc.array(fc.record({ at: fc.nat({ max: 40 }), after: fc.boolean() }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(deaths, async (lives) => {
        const kept = nothingKept();
        const ends: string[] = [];
        for (const { at, after } of lives) ends.push(await run(kept, mortal(at, after).step).then(() => 'done', (error: Error) => error.message));
        expect(ends.filter((end) => end !== 'done' && end !== 'killed')).toEqual([]);
        await run(kept, immortal().step);
        expect(await digest(kept)).toBe(whole.digest);
      }),
      { numRuns: 40 },
    );
  });
});
