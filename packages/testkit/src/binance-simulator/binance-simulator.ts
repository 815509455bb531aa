import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CandleBatch, type Clock, type FundingRates, type Market as MarketName, type Series, systemClock, type TimeRange } from '@wick/core';
import { DrivenClock } from '../clock/driven-clock.ts';
import type { ArchiveChanges } from './archive/archive-changes.ts';
import { type ArchiveLimits, DOCUMENTED_ARCHIVE_LIMITS } from './archive/archive-files.ts';
import { ArchiveServer } from './archive/archive-server.ts';
import { Exchange, type Withheld } from './exchange.ts';
import { type Fault, FaultList, type InjectedFault } from './fault-list.ts';
import { fundingTruth } from './funding-query.ts';
import type { SeenRequest } from './request-log.ts';
import { DOCUMENTED_WEIGHT_LIMITS, RestServer, type WeightLimits } from './rest-server.ts';
import { DOCUMENTED_STREAM_LIMITS, StreamServer, type StreamServerLimits } from './stream-server.ts';
import { DEFAULT_SYMBOLS, type SymbolListing, type SymbolStatus } from './symbol-listing.ts';

export interface BinanceSimulatorOptions {
  /** The system's by default; a {@link DrivenClock} makes the exchange wait for `advance`. */
  readonly clock?: Clock;
  /** What the generated candles grow from. */
  readonly seed?: string | number;
  readonly symbols?: readonly SymbolListing[];
  /** Series with candles of their own instead of generated ones. */
  readonly candles?: readonly CandleBatch[];
  /** Those that are not given are as Binance documents them. */
  readonly limits?: Partial<WeightLimits & StreamServerLimits & ArchiveLimits>;
  /** How long an answer takes, by the clock. */
  readonly latencyMs?: number;
  /** Any free port by default. */
  readonly port?: number;
}

/**
 * Binance on loopback, as its documents describe it: REST of spot at `/api/v3` and of futures at `/fapi/v1` and
 * `/dapi/v1`, WebSocket streams, and the archive of bulk files. Candles come from a generated market, or from `setCandles`; `truth` says what a
 * client should end up with.
 */
export interface BinanceSimulator {
  /** Base URL of REST, without a slash at its end. */
  readonly restUrl: string;
  /** Base URL of the archive's files (`/data/spot/…`) and of its listing (`/?prefix=…`). */
  readonly archiveUrl: string;
  /** Base URL of streams, without a slash at its end. */
  readonly wsUrl: string;
  readonly clock: Clock;
  /** Drives the clock. @throws RangeError if the simulator does not run on a driven clock */
  advance(durationMs: number): Promise<void>;

  /** The exchange's closed candles, as of now: what a client should have. */
  truth(series: Series, range: TimeRange): CandleBatch;
  /** The funding rates that have been paid, as of now. */
  fundingTruth(market: Exclude<MarketName, 'spot'>, symbol: string, range: TimeRange): FundingRates;
  /** Replaces all candles of a series, past and future. */
  setCandles(batch: CandleBatch): void;
  /** Hides candles until the returned function is called: an outage, or candles not yet published. */
  withhold(range: Withheld): () => void;
  /** Lists a symbol, or changes what is said about one. */
  list(listing: SymbolListing): void;
  setStatus(market: MarketName, symbol: string, status: SymbolStatus): void;
  /** Trading in a symbol ends now; its candles still answer. */
  delist(market: MarketName, symbol: string): void;
  /** The exchange forgets a symbol altogether: -1121 from now on. */
  remove(market: MarketName, symbol: string): void;

  /** Makes something go wrong. */
  fail(fault: Fault): InjectedFault;
  /** Other content, later publication, missing checksums, another style for the archive files whose key contains a text. */
  readonly archive: ArchiveChanges;
  /** Short for `archive.revise`. */
  reviseArchive: ArchiveChanges['revise'];
  /** Changes the weight that may be spent in a minute. */
  setWeightLimit(market: MarketName, limit: number): void;
  /** Weight spent by somebody else behind the same IP address. */
  spendElsewhere(market: MarketName, weight: number): void;
  /** Ends all stream connections: as a lost line does, or with a close code. */
  dropConnections(how?: { code: number; reason: string } | 'cut'): void;
  /** Sends the event `serverShutdown`, and ends the stream connections that got it ten minutes later. */
  announceShutdown(): void;
  /** Sends a message to all stream connections as it is, such as an event nobody knows. */
  broadcast(message: unknown): void;

