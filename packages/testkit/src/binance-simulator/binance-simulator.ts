import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CandleBatch, type Clock, type Market as MarketName, MARKETS, type Series, systemClock, type TimeRange } from '@wick/core';
import { DrivenClock } from '../clock/driven-clock.ts';
import { Exchange, type Withheld } from './exchange.ts';
import { type Fault, FaultList, type InjectedFault } from './fault-list.ts';
import { type Answer, sendAnswer } from './http-answer.ts';
import { notFound, RefusedRequest } from './refusal.ts';
import { RequestLog, type SeenRequest } from './request-log.ts';
import { answerRest, marketOfPath, weightOf } from './rest-api.ts';
import { DEFAULT_SYMBOLS, type SymbolListing, type SymbolStatus } from './symbol-listing.ts';
import { WeightBudget } from './weight-budget.ts';

export interface BinanceSimulatorOptions {
  /** The system's by default; a {@link DrivenClock} makes the exchange wait for `advance`. */
  readonly clock?: Clock;
  /** What the generated candles grow from. */
  readonly seed?: string | number;
  readonly symbols?: readonly SymbolListing[];
  /** Series with candles of their own instead of generated ones. */
  readonly candles?: readonly CandleBatch[];
  readonly limits?: Partial<SimulatorLimits>;
  /** How long an answer takes, by the clock. */
  readonly latencyMs?: number;
  /** 0 (any free port) by default. */
  readonly port?: number;
}

export interface SimulatorLimits {
  /** Request weight a minute, by market. */
  readonly spotWeight: number;
  readonly umWeight: number;
  readonly cmWeight: number;
  /** Requests that are still answered with 429 before the ban. */
  readonly toleratedRefusals: number;
}

const DOCUMENTED_LIMITS: SimulatorLimits = { spotWeight: 6_000, umWeight: 2_400, cmWeight: 2_400, toleratedRefusals: 10 };

/**
 * Binance on loopback, as its documents describe it: spot at `/api/v3`, futures at `/fapi/v1` and `/dapi/v1`. Candles
 * come from a generated market, or from {@link setCandles}; {@link truth} says what a client should end up with.
 */
export interface BinanceSimulator {
  /** Base URL of REST, without a slash at its end. */
  readonly restUrl: string;
  readonly clock: Clock;
  /** Requests as they came in, the last 20,000. */
  readonly requests: readonly SeenRequest[];
  readonly requestCount: number;
  readonly weightSpent: number;
  /** Makes something go wrong. */
  fail(fault: Fault): InjectedFault;
  /** Drives the clock. @throws RangeError if the simulator does not run on a driven clock */
  advance(durationMs: number): Promise<void>;
  setCandles(batch: CandleBatch): void;
  /** Hides candles until the returned function is called: an outage, or candles not yet published. */
  withhold(range: Withheld): () => void;
  list(listing: SymbolListing): void;
  setStatus(market: MarketName, symbol: string, status: SymbolStatus): void;
  /** Changes the weight that may be spent in a minute. */
  setWeightLimit(market: MarketName, limit: number): void;
  /** Weight spent by somebody else behind the same IP address. */
  spendElsewhere(market: MarketName, weight: number): void;
  /** The exchange's closed candles, as of now. */
  truth(series: Series, range: TimeRange): CandleBatch;
  close(): Promise<void>;
}

/** Starts the simulator on a free port of 127.0.0.1. */
export async function startBinanceSimulator(options: BinanceSimulatorOptions = {}): Promise<BinanceSimulator> {
  const clock = options.clock ?? systemClock;
  const limits = { ...DOCUMENTED_LIMITS, ...options.limits };
  const exchange = new Exchange(clock, options.symbols ?? DEFAULT_SYMBOLS, options.seed ?? 1);
  for (const batch of options.candles ?? []) exchange.setCandles(batch);
  const faults = new FaultList();
  const log = new RequestLog();
  const budgets = Object.fromEntries(
    MARKETS.map((market) => [market, new WeightBudget(clock, limits[`${market}Weight`], limits.toleratedRefusals)]),
  ) as Record<MarketName, WeightBudget>;

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://simulator');
    const market = marketOfPath(url.pathname);
    const weight = market ? weightOf(market, url) : 0;
    const parameters = Object.fromEntries(url.searchParams);
    const seen: SeenRequest = { atMs: clock.nowMs(), path: url.pathname, parameters, weight, status: undefined };
    log.add(seen);
    if (options.latencyMs) await clock.sleep(options.latencyMs);
    const fault = faults.strike('rest', request.url ?? '');
    const answer: Answer = market
      ? withWeight(budgets[market], () => answerRest(exchange, budgets[market], market, url, header(request, 'x-mbx-time-unit')), weight)
      : notFound();
    seen.status = fault?.kind === 'answer' ? fault.answer.status : answer.status;
    await sendAnswer(response, answer, fault, clock);
  };

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      // A mistake of the simulator's own, not of the exchange.
      response.writeHead(500, { 'Content-Type': 'text/plain' });
      response.end(`The simulator failed: ${String(error)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    restUrl: `http://127.0.0.1:${port}`,
    clock,
    requests: log.all,
    get requestCount() {
      return log.count;
    },
    get weightSpent() {
      return log.weight;
    },
    fail: (fault) => faults.add(fault),
    advance: (durationMs) => {
      if (!(clock instanceof DrivenClock)) throw new RangeError('Only a simulator with a DrivenClock can be advanced.');
      return clock.advance(durationMs);
    },
    setCandles: (batch) => exchange.setCandles(batch),
    withhold: (range) => exchange.withhold(range),
    list: (listing) => exchange.list(listing),
    setStatus: (market, symbol, status) => exchange.setStatus(market, symbol, status),
    setWeightLimit: (market, limit) => budgets[market].setLimit(limit),
    spendElsewhere: (market, weight) => void budgets[market].spend(weight),
    truth: (series, range) => exchange.closedCandles(series, range),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Takes the weight, answers if it was there, and says in the headers what is spent. */
function withWeight(budget: WeightBudget, answer: () => Answer, weight: number): Answer {
  const refused = budget.spend(weight);
  const used = String(budget.used);
  const headers = { 'X-MBX-USED-WEIGHT': used, 'X-MBX-USED-WEIGHT-1M': used };
  const given = refused ?? attempt(answer);
  return { ...given, headers: { ...headers, ...given.headers } };
}

function attempt(answer: () => Answer): Answer {
  try {
    return answer();
  } catch (error) {
    if (error instanceof RefusedRequest) return error.refusal;
    throw error;
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
