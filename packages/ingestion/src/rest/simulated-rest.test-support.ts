import { type CandleBatch, candlesToBatch, isWickError, type Series, type TimeRange, WickError } from '@wick/core';
import { type BinanceSimulator, type BinanceSimulatorOptions, DrivenClock, joinBatches, startBinanceSimulator } from '@wick/testkit';
import { binanceHttp, type HttpGet } from './binance-http.ts';
import { createRestSource, type RestSource, type RestSourceOptions } from './rest-source.ts';

export const NOON: number = Date.UTC(2024, 4, 1, 12);

/** A simulated exchange and what a client does with it, on a driven clock. */
export class SimulatedRest {
  readonly simulator: BinanceSimulator;
  readonly clock: DrivenClock;

  constructor(simulator: BinanceSimulator, clock: DrivenClock) {
    this.simulator = simulator;
    this.clock = clock;
  }

  source(options: Partial<RestSourceOptions> = {}): RestSource {
    return createRestSource({ market: 'spot', baseUrl: this.simulator.restUrl, clock: this.clock, ...options });
  }

  /**
   * A source whose requests hold the clock: time passes only while nothing is under way, however many take part. So what is measured
   * by the clock is what the limits cost.
   *
   * @param latencyMs by the clock: so long is a request on its way, and cannot be called back
   */
  heldSource(options: Partial<RestSourceOptions> = {}, latencyMs = 0): RestSource {
    const get = binanceHttp({ market: options.market ?? 'spot', baseUrl: this.simulator.restUrl });
    const httpGet: HttpGet = async (...request) => {
      if (latencyMs > 0) await this.clock.sleep(latencyMs);
      const answer = get(...request);
      this.clock.hold(answer);
      return answer;
    };
    return this.source({ httpGet, ...options });
  }

  /** All that a source gives of a range, with time passing wherever it waits. */
  all(source: RestSource, series: Series, range: TimeRange): Promise<CandleBatch> {
    return this.clock.runUntil(collect(source, series, range));
  }

  /** The error that the work ends with. */
  async refusal(work: Promise<unknown>): Promise<WickError> {
    const outcome = await this.clock.runUntil(work).catch((error: unknown) => error);
    if (!isWickError(outcome)) throw new Error('was not refused', { cause: outcome });
    return outcome;
  }

  klineRequests(): BinanceSimulator['requests'] {
    return this.simulator.requests.filter(({ path }) => path.endsWith('klines'));
  }

  refused(): BinanceSimulator['requests'] {
    return this.simulator.requests.filter(({ status }) => status !== 200);
  }
}

export async function collect(source: RestSource, series: Series, range: TimeRange): Promise<CandleBatch> {
  let found = candlesToBatch(series, []);
  for await (const batch of source.candles(series, range)) found = joinBatches(found, batch);
  return found;
}

export async function simulateRest(options: BinanceSimulatorOptions = {}): Promise<SimulatedRest> {
  const clock = new DrivenClock(NOON);
  return new SimulatedRest(await startBinanceSimulator({ clock, ...options }), clock);
}

/** Candles that are quickly made, where it does not matter what is in them. */
export function plainCandles(series: Series, fromMs: number, count: number, stepMs: number): CandleBatch {
  const rows = Array.from({ length: count }, (_, row) => ({
    openTimeMs: fromMs + row * stepMs, closeTimeMs: fromMs + (row + 1) * stepMs - 1,
    open: 1, high: 1, low: 1, close: 1, volume: row, quoteVolume: 100 * row, trades: 1, takerBuyVolume: 0, takerBuyQuoteVolume: 0,
  }));
  return candlesToBatch(series, rows);
}
