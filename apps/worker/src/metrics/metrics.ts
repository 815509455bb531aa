import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { LiveStatus } from '@wick/ingestion';
import type { FeedState } from '../feed/feed-state.ts';
import { lagMs } from '../feed/readiness.ts';

/** What the process counts, in Prometheus' terms. One registry a worker, so that several can live in one test. */
export interface WorkerMetrics {
  readonly registry: Registry;
  readonly candlesWritten: Counter<'series' | 'change'>;
  readonly holes: Counter<'series'>;
  readonly errors: Counter<'series' | 'code'>;
  readonly liveDelay: Histogram;
}

/** From a moment to a stream that came back, in seconds. */
const DELAY_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** What is read at the moment of a scrape. */
export interface MetricInputs {
  readonly feeds: readonly FeedState[];
  readonly nowMs: () => number;
  readonly exchange: ExchangeCounts;
}

/** What only the way to the exchange knows. */
export interface ExchangeCounts {
  /** Times a request had to wait: the limit was reached, or the exchange failed. */
  waits(): number;
  /** Request weight spent in this minute, by market. */
  usedWeight(): Readonly<Record<string, number>>;
  /** The live streams of all markets together. */
  streams(): LiveStatus;
}

export function createMetrics(inputs: MetricInputs): WorkerMetrics {
  const registry = new Registry();
  for (const gauge of gaugesOf(inputs)) registry.registerMetric(gauge);
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers: [registry] });
  return {
    registry,
    candlesWritten: counter('wick_candles_written_total', 'Candles given to the store, by what they changed', ['series', 'change']),
    holes: counter('wick_holes_total', 'Holes found before a live candle and fetched', ['series']),
    errors: counter('wick_errors_total', 'Failures, retried or not', ['series', 'code']),
    liveDelay: new Histogram({
      name: 'wick_live_delay_seconds',
      help: 'From the close of a live candle until it was stored',
      buckets: DELAY_BUCKETS,
      registers: [registry],
    }),
  };
}

function gaugesOf({ feeds, nowMs, exchange }: MetricInputs): Gauge[] {
  const perFeed = (name: string, help: string, valueOf: (feed: FeedState) => number | null): Gauge =>
    new Gauge({
      name,
      help,
      labelNames: ['series'],
      registers: [],
      collect() {
        for (const feed of feeds) {
          const value = valueOf(feed);
          if (value !== null) this.set({ series: feed.key }, value);
        }
      },
    }) as Gauge;
  const single = (name: string, help: string, value: () => number): Gauge =>
    new Gauge({ name, help, registers: [], collect() { this.set(value()); } });
  return [
    perFeed('wick_candle_lag_seconds', 'Time since the newest stored candle closed', (feed) => {
      const milliseconds = lagMs(feed, nowMs());
      return milliseconds === null ? null : milliseconds / 1_000;
    }),
    perFeed('wick_feed_live', '1 if the history is complete and candles are followed live, else 0', (feed) =>
      feed.phase === 'live' ? 1 : 0,
    ),
    perFeed('wick_candles_waiting', 'Live candles that wait for the database', (feed) => feed.waitingCandles),
    single('wick_exchange_waits', 'Times a request waited for the limit or after a failure since the start', () => exchange.waits()),
    new Gauge({
      name: 'wick_exchange_used_weight',
      help: 'Request weight spent in this minute, by others behind the same address too',
      labelNames: ['market'],
      registers: [],
      collect() {
        for (const [market, weight] of Object.entries(exchange.usedWeight())) this.set({ market }, weight);
      },
    }) as Gauge,
    single('wick_stream_connections', 'Stream connections that are open', () => exchange.streams().connections),
    single('wick_stream_reconnects', 'Stream connections that took the place of another one since the start', () => exchange.streams().reconnects),
    single('wick_stream_waiting_candles', 'Candles of the streams that wait to be read', () => exchange.streams().waitingCandles),
    single('wick_stream_filling_series', 'Series whose missed candles are being fetched', () => exchange.streams().fillingSeries),
  ];
}