  /** REST requests as they came in, the last 20,000. */
  readonly requests: readonly SeenRequest[];
  readonly requestCount: number;
  readonly weightSpent: number;
  /** TCP connections that were ever opened, of every kind. */
  readonly socketCount: number;
  /** Requests for archive files and listings, the last 20,000. */
  readonly archiveRequests: readonly SeenRequest[];
  /** Stream connections that are open now. */
  readonly connections: readonly { readonly market: MarketName; readonly streams: ReadonlySet<string>; readonly received: number }[];
  /** When clients tried to connect to the streams, also in vain: epoch milliseconds. */
  readonly connectionAttempts: readonly number[];
  close(): Promise<void>;
}

/** Starts the simulator on 127.0.0.1. */
export async function startBinanceSimulator(options: BinanceSimulatorOptions = {}): Promise<BinanceSimulator> {
  const clock = options.clock ?? systemClock;
  const limits = { ...DOCUMENTED_WEIGHT_LIMITS, ...DOCUMENTED_STREAM_LIMITS, ...DOCUMENTED_ARCHIVE_LIMITS, ...options.limits };
  const exchange = new Exchange(clock, options.symbols ?? DEFAULT_SYMBOLS, options.seed ?? 1);
  for (const batch of options.candles ?? []) exchange.setCandles(batch);
  const faults = new FaultList();
  const rest = new RestServer(exchange, faults, limits, options.latencyMs ?? 0);
  const streams = new StreamServer(exchange, faults, limits);
  const archive = new ArchiveServer(exchange, faults, limits);

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const served = archive.owns(url) ? archive.serve(request, url, response) : rest.serve(request, url, response);
    served.catch((error: unknown) => {
      // A mistake of the simulator's own, not of the exchange.
      response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(`The simulator failed: ${String(error)}`);
    });
  });
  let socketCount = 0;
  server.on('connection', () => socketCount++);
  server.on('upgrade', (request, socket, head) => streams.upgrade(request, socket, head));
  const port = await listen(server, options.port ?? 0);

  return {
    restUrl: `http://127.0.0.1:${port}`,
    archiveUrl: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    clock,
    advance: (durationMs) => drivable(clock).advance(durationMs),
    ...marketControls(exchange),
    fail: (fault) => faults.add(fault),
    archive: archive.changes,
    reviseArchive: (where, revise) => archive.changes.revise(where, revise),
    setWeightLimit: (market, limit) => rest.budgets[market].setLimit(limit),
    spendElsewhere: (market, weight) => void rest.budgets[market].spend(weight),
    dropConnections: (how) => streams.drop(how),
    announceShutdown: () => streams.announceShutdown(),
    broadcast: (message) => streams.broadcast(message),
    requests: rest.log.all,
    archiveRequests: archive.log.all,
    get requestCount() {
      return rest.log.count;
    },
    get weightSpent() {
      return rest.log.weight;
    },
    get socketCount() {
      return socketCount;
    },
    get connections() {
      return [...streams.connections];
    },
    connectionAttempts: streams.attempts,
    close: () =>
      new Promise((resolve) => {
        streams.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type MarketControls = Pick<BinanceSimulator, 'truth' | 'fundingTruth' | 'setCandles' | 'withhold' | 'list' | 'setStatus' | 'delist' | 'remove'>;

/** What is traded, and what a client should know of it. */
const marketControls = (exchange: Exchange): MarketControls => ({
  truth: (series, range) => withoutUntold(exchange.closedCandles(series, range)),
  fundingTruth: (market, symbol, range) => fundingTruth(exchange, market, symbol, range),
  setCandles: (batch) => exchange.setCandles(batch),
  withhold: (range) => exchange.withhold(range),
  list: (listing) => exchange.list(listing),
  setStatus: (market, symbol, status) => exchange.setStatus(market, symbol, status),
  delist: (market, symbol) => exchange.delist(market, symbol),
  remove: (market, symbol) => exchange.remove(market, symbol),
});

/** COIN-M futures do not say what was traded in the quote asset. */
function withoutUntold(batch: CandleBatch): CandleBatch {
  if (batch.series.market !== 'cm') return batch;
  const unknown = new Float64Array(batch.length).fill(NaN);
  const { quoteVolume: _, takerBuyQuoteVolume: __, ...exact } = batch.exact;
  return { ...batch, exact, columns: { ...batch.columns, quoteVolume: unknown, takerBuyQuoteVolume: unknown } };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function drivable(clock: Clock): DrivenClock {
  if (clock instanceof DrivenClock) return clock;
  throw new RangeError('Only a simulator with a DrivenClock can be advanced.');
}
