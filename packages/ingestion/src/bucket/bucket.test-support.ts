import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CandleBatch, isWickError, type Series, type WickError } from '@wick/core';
import { batchToRecords, type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, startBinanceSimulator } from '@wick/testkit';
import type { ArchiveFile, Bucket, BucketOptions, BucketTrouble, FetchedArchive, FetchOptions } from './bucket.ts';
import { createBucket } from './create-bucket.ts';
import type { ArchivePeriod } from './archive-key.ts';

export const series = (symbol = 'BTCUSDT', interval: Series['interval'] = '1h', market: Series['market'] = 'spot'): Series => ({
  exchange: 'simulated', market, symbol, interval,
});

/** A simulated exchange on 2025-02-10 at noon, its bucket, and what went wrong on the way. */
export interface BucketUnderTest {
  readonly simulator: BinanceSimulator;
  readonly clock: DrivenClock;
  readonly bucket: Bucket;
  readonly troubles: BucketTrouble[];
  readonly quarantineDir: string;
  /** The file around a day, as the bucket lists it. */
  file(series: Series, period: ArchivePeriod, dayMs: number): Promise<ArchiveFile>;
  /** Lists and fetches; waits are over at once. */
  fetched(series: Series, period: ArchivePeriod, dayMs: number, options?: FetchOptions): Promise<FetchedArchive>;
  refusal(series: Series, period: ArchivePeriod, dayMs: number): Promise<WickError>;
  close(): Promise<void>;
}

export async function openBucket(simulated: BinanceSimulatorOptions = {}, options: BucketOptions = {}): Promise<BucketUnderTest> {
  const clock = new DrivenClock(Date.UTC(2025, 1, 10, 12));
  const simulator = await startBinanceSimulator({ clock, ...simulated });
  const quarantineDir = await mkdtemp(join(tmpdir(), 'wick-quarantine-'));
  const troubles: BucketTrouble[] = [];
  const bucket = createBucket({
    baseUrl: simulator.archiveUrl, quarantineDir, clock, backoff: { random: () => 0 }, onTrouble: (trouble) => troubles.push(trouble), ...options,
  });
  const file: BucketUnderTest['file'] = async (of, period, dayMs) => {
    const [found] = await clock.runUntil(bucket.list(of, period, { fromMs: dayMs, toMs: dayMs + 1 }));
    if (found === undefined) throw new Error('no such file is listed');
    return found;
  };
  const fetched: BucketUnderTest['fetched'] = async (of, period, dayMs, fetchOptions) => {
    const outcome = await clock.runUntil(bucket.fetch(of, await file(of, period, dayMs), fetchOptions));
    if (outcome.kind !== 'fetched') throw new Error(`the file is ${outcome.kind}`);
    return outcome;
  };
  return {
    simulator, clock, bucket, troubles, quarantineDir, file, fetched,
    refusal: async (...which) => {
      const outcome: unknown = await fetched(...which).catch((error: unknown) => error);
      if (!isWickError(outcome)) throw new Error('was not refused', { cause: outcome });
      return outcome;
    },
    close: async () => {
      await simulator.close();
      await rm(quarantineDir, { recursive: true, force: true });
    },
  };
}

/** Candles as texts, with every decimal: what is compared. */
export const texts = (batches: readonly CandleBatch[]): string[] => batches.flatMap((batch) => batchToRecords(batch).map((record) => JSON.stringify(record)));
