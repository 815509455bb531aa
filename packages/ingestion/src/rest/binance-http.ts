import type { Market } from '@wick/core';

/** Markets whose REST interface is understood. */
export type RestMarket = Market;

/** What came back, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Parsed JSON; text where it is something else, such as a firewall's page. */
  readonly body: unknown;
}

/** One GET. Rejects only where there is no whole answer: no connection, a reset, a stall, a body cut short. */
export type HttpGet = (path: string, parameters: Readonly<Record<string, unknown>>, signal?: AbortSignal) => Promise<HttpAnswer>;

export interface HttpOptions {
  readonly market: RestMarket;
  /** Without a slash at its end. Binance's own by default. */
  readonly baseUrl?: string;
  /** A deadline for the whole answer, in real time: it guards against a network that hangs, not against the exchange. */
  readonly requestTimeoutMs?: number;
}

const BASE_URLS = { spot: 'https://api.binance.com', um: 'https://fapi.binance.com', cm: 'https://dapi.binance.com' } as const;
const PREFIXES = { spot: 'api/v3', um: 'fapi/v1', cm: 'dapi/v1' } as const;

/**
 * The `binance` package as a plain GET. It is loaded with the first request, since loading takes a third of a second.
 * A client is made for every request, because the package takes an abort signal per client only; connections are kept
 * by Node's agent, not by the client.
 */
export function binanceHttp(options: HttpOptions): HttpGet {
  const { market, requestTimeoutMs = 15_000 } = options;
  const baseUrl = (options.baseUrl ?? BASE_URLS[market]).replace(/\/$/, '');
  return async (path, parameters, signal) => {
    const { MainClient, USDMClient, CoinMClient } = await import('binance');
    const Client = { spot: MainClient, um: USDMClient, cm: CoinMClient }[market];
    const deadline = AbortSignal.timeout(requestTimeoutMs);
    const client = new Client(
      // Its own errors lose the status of the answer.
      { baseUrl, parseExceptions: false },
      {
        timeout: requestTimeoutMs,
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
        // With a proxy in the environment, calls to a simulator on this machine would leave it.
        ...(isLoopback(baseUrl) && { proxy: false as const }),
        // The package hands on the body alone, and a truncated one as text: keep the headers, and parse strictly.
        transformResponse: [readAnswer],
      },
    );
    try {
      return (await client.get(`${PREFIXES[market]}/${path}`, parameters)) as HttpAnswer;
    } catch (error) {
      signal?.throwIfAborted();
      const answer = (error as { response?: { data?: unknown } }).response?.data;
      if (isAnswer(answer)) return answer;
      throw error;
    }
  };
}

function readAnswer(text: unknown, headers: unknown, status?: number): HttpAnswer {
  const good = status !== undefined && status >= 200 && status < 300;
  const body = good ? parse(text) : parseLeniently(text);
  return { status: status ?? 0, headers: { ...(headers as Record<string, unknown>) }, body };
}

const parse = (text: unknown): unknown => JSON.parse(String(text)) as unknown;

function parseLeniently(text: unknown): unknown {
  try {
    return parse(text);
  } catch {
    return String(text);
  }
}

const isAnswer = (value: unknown): value is HttpAnswer => typeof value === 'object' && value !== null && 'status' in value && 'body' in value;

/** Under which name the budget of an address is shared: all hosts of Binance count together, anything else for itself. */
export function budgetKey({ market, baseUrl = BASE_URLS[market] }: Pick<HttpOptions, 'market' | 'baseUrl'>): string {
  const { hostname, host } = new URL(baseUrl);
  return /(^|\.)binance\.(com|vision)$/.test(hostname) ? `binance:${market}` : `${host}:${market}`;
}

/** Does this address stay on this machine? */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
