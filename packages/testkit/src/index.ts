/**
 * What tests, benchmarks and the demo stand on. Contracts of the ports are in `@wick/testkit/contracts` (they need jest),
 * arbitraries for property tests in `@wick/testkit/arbitraries` (they need fast-check).
 */

// clock: time that moves when it is told to.
export * from './clock/driven-clock.ts';

// candles: a simulated market, its candles as batches or rows, and what can be wrong with them.
export * from './candles/blemishes.ts';
export * from './candles/generate-candles.ts';
export { createMarket, FIRST_LISTING_MS, type Market, type MarketOptions } from './candles/market.ts';
export { joinBatches } from './candles/join-batches.ts';
export { type Random, randomOf } from './candles/random.ts';
export { selectRows } from './candles/select-rows.ts';

// store: the ports of storage in memory, and candles as decimal texts to compare by.
export * from './store/candle-record.ts';
export * from './store/memory-absence-ledger.ts';
export * from './store/memory-archive-ledger.ts';
export * from './store/memory-candle-store.ts';
export * from './store/memory-cassette-store.ts';
export * from './store/memory-funding-store.ts';
export * from './store/memory-instrument-registry.ts';
export * from './store/memory-limit-ledger.ts';

// binance-simulator: the exchange on loopback, with its limits, its refusals, and faults on demand.
export * from './binance-simulator/binance-simulator.ts';
export type { ArchiveChanges } from './binance-simulator/archive/archive-changes.ts';
export { ARCHIVE_HEADERS, type ArchiveStyle } from './binance-simulator/archive/archive-csv.ts';
export * from './binance-simulator/archive/csv-damage.ts';
export type { Withheld } from './binance-simulator/exchange.ts';
export type {
  CloseFault,
  ConnectFault,
  Fault,
  HttpFault,
  InjectedFault,
  MessageFault,
  ReplyFault,
  SubscribeFault,
} from './binance-simulator/fault-list.ts';
export type { KlineMessage } from './binance-simulator/kline-message.ts';
export type { KlineRow } from './binance-simulator/kline-row.ts';
export * from './binance-simulator/refusal.ts';
export type { SeenRequest } from './binance-simulator/request-log.ts';
export * from './binance-simulator/symbol-listing.ts';

// llm-simulator: an OpenAI-compatible provider on loopback, with the quirks of real ones.
export * from './llm-simulator/index.ts';

// llm-models: models that judge windows of candles, for the simulator: an honest one, one that has read the future, one that obeys the data.
export * from './llm-models/index.ts';
