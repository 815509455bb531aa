import { type Clock, type Market, SECOND_MS } from '@wick/core';
import { type KlineEvent, readKlineEvent } from './event-to-close.ts';

export interface KlineConnectionOptions {
  readonly market: Market;
  /** Host and port, such as `ws://127.0.0.1:8080`; Binance's own by default. */
  readonly wsUrl?: string;
  readonly streams: readonly string[];
  readonly clock: Clock;
  /** The exchange has acknowledged every stream; or it has had the time to. */
  readonly onListening: () => void;
  readonly onKline: (event: KlineEvent) => void;
  /** The server will end the connection in some minutes; until then it works. */
  readonly onShutdown: () => void;
  /** Called once, whatever the reason. */
  readonly onEnd: (why: string) => void;
}

export interface KlineConnection {
  /** Asks again for streams that have gone silent. */
  resubscribe(streams: readonly string[]): void;
  end(why: string): void;
}

const silent = { trace: (): void => undefined, info: (): void => undefined, error: (): void => undefined };
/** The path of kline streams. Those of USD-M futures moved below /market in 2026; COIN-M futures have a host of their own. */
const PATHS = { spot: '/stream', um: '/market/stream', cm: '/dstream/stream' } as const;
const KEYS = { spot: 'main', um: 'usdmMarket', cm: 'coinm' } as const;
/** The longest that a timer can wait. */
const NEVER_MS = 2 ** 31 - 1;
/** Streams that one message asks for; the package itself would send further messages at once beyond 250. */
const STREAMS_PER_MESSAGE = 200;
/** Two messages a second leave room for the pongs: five a second are allowed, and the package answers a ping twice. */
const MESSAGE_SPACING_MS = 500;
/** An acknowledgement that has not come by then is lost; whether the stream works, its messages show. */
const ACKNOWLEDGED_WITHIN_MS = 5 * SECOND_MS;

/**
 * One WebSocket connection through the `binance` package, from its opening to its end. The package would reconnect by itself
 * every 500 ms without jitter, which is more than the 300 attempts in five minutes that Binance allows; so its own
 * reconnecting is put off for ever, and whoever uses this opens a new one when it thinks fit. Its own pings, which count as
 * messages, are put off too: whether data comes says more.
 */
export async function openKlineConnection(options: KlineConnectionOptions): Promise<KlineConnection> {
  const { WebsocketClient, WS_KEY_MAP } = await import('binance');
  const wsUrl = options.wsUrl?.replace(/\/$/, '');
  const client = new WebsocketClient(
    { reconnectTimeout: NEVER_MS, pingInterval: NEVER_MS, ...(wsUrl !== undefined && { wsUrl: `${wsUrl}${PATHS[options.market]}` }) },
    silent,
  );
  const connection = new PacedConnection(options, client, WS_KEY_MAP[KEYS[options.market]]);
  connection.start();
  return connection;
}

type Client = InstanceType<(typeof import('binance'))['WebsocketClient']>;
type Key = Parameters<Client['subscribe']>[1];

class PacedConnection implements KlineConnection {
  readonly #options: KlineConnectionOptions;
  readonly #client: Client;
  readonly #key: Key;
  readonly #over = new AbortController();
  /** When the next message may be sent. */
  #freeAtMs = 0;
  /** Messages that ask for streams and have not been acknowledged. */
  #unacknowledged: number;
  #isListening = false;

  constructor(options: KlineConnectionOptions, client: Client, key: Key) {
    this.#options = options;
    this.#client = client;
    this.#key = key;
    this.#unacknowledged = Math.ceil(options.streams.length / STREAMS_PER_MESSAGE);
  }

  start(): void {
    const { streams } = this.#options;
    this.#client.on('open', () => void this.#opened().catch(() => undefined));
    this.#client.on('message', (message: unknown) => this.#hear(message as Message));
    this.#client.on('response', (reply: unknown) => this.#acknowledge(reply as Message));
    this.#client.on('reconnecting', () => this.end('the connection was lost'));
    this.#client.on('exception', (error: unknown) => this.end(`the connection failed: ${messageOf(error)}`));
    this.#subscribe(streams.slice(0, STREAMS_PER_MESSAGE));
  }

  resubscribe(streams: readonly string[]): void {
    void this.#again(streams).catch(() => undefined);
  }

  end(why: string): void {
    this.#client.closeAll(true);
    if (this.#over.signal.aborted) return;
    this.#over.abort();
    this.#options.onEnd(why);
  }

  /** The first streams are asked for by the package as soon as the connection is open. */
  async #opened(): Promise<void> {
    const { streams, clock } = this.#options;
    this.#freeAtMs = clock.nowMs() + MESSAGE_SPACING_MS;
    for (let at = STREAMS_PER_MESSAGE; at < streams.length; at += STREAMS_PER_MESSAGE) {
      await this.#turn();
      this.#subscribe(streams.slice(at, at + STREAMS_PER_MESSAGE));
    }
    await clock.sleep(ACKNOWLEDGED_WITHIN_MS, this.#over.signal);
    this.#listening();
  }

  async #again(streams: readonly string[]): Promise<void> {
    for (let at = 0; at < streams.length; at += STREAMS_PER_MESSAGE) {
      const some = streams.slice(at, at + STREAMS_PER_MESSAGE);
      await this.#turn();
      await this.#client.unsubscribe(some, this.#key);
      await this.#turn();
      this.#subscribe(some);
    }
  }

  /** Waits until another message may be sent. */
  async #turn(): Promise<void> {
    const { clock } = this.#options;
    const nowMs = clock.nowMs();
    const atMs = Math.max(nowMs, this.#freeAtMs);
    this.#freeAtMs = atMs + MESSAGE_SPACING_MS;
    await clock.sleep(atMs - nowMs, this.#over.signal);
  }

  #subscribe(streams: readonly string[]): void {
    this.#client.subscribe([...streams], this.#key).catch((error: unknown) => this.end(`the connection failed: ${messageOf(error)}`));
  }

  #hear(message: Message): void {
    if (this.#over.signal.aborted) return;
    const event = readKlineEvent(message);
    if (event) this.#options.onKline(event);
    else if (message.e === 'serverShutdown') this.#options.onShutdown();
    else if (typeof message.code === 'number') this.end(refused(message));
  }

  #acknowledge(reply: Message): void {
    if (typeof reply.code === 'number') this.end(refused(reply));
    else if (--this.#unacknowledged === 0) this.#listening();
  }

  #listening(): void {
    if (this.#isListening || this.#over.signal.aborted) return;
    this.#isListening = true;
    this.#options.onListening();
  }
}

interface Message {
  readonly e?: unknown;
  readonly code?: unknown;
  readonly msg?: unknown;
}

const refused = ({ code, msg }: Message): string => `refused: ${JSON.stringify({ code, msg })}`;

function messageOf(error: unknown): string {
  const { message, msg, error: inner } = (error ?? {}) as { message?: unknown; msg?: unknown; error?: { msg?: unknown } };
  const told = [message, msg, inner?.msg].find((text) => typeof text === 'string');
  return told ?? 'unknown';
}
