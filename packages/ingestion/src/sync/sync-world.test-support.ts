import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AbsenceLedger, type ArchiveLedger, type Candle, candleAt, type CandleBatch, candlesToBatch, type CandleStore, DAY_MS, HOUR_MS, type Series,
  type TimeRange,
} from '@wick/core';
import {
  batchToRecords, type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, generateCandles, joinBatches, memoryAbsenceLedger, memoryArchiveLedger, memoryCandleStore,
  startBinanceSimulator,
} from '@wick/testkit';
import { createBucket } from '../bucket/create-bucket.ts';
import { createRestSource } from '../rest/rest-source.ts';
import { dayOf } from './day-sums.ts';
import { syncAll, type SyncAllOptions, type SyncOutcome } from './sync-all.ts';
import type { SyncCosts } from './sync-costs.ts';

export const NOON = Date.UTC(2024, 4, 20, 12);
export const BTC: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
/** From the 20th of February: parts of a month, two whole months, and twenty days. */
export const RANGE: TimeRange = { fromMs: Date.UTC(2024, 1, 20), toMs: NOON + DAY_MS };

/** Hours are dear and files are cheap, so that a short history takes all ways. */
export const CHEAP_FILES: Partial<SyncCosts> = { pageRows: 24, pageMs: 20, fileMs: 1, bytesPerMs: 1_000_000, fewPages: 2 };

/** A simulated exchange with its archive, and what keeps candles, ledgers and time. */
export class SyncWorld {
  readonly simulator: BinanceSimulator;
  readonly clock: DrivenClock;
  readonly quarantineDir: string;
  store: CandleStore = memoryCandleStore();
  absences: AbsenceLedger = memoryAbsenceLedger();
  archives: ArchiveLedger = memoryArchiveLedger();

  constructor(simulator: BinanceSimulator, clock: DrivenClock, quarantineDir: string) {
    this.simulator = simulator;
    this.clock = clock;
    this.quarantineDir = quarantineDir;
  }

  options(given: Partial<SyncAllOptions> = {}): SyncAllOptions {
    const { clock, simulator, quarantineDir, store, absences, archives } = this;
    const backoff = { random: () => 0 };
    return {
      source: createRestSource({ market: 'spot', baseUrl: simulator.restUrl, clock, backoff }),
      bucket: createBucket({ baseUrl: simulator.archiveUrl, quarantineDir, clock, backoff }),
      store, absences, archives, clock, series: [BTC], range: RANGE, costs: CHEAP_FILES,
      ...given,
    };
  }

  /** Waits are over at once. */
  sync(given: Partial<SyncAllOptions> = {}): Promise<SyncOutcome[]> {
    return this.clock.runUntil(syncAll(this.options(given)));
  }

  async syncBtc(given: Partial<SyncAllOptions> = {}): Promise<SyncOutcome> {
    return (await this.sync(given))[0]!;
  }

  stored = (series: Series = BTC): Promise<string> => storedIn(this.store, series);

  truth(series: Series = BTC, range: TimeRange = RANGE): string {
    return asText(this.simulator.truth(series, range));
  }

  /** Requests for candles of an interval, of archive files and of listings since the last call. */
  asked(): { klines: number; files: number; listings: number } {
    const { requests, archiveRequests } = this.simulator;
    const [rest, archive] = [requests.slice(this.#rest), archiveRequests.slice(this.#archive)];
    this.#rest = requests.length;
    this.#archive = archiveRequests.length;
    const listings = archive.filter(({ parameters }) => 'prefix' in parameters).length;
    return { klines: rest.filter(({ path }) => path.endsWith('klines')).length, files: archive.length - listings, listings };
  }

  #rest = 0;
  #archive = 0;

  /** From now on the exchange has these hours, and days that are made of them. */
  giveHours(hours: CandleBatch): void {
    this.simulator.setCandles(hours);
    this.simulator.setCandles(hoursToDays(hours));
  }

  async close(): Promise<void> {
    await this.simulator.close();
    await rm(this.quarantineDir, { recursive: true, force: true });
  }
}

export async function openWorld(options: BinanceSimulatorOptions = {}): Promise<SyncWorld> {
  const clock = new DrivenClock(NOON);
  const simulator = await startBinanceSimulator({ clock, ...options });
  return new SyncWorld(simulator, clock, await mkdtemp(join(tmpdir(), 'wick-sync-')));
}

/** Generated hours of a range, but for those that open in `absent`. */
export function hoursWithout(absent: readonly TimeRange[], range: TimeRange = RANGE, series: Series = BTC): CandleBatch {
  const all = generateCandles({ series, seed: 5, fromMs: range.fromMs, toMs: range.toMs + 10 * DAY_MS });
  const rows = Array.from({ length: all.length }, (_, row) => candleAt(all, row));
  return candlesToBatch(series, rows.filter(({ openTimeMs }) => !absent.some(({ fromMs, toMs }) => openTimeMs >= fromMs && openTimeMs < toMs)));
}

/** Added up the plain way, day by day. */
export function hoursToDays(hours: CandleBatch): CandleBatch {
  const days = new Map<number, Candle[]>();
  for (let row = 0; row < hours.length; row++) {
    const dayMs = dayOf(hours.openTimeMs[row]!);
    days.set(dayMs, [...(days.get(dayMs) ?? []), candleAt(hours, row)]);
  }
  const sum = (rows: readonly Candle[], name: 'volume' | 'quoteVolume' | 'trades' | 'takerBuyVolume' | 'takerBuyQuoteVolume'): number =>
    Number(rows.reduce((total, candle) => total + BigInt(Math.round(candle[name] * 1e8)), 0n)) / 1e8;
  const rows = [...days].map(([dayMs, of]): Candle => ({
    openTimeMs: dayMs, closeTimeMs: dayMs + DAY_MS - 1,
    open: of[0]!.open, high: Math.max(...of.map(({ high }) => high)), low: Math.min(...of.map(({ low }) => low)), close: of.at(-1)!.close,
    volume: sum(of, 'volume'), quoteVolume: sum(of, 'quoteVolume'), trades: sum(of, 'trades'),
    takerBuyVolume: sum(of, 'takerBuyVolume'), takerBuyQuoteVolume: sum(of, 'takerBuyQuoteVolume'),
  }));
  return candlesToBatch({ ...hours.series, interval: '1d' }, rows);
}

export const hoursFrom = (fromMs: number, count: number): TimeRange => ({ fromMs, toMs: fromMs + count * HOUR_MS });

export async function storedIn(store: CandleStore, series: Series): Promise<string> {
  let all = candlesToBatch(series, []);
  for await (const batch of store.candles(series)) all = joinBatches(all, batch);
  return asText(all);
}

/** One line a candle, with every decimal. */
export const asText = (batch: CandleBatch): string => batchToRecords(batch).map((record) => JSON.stringify(record)).join('\n');
