import { type Clock, type Market as MarketName, SECOND_MS } from '@wick/core';
import type { WebSocket } from 'ws';
import { DrivenClock } from '../clock/driven-clock.ts';
import type { FaultList } from './fault-list.ts';
import { inMicroseconds, type KlineMessage } from './kline-message.ts';
import { answerStreamRequest, type StreamReply, type Subscriptions } from './stream-requests.ts';

export interface StreamLimits {
  /** Messages that a client may send in a second; pings and pongs count. */
  readonly messagesPerSecond: number;
  readonly streamsPerConnection: number;
  readonly connectionLifeMs: number;
  readonly pingEveryMs: number;
  readonly pongWithinMs: number;
}

export interface StreamConnectionOptions {
  readonly market: MarketName;
  /** Wrap payloads as `{stream, data}`. */
  readonly combined: boolean;
  readonly microseconds: boolean;
  readonly limits: StreamLimits;
  readonly clock: Clock;
  readonly faults: FaultList;
  /** A stream was added. */
  readonly onSubscribe: () => void;
}

/** How long, in real time, a driven clock stands still to let a pong arrive. */
const PONG_GRACE_MS = 250;

/** One client's connection: its streams, its allowance of messages, its heartbeat and its end after 24 hours. */
export class StreamConnection implements Subscriptions {
  readonly streams = new Set<string>();
  readonly market: MarketName;
  /** Messages that the client has sent, pongs included. */
  received = 0;
  readonly #socket: WebSocket;
  readonly #options: StreamConnectionOptions;
  readonly #ended = new AbortController();
  #heard: number[] = [];
  #lastPongMs: number;

  constructor(socket: WebSocket, options: StreamConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.market = options.market;
    this.#lastPongMs = options.clock.nowMs();
    socket.on('message', (data: Buffer) => this.#receive(data.toString()));
    socket.on('ping', () => this.#count());
    socket.on('pong', () => this.#count());
    socket.on('error', () => undefined);
    socket.on('close', () => this.#ended.abort(new Error('closed')));
    ignoreAbort(this.#heartbeat());
    ignoreAbort(this.#endOfLife());
  }

  get limit(): number {
    return this.#options.limits.streamsPerConnection;
  }

  subscribe(stream: string): void {
    if (this.#options.faults.strike('ws-subscribe', stream)) return;
    this.streams.add(stream);
    this.#options.onSubscribe();
  }

  unsubscribe(stream: string): void {
    this.streams.delete(stream);
  }

  /** Sends an event of a stream, in the connection's own wrapping. */
  push(stream: string, event: unknown): void {
    const data = this.#options.microseconds ? inMicroseconds(event as KlineMessage) : event;
    this.send(this.#options.combined ? { stream, data } : data);
  }

  send(message: unknown): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** Ends the connection: with a close frame, or without one as a lost line does. */
  end(how: { code: number; reason: string } | 'cut'): void {
    if (how === 'cut') this.#socket.terminate();
    else this.#socket.close(how.code, how.reason);
  }

  #receive(text: string): void {
    if (!this.#count()) return;
    const fault = this.#options.faults.strike('ws-reply', text);
    const reply: StreamReply = answerStreamRequest(text, this);
    if (fault?.kind === 'missing') return;
    this.send(fault ? { code: fault.code ?? 0, msg: fault.msg ?? 'Unknown error' } : reply);
  }

  /** Counts an incoming message; too many within a second end the connection. */
  #count(): boolean {
    const nowMs = this.#options.clock.nowMs();
    this.received++;
    this.#heard = [...this.#heard.filter((timeMs) => timeMs > nowMs - SECOND_MS), nowMs];
    if (this.#heard.length <= this.#options.limits.messagesPerSecond) return true;
    this.end({ code: 1008, reason: 'Too many requests' });
    return false;
  }

  async #heartbeat(): Promise<void> {
    const { clock, limits } = this.#options;
    for (;;) {
      await sleepInBackground(clock, limits.pingEveryMs, this.#ended.signal);
      if (clock.nowMs() - this.#lastPongMs > limits.pongWithinMs) return this.end({ code: 1008, reason: 'Pong timeout' });
      const payload = String(clock.nowMs());
      const answered = this.#pongOf(payload);
      this.#socket.ping(payload);
      if (clock instanceof DrivenClock) clock.hold(Promise.race([answered, realDelay(PONG_GRACE_MS)]));
    }
  }

  /** Only a pong with the ping's own payload keeps the connection alive. */
  #pongOf(payload: string): Promise<void> {
    return new Promise((resolve) => {
      const listen = (data: Buffer): void => {
        if (data.toString() !== payload) return;
        this.#lastPongMs = this.#options.clock.nowMs();
        this.#socket.off('pong', listen);
        resolve();
      };
      this.#socket.on('pong', listen);
      this.#ended.signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  async #endOfLife(): Promise<void> {
    await sleepInBackground(this.#options.clock, this.#options.limits.connectionLifeMs, this.#ended.signal);
    this.end({ code: 1001, reason: 'Connection too old' });
  }
}

/** Sleeping that does not keep a driven clock's `pending` from being about the client. */
export function sleepInBackground(clock: Clock, durationMs: number, signal: AbortSignal): Promise<void> {
  return (clock instanceof DrivenClock ? clock.background() : clock).sleep(durationMs, signal);
}

export function ignoreAbort(work: Promise<void>): void {
  work.catch((error: unknown) => {
    if (error instanceof Error && (error.name === 'AbortError' || error.message === 'closed')) return;
    throw error;
  });
}

const realDelay = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());
