import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@wick/core';
import { WebSocketServer } from 'ws';
import type { Exchange } from './exchange.ts';
import type { FaultList } from './fault-list.ts';
import { bytesOf } from './http-answer.ts';
import { notFound, type Refusal } from './refusal.ts';
import { ignoreAbort, sleepInBackground, StreamConnection, type StreamConnectionOptions, type StreamLimits } from './stream-connection.ts';
import { StreamPublisher } from './stream-publisher.ts';

export interface StreamServerLimits extends StreamLimits {
  /** Connection attempts in five minutes. */
  readonly attemptsPerFiveMinutes: number;
  /** How often open candles are pushed; Infinity for closed candles only. */
  readonly updateEveryMs: number;
}

export const DOCUMENTED_STREAM_LIMITS: StreamServerLimits = {
  messagesPerSecond: 5,
  streamsPerConnection: 1_024,
  connectionLifeMs: DAY_MS,
  pingEveryMs: 20 * SECOND_MS,
  pongWithinMs: MINUTE_MS,
  attemptsPerFiveMinutes: 300,
  updateEveryMs: 2 * SECOND_MS,
};

/** How long before its end a server announces it. */
const SHUTDOWN_NOTICE_MS = 10 * MINUTE_MS;

/**
 * WebSocket market streams: `/ws/<stream>` and `/stream?streams=` of spot, the same below `/market` for USD-margined
 * and below `/dstream` for coin-margined futures (which have a host of their own on the real exchange).
 */
export class StreamServer {
  readonly connections = new Set<StreamConnection>();
  /** Epoch milliseconds of every attempt to connect, also of the refused ones. */
  readonly attempts: number[] = [];
  readonly #exchange: Exchange;
  readonly #faults: FaultList;
  readonly #limits: StreamServerLimits;
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #publisher: StreamPublisher;
  readonly #closed = new AbortController();

  constructor(exchange: Exchange, faults: FaultList, limits: StreamServerLimits) {
    this.#exchange = exchange;
    this.#faults = faults;
    this.#limits = limits;
    this.#publisher = new StreamPublisher(exchange, faults, this.connections, limits.updateEveryMs);
  }

  /** For the HTTP server's event of the same name. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const nowMs = this.#exchange.clock.nowMs();
    this.attempts.push(nowMs);
    socket.on('error', () => undefined);
    const fault = this.#faults.strike('ws-connect', request.url ?? '');
    if (fault?.kind === 'stall') return this.#stall(socket);
    if (fault?.kind === 'reset') return void socket.destroy();
    if (fault) return refuse(socket, fault.answer);
    const recent = this.attempts.filter((timeMs) => timeMs > nowMs - 5 * MINUTE_MS).length;
    if (recent > this.#limits.attemptsPerFiveMinutes) return refuse(socket, { status: 429, body: 'Too many connections' });
    const endpoint = parseEndpoint(request.url ?? '');
    if (!endpoint) return refuse(socket, notFound());
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new StreamConnection(webSocket, {
        ...endpoint,
        limits: this.#limits,
        clock: this.#exchange.clock,
        faults: this.#faults,
        onSubscribe: () => this.#publisher.reschedule(),
      });
      this.connections.add(connection);
      webSocket.on('close', () => this.connections.delete(connection));
      for (const stream of endpoint.streams) connection.subscribe(stream);
    });
  }

  /** Never answers; but when the client has given up, or the server closes, nothing must be left. */
  #stall(socket: Duplex): void {
    socket.resume().on('end', () => socket.destroy());
    this.#closed.signal.addEventListener('abort', () => socket.destroy(), { once: true });
  }

  /** Ends all connections: as a lost line does, or with a close code. */
  drop(how: { code: number; reason: string } | 'cut' = 'cut'): void {
    for (const connection of this.connections) connection.end(how);
  }

  /** Announces the end of the server, and ends its connections ten minutes later. Later ones go to another server. */
  announceShutdown(): void {
    const { clock } = this.#exchange;
    const concerned = [...this.connections];
    this.broadcast({ e: 'serverShutdown', E: clock.nowMs() });
    const notice = sleepInBackground(clock, SHUTDOWN_NOTICE_MS, this.#closed.signal);
    ignoreAbort(notice.then(() => {
      for (const connection of concerned) connection.end({ code: 1001, reason: 'Server shutdown' });
    }));
  }

  /** Sends the same message to all connections, as it is. */
  broadcast(message: unknown): void {
    for (const connection of this.connections) connection.send(message);
  }

  close(): void {
    this.#closed.abort(new Error('closed'));
    this.#publisher.stop();
    this.drop();
    this.#sockets.close();
  }
}

interface Endpoint extends Pick<StreamConnectionOptions, 'market' | 'combined' | 'microseconds'> {
  readonly streams: readonly string[];
}

function parseEndpoint(url: string): Endpoint | undefined {
  const { pathname, searchParams } = new URL(url, 'http://simulator');
  const match = /^(\/market|\/dstream)?\/(ws|stream)(?:\/(.*))?$/.exec(decodeURIComponent(pathname));
  if (!match) return undefined;
  const [, prefix, kind, names = ''] = match;
  const market = prefix === '/market' ? 'um' : prefix === '/dstream' ? 'cm' : 'spot';
  const list = kind === 'stream' ? (searchParams.get('streams') ?? '') : names;
  return {
    market,
    combined: kind === 'stream',
    microseconds: searchParams.get('timeUnit')?.toLowerCase() === 'microsecond',
    streams: list.split('/').filter((name) => name !== ''),
  };
}

function refuse(socket: Duplex, { status, headers = {}, body }: Refusal): void {
  const bytes = bytesOf(body);
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': bytes.length });
  const head = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`, ...lines.map(([name, value]) => `${name}: ${value}`)];
  socket.end(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]));
}
