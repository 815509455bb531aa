import { type CandleBatch, candlesToBatch, HOUR_MS, intervalMs, MINUTE_MS, type Series, seriesKey } from '@wick/core';
import {
  batchToRecords, type BinanceSimulator, type BinanceSimulatorOptions, type CandleRecord, DrivenClock, randomOf, startBinanceSimulator,
} from '@wick/testkit';
import { createRestSource } from '../rest/rest-source.ts';
import { createLiveSource, type LiveSource, type LiveSourceOptions } from './live-source.ts';

export const NOON = Date.UTC(2024, 4, 1, 12);
export const BTC: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
export const ETH: Series = { ...BTC, symbol: 'ETHUSDT' };

export interface StageOptions {
  readonly series?: readonly Series[];
  readonly live?: Partial<LiveSourceOptions>;
  readonly exchange?: BinanceSimulatorOptions;
  /** How much of the future there is; three hours unless told. */
  readonly lastMs?: number;
}

/** Exchange, source and reader, half a minute after noon. */
export interface Stage {
  readonly clock: DrivenClock;
  readonly simulator: BinanceSimulator;
  readonly source: LiveSource;
  readonly series: readonly Series[];
  readonly troubles: string[];
  /** Batches of a series as they were given. */
  given(series: Series): CandleRecord[][];
  /** What a store would hold: the newest word on each candle, in the order in which they first came. */
  kept(series: Series): CandleRecord[];
  /** Every closed candle since the start. */
  readonly truth: (series: Series) => CandleRecord[];
  /** Has everything come that has closed? */
  readonly isComplete: () => boolean;
  /** While it is shut, the reader takes nothing. */
  readonly reader: { open: boolean };
  klineRequests(): number;
  /** Minute by minute; after each, time stands still until `isHeard` is so. */
  minutes(count: number, isHeard?: () => boolean): Promise<void>;
  /** Lets time pass, and after each step real time for the sockets. */
  advance(stepMs: number, steps?: number): Promise<void>;
  /** Lets time pass in steps, with real time for the sockets after each, until it is so. */
  advanceUntil(isSo: () => boolean, stepMs: number, steps?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openStage({ series = [BTC], live = {}, exchange = {}, lastMs = 3 * HOUR_MS }: StageOptions = {}): Promise<Stage> {
  const clock = new DrivenClock(NOON + 30_000);
  const simulator = await startBinanceSimulator({ clock, symbols: [], candles: series.map((one) => history(one, lastMs)), ...exchange });
  const market = series[0]!.market;
  const troubles: string[] = [];
  const batches = new Map<string, CandleRecord[][]>(series.map((one) => [seriesKey(one), []]));
  const heard = new Map<string, Set<number>>(series.map((one) => [seriesKey(one), new Set()]));
  const source = createLiveSource({
    market, wsUrl: simulator.wsUrl, clock,
    rest: createRestSource({ market, baseUrl: simulator.restUrl, clock, backoff: { random: () => 1 } }),
    backoff: { random: () => 1 },
    onTrouble: ({ why }) => troubles.push(why),
    ...live,
  });
  const stop = new AbortController();
  const reader = { open: true };
  const reading = (async () => {
    for await (const batch of source.closedCandles(series, { signal: stop.signal })) {
      batches.get(seriesKey(batch.series))!.push(batchToRecords(batch));
      for (const openTimeMs of batch.openTimeMs) heard.get(seriesKey(batch.series))!.add(openTimeMs);
      while (!reader.open && !stop.signal.aborted) await turn();
    }
  })();
  const given = (one: Series): CandleRecord[][] => batches.get(seriesKey(one))!;
  const truth = (one: Series): CandleRecord[] => batchToRecords(simulator.truth(one, { fromMs: NOON, toMs: clock.nowMs() }));
  const kept = (one: Series): CandleRecord[] => [...new Map(given(one).flat().map((record) => [record.openTimeMs, record])).values()];
  let expected = { atMs: NaN, counts: [] as number[] };
  const isComplete = (): boolean => {
    const atMs = clock.nowMs();
    if (expected.atMs !== atMs) expected = { atMs, counts: series.map((one) => simulator.truth(one, { fromMs: NOON, toMs: atMs }).length) };
    return series.every((one, index) => heard.get(seriesKey(one))!.size >= expected.counts[index]!);
  };
  /** Answers take real time: a clock that ran on meanwhile would make them seem to take minutes. */
  const requestsAnswered = async (): Promise<void> => {
    for (let before = NaN; before !== simulator.requestCount; ) {
      before = simulator.requestCount;
      await realTime();
    }
  };
  return {
    clock, simulator, source, series, troubles, given, kept, truth, isComplete, reader,
    klineRequests: () => simulator.requests.filter(({ path }) => path.endsWith('klines')).length,
    async minutes(count, isHeard = isComplete) {
      for (let minute = 0; minute < count; minute++) {
        // To the close, and half a minute further: nobody is to be thought silent because the clock outran the sockets.
        await clock.advanceTo((Math.floor(clock.nowMs() / MINUTE_MS) + 1) * MINUTE_MS);
        await until(isHeard);
        await clock.advance(MINUTE_MS / 2);
      }
    },
    async advance(stepMs, steps = 1) {
      for (let step = 0; step < steps; step++) {
        await clock.advance(stepMs);
        await requestsAnswered();
      }
    },
    async advanceUntil(isSo, stepMs, steps = 2_000) {
      for (let step = 0; !isSo(); step++) {
        if (step === steps) throw new Error(`It never came to that: ${troubles.slice(-10).join('; ')}`);
        await clock.advance(stepMs);
        await requestsAnswered();
      }
    },
    async close() {
      stop.abort(new Error('the test is over'));
      reader.open = true;
      await reading;
      await simulator.close();
    },
  };
}

/** Candles that differ from each other, from an hour before noon. */
function history(series: Series, lastMs: number): CandleBatch {
  const random = randomOf(seriesKey(series));
  const lengthMs = intervalMs(series.interval);
  const rows = Array.from({ length: Math.ceil((HOUR_MS + lastMs) / lengthMs) }, (_, row) => {
    const openTimeMs = NOON - HOUR_MS + row * lengthMs;
    const close = 10 + Math.round(random.uniform() * 100) / 100;
    return {
      openTimeMs, closeTimeMs: openTimeMs + lengthMs - 1, open: 10, high: 12, low: 9, close, volume: row,
      quoteVolume: 1, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
    };
  });
  return candlesToBatch(series, rows);
}

/** Real time passes until something is so: sockets need it, however the clock is driven. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn();
}

/** All streams are subscribed, each once at least. */
export const subscribed = ({ simulator, series }: Pick<Stage, 'simulator' | 'series'>): Promise<void> =>
  until(() => new Set([...simulator.connections].flatMap(({ streams }) => [...streams])).size >= series.length);

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Enough for a message and its answer. */
const realTime = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 3));
