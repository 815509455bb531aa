import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import { WebsocketClient } from 'binance';
import { WebSocket } from 'ws';
import { DrivenClock } from '../clock/driven-clock.ts';
import { type BinanceSimulator, type BinanceSimulatorOptions, startBinanceSimulator } from './binance-simulator.ts';
import type { KlineMessage } from './kline-message.ts';
import { firewall } from './refusal.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const MINUTELY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };
const CLOSED_ONLY = { updateEveryMs: Infinity };

let simulator: BinanceSimulator;
const listeners: Listener[] = [];
afterEach(async () => {
  for (const listener of listeners.splice(0)) listener.socket.terminate();
  await simulator.close();
});

async function start(options: BinanceSimulatorOptions = {}): Promise<DrivenClock> {
  const clock = new DrivenClock(NOON);
  simulator = await startBinanceSimulator({ clock, ...options });
  return clock;
}

interface Listener {
  readonly socket: WebSocket;
  readonly messages: unknown[];
  readonly closed: Promise<{ code: number; reason: string }>;
  /** The next `count` messages that have not been taken. */
  take<T = KlineMessage>(count: number): Promise<T[]>;
  ask(request: unknown): void;
}

async function listen(path: string, options: { answerPings?: boolean } = {}): Promise<Listener> {
  const socket = new WebSocket(`${simulator.wsUrl}${path}`, { autoPong: options.answerPings ?? true });
  const messages: unknown[] = [];
  let notice = (): void => undefined;
  let taken = 0;
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()));
    notice();
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const listener: Listener = {
    socket,
    messages,
    closed,
    async take<T>(count: number) {
      while (messages.length < taken + count) await new Promise<void>((resolve) => (notice = resolve));
      taken += count;
      return messages.slice(taken - count, taken) as T[];
    },
    ask: (request) => socket.send(typeof request === 'string' ? request : JSON.stringify(request)),
  };
  listeners.push(listener);
  await new Promise<void>((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  return listener;
}

const minutesOf = (messages: KlineMessage[]): number[] => messages.map(({ k }) => (k.t - NOON) / MINUTE_MS);

describe('what is pushed', () => {
  test('every close once with x: true, as REST tells it', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    await clock.advance(3 * MINUTE_MS);
    const closes = await listener.take(3);
    expect(minutesOf(closes)).toEqual([0, 1, 2]);
    const truth = simulator.truth(MINUTELY, { fromMs: NOON, toMs: NOON + HOUR_MS });
    closes.forEach(({ e, E, s, k }, row) => {
      expect({ e, E, s, x: k.x, i: k.i, T: k.T }).toEqual({
        e: 'kline', E: k.t + MINUTE_MS, s: 'BTCUSDT', x: true, i: '1m', T: k.t + MINUTE_MS - 1,
      });
      expect(Number(k.c)).toBe(truth.columns.close[row]);
      expect(Number(k.q)).toBe(truth.columns.quoteVolume[row]);
      expect(k.n).toBe(truth.columns.trades[row]);
      expect(k.L - k.f + 1).toBe(k.n);
    });
  });

  test('the open candle every two seconds, growing', async () => {
    const clock = await start();
    const listener = await listen('/ws/btcusdt@kline_1m');
    await clock.advance(MINUTE_MS);
    const messages = await listener.take(30);
    expect(messages.map(({ k }) => k.x)).toEqual([...Array.from({ length: 29 }, () => false), true]);
    expect(messages.map(({ E }) => E - NOON)).toEqual(Array.from({ length: 30 }, (_, i) => (i + 1) * 2_000));
    const volumes = messages.map(({ k }) => Number(k.v));
    expect(volumes).toEqual(volumes.toSorted((a, b) => a - b));
  });

  test('seconds every second', async () => {
    const clock = await start();
    const listener = await listen('/ws/btcusdt@kline_1s');
    await clock.advance(3_000);
    expect((await listener.take(3)).map(({ k }) => [k.t - NOON, k.x])).toEqual([[0, true], [1_000, true], [2_000, true]]);
  });

  test('combined streams are wrapped with their name; several symbols and intervals on one connection', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/stream?streams=btcusdt@kline_1m/ethusdt@kline_3m');
    await clock.advance(3 * MINUTE_MS);
    const messages = await listener.take<{ stream: string; data: KlineMessage }>(4);
    expect(messages.map(({ stream, data }) => `${stream} ${data.s}`).toSorted()).toEqual([
      'btcusdt@kline_1m BTCUSDT', 'btcusdt@kline_1m BTCUSDT', 'btcusdt@kline_1m BTCUSDT', 'ethusdt@kline_3m ETHUSDT',
    ]);
  });

  test('nothing for withheld candles, unknown symbols and names in upper case', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    simulator.withhold({ symbol: 'BTCUSDT', fromMs: NOON + MINUTE_MS, toMs: NOON + 2 * MINUTE_MS });
    const listener = await listen('/ws/btcusdt@kline_1m/BTCUSDT@kline_1m/nopeusdt@kline_1m');
    await clock.advance(3 * MINUTE_MS);
    expect(minutesOf(await listener.take(2))).toEqual([0, 2]);
  });

  test('futures below /market, with their own prices', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const spot = await listen('/ws/btcusdt@kline_1m');
    const futures = await listen('/market/ws/btcusdt@kline_1m');
    await clock.advance(MINUTE_MS);
    const [[spotClose], [futuresClose]] = [await spot.take(1), await futures.take(1)];
    expect(futuresClose!.k.t).toBe(spotClose!.k.t);
    expect(futuresClose!.k.c).not.toBe(spotClose!.k.c);
    await expect(listen('/fstream/ws/btcusdt@kline_1m')).rejects.toThrow('404');
  });
});

describe('requests over the connection', () => {
  test('subscribe, list, unsubscribe', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws');
    listener.ask({ method: 'SUBSCRIBE', params: ['btcusdt@kline_1m', 'ethusdt@kline_1m'], id: 1 });
    listener.ask({ method: 'UNSUBSCRIBE', params: ['ethusdt@kline_1m'], id: 2 });
    listener.ask({ method: 'LIST_SUBSCRIPTIONS', id: 'three' });
    expect(await listener.take(3)).toEqual([
      { result: null, id: 1 }, { result: null, id: 2 }, { result: ['btcusdt@kline_1m'], id: 'three' },
    ]);
    await clock.advance(MINUTE_MS);
    expect((await listener.take(1))[0]!.s).toBe('BTCUSDT');
  });

  test('errors: not JSON has no id, an unknown method has', async () => {
    await start();
    const listener = await listen('/ws');
    listener.ask('{');
    listener.ask({ method: 'DANCE', id: 4 });
    const [first, second] = await listener.take<{ code: number; id?: number }>(2);
    expect(first).toEqual({ code: 3, msg: expect.any(String) });
    expect(second).toMatchObject({ code: 2, id: 4 });
  });

  test('more streams than a connection may have are refused', async () => {
    await start({ limits: { streamsPerConnection: 2 } });
    const listener = await listen('/ws/a@kline_1m/b@kline_1m');
    listener.ask({ method: 'SUBSCRIBE', params: ['c@kline_1m'], id: 1 });
    expect((await listener.take<{ code: number }>(1))[0]!.code).toBe(2);
  });

  test('a lost acknowledgement, and an error without id', async () => {
    await start();
    simulator.fail({ on: 'ws-reply', with: { kind: 'missing' } });
    simulator.fail({ on: 'ws-reply', with: { kind: 'error-without-id' } });
    const listener = await listen('/ws');
    for (const id of [1, 2, 3]) listener.ask({ method: 'LIST_SUBSCRIPTIONS', id });
    const [error, result] = await listener.take<object>(2);
    expect(error).not.toHaveProperty('id');
    expect(result).toEqual({ result: [], id: 3 });
  });
});

describe('limits of a connection', () => {
  test('six messages within a second end it with 1008; five a second are fine, pings counted', async () => {
    const clock = await start();
    const listener = await listen('/ws');
    for (let i = 0; i < 4; i++) listener.ask({ method: 'LIST_SUBSCRIPTIONS', id: i });
    listener.socket.ping();
    await listener.take(4);
    await clock.advance(1_001);
    for (let i = 0; i < 6; i++) listener.ask({ method: 'LIST_SUBSCRIPTIONS', id: i });
    await expect(listener.closed).resolves.toMatchObject({ code: 1008 });
  });

  test('who does not answer pings is dropped after a minute; who does stays for the life of a connection', async () => {
    const clock = await start({ limits: { ...CLOSED_ONLY, connectionLifeMs: HOUR_MS } });
    const silent = await listen('/ws', { answerPings: false });
    const alive = await listen('/ws');
    await clock.advance(2 * MINUTE_MS);
    await expect(silent.closed).resolves.toMatchObject({ reason: 'Pong timeout' });
    expect(simulator.connections).toHaveLength(1);
    await clock.advance(57 * MINUTE_MS);
    expect(alive.socket.readyState).toBe(WebSocket.OPEN);
    await clock.advance(MINUTE_MS);
    await expect(alive.closed).resolves.toMatchObject({ code: 1001 });
  });

  test('a pong that was not asked for does not keep a connection', async () => {
    const clock = await start();
    const listener = await listen('/ws', { answerPings: false });
    for (let i = 0; i < 5; i++) {
      listener.socket.pong('unsolicited');
      await clock.advance(20_000);
    }
    await expect(listener.closed).resolves.toMatchObject({ reason: 'Pong timeout' });
  });

  test('too many attempts in five minutes are refused, until they are five minutes old', async () => {
    const clock = await start({ limits: { attemptsPerFiveMinutes: 2 } });
    await listen('/ws');
    await listen('/ws');
    await expect(listen('/ws')).rejects.toThrow('429');
    expect(simulator.connectionAttempts).toHaveLength(3);
    await clock.advance(5 * MINUTE_MS);
    await listen('/ws');
  });
});

describe('faults', () => {
  const closesAfter = async (minutes: number, clock: DrivenClock, listener: Listener, count: number): Promise<number[]> => {
    await clock.advance(minutes * MINUTE_MS);
    return minutesOf(await listener.take(count));
  };

  test('a missing, a repeated and two swapped closes', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    simulator.fail({ on: 'ws-close', after: 1, with: { kind: 'missing' } });
    simulator.fail({ on: 'ws-close', after: 1, with: { kind: 'repeated' } });
    simulator.fail({ on: 'ws-close', after: 1, with: { kind: 'out-of-order' } });
    expect(await closesAfter(8, clock, listener, 8)).toEqual([0, 2, 2, 4, 3, 5, 6, 7]);
  });

  test('a close with other values, and then the true one', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    const alter = (message: unknown): unknown => ({ ...(message as KlineMessage), k: { ...(message as KlineMessage).k, c: '1' } });
    simulator.fail({ on: 'ws-close', with: { kind: 'contradicted', alter } });
    await clock.advance(MINUTE_MS);
    const [wrong, right] = await listener.take(2);
    expect([wrong!.k.t, wrong!.k.c]).toEqual([right!.k.t, '1']);
    expect(Number(right!.k.c)).toBe(simulator.truth(MINUTELY, { fromMs: NOON, toMs: NOON + HOUR_MS }).columns.close[0]);
  });

  test('a close that comes 24 seconds late', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    simulator.fail({ on: 'ws-close', with: { kind: 'late', ms: 24_000 } });
    await clock.advance(MINUTE_MS + 23_000);
    expect(listener.messages).toEqual([]);
    await clock.advance(1_000);
    expect(minutesOf(await listener.take(1))).toEqual([0]);
  });

  test('pings but no data, then data again', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    const silence = simulator.fail({ on: 'ws-message', where: 'btcusdt', times: Infinity, with: { kind: 'missing' } });
    await clock.advance(5 * MINUTE_MS);
    expect([listener.messages.length, silence.hits, listener.socket.readyState]).toEqual([0, 5, WebSocket.OPEN]);
    silence.clear();
    expect(await closesAfter(1, clock, listener, 1)).toEqual([5]);
  });

  test('a stream that is acknowledged and never sent, until it is asked for again', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    simulator.fail({ on: 'ws-subscribe', where: 'btcusdt', with: { kind: 'lost' } });
    const listener = await listen('/ws');
    const asking = { method: 'SUBSCRIBE', params: ['btcusdt@kline_1m', 'ethusdt@kline_1m'], id: 1 };
    listener.ask(asking);
    expect(await listener.take(1)).toEqual([{ result: null, id: 1 }]);
    await clock.advance(MINUTE_MS);
    expect((await listener.take(1)).map(({ s }) => s)).toEqual(['ETHUSDT']);
    listener.ask(asking);
    await listener.take(1);
    await clock.advance(MINUTE_MS);
    expect((await listener.take(2)).map(({ s }) => s).toSorted()).toEqual(['BTCUSDT', 'ETHUSDT']);
    expect(simulator.connections[0]?.received).toBe(2 + 2 * 3);
  });

  test('unknown fields and unknown events', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws/btcusdt@kline_1m');
    simulator.fail({ on: 'ws-message', with: { kind: 'alter', alter: (message) => ({ ...(message as object), zz: 1 }) } });
    simulator.broadcast({ e: 'moonPhase' });
    await clock.advance(MINUTE_MS);
    const [event, kline] = await listener.take<{ e: string; zz?: number }>(2);
    expect([event!.e, kline!.zz]).toEqual(['moonPhase', 1]);
  });

  test('a dropped connection loses what is pushed meanwhile; a new one can be refused first', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const first = await listen('/ws/btcusdt@kline_1m');
    simulator.dropConnections();
    await expect(first.closed).resolves.toMatchObject({ code: 1006 });
    await clock.advance(2 * MINUTE_MS);
    simulator.fail({ on: 'ws-connect', with: { kind: 'answer', answer: firewall() } });
    await expect(listen('/ws/btcusdt@kline_1m')).rejects.toThrow('403');
    const second = await listen('/ws/btcusdt@kline_1m');
    expect(await closesAfter(1, clock, second, 1)).toEqual([2]);
    expect(first.messages).toEqual([]);
  });

  test('an attempt that is never answered keeps nobody from closing', async () => {
    await start();
    simulator.fail({ on: 'ws-connect', times: 2, with: { kind: 'stall' } });
    const given = new WebSocket(`${simulator.wsUrl}/ws`);
    const kept = new WebSocket(`${simulator.wsUrl}/ws`);
    const gone = [given, kept].map((socket) => new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined)));
    while (simulator.connectionAttempts.length < 2) await new Promise(setImmediate);
    given.terminate();
    await simulator.close();
    expect(await Promise.all(gone)).toHaveLength(2);
    await start();
  });

  test('serverShutdown is announced ten minutes before', async () => {
    const clock = await start({ limits: CLOSED_ONLY });
    const listener = await listen('/ws');
    simulator.announceShutdown();
    expect((await listener.take<{ e: string }>(1))[0]!.e).toBe('serverShutdown');
    await clock.advance(9 * MINUTE_MS);
    expect(simulator.connections).toHaveLength(1);
    await clock.advance(MINUTE_MS);
    await expect(listener.closed).resolves.toMatchObject({ code: 1001 });
  });
});

describe('the binance client', () => {
  const nothing = (): void => undefined;
  const SILENT = { trace: nothing, info: nothing, error: nothing };

  test.each([['spot', 'ETHUSDT'], ['usdm', 'BTCUSDT']] as const)('%s: subscribes, receives closes, and reconnects', async (market, symbol) => {
    const clock = await start({ limits: CLOSED_ONLY });
    const client = new WebsocketClient({ wsUrl: simulator.wsUrl, reconnectTimeout: 1 }, SILENT);
    client.on('exception', nothing);
    const closes: number[] = [];
    let notice = (): void => undefined;
    client.on('message', (message) => {
      closes.push(((message as unknown as KlineMessage).k.t - NOON) / MINUTE_MS);
      notice();
    });
    const subscribed = async (): Promise<void> => {
      while (![...simulator.connections].some(({ streams }) => streams.size > 0)) await new Promise(setImmediate);
    };
    await client.subscribeKlines(symbol, '1m', market);
    await subscribed();
    await clock.advance(MINUTE_MS);
    simulator.dropConnections();
    while (simulator.connections.length > 0) await new Promise(setImmediate);
    await subscribed();
    await clock.advance(MINUTE_MS);
    while (closes.length < 2) await new Promise<void>((resolve) => (notice = resolve));
    expect(closes).toEqual([0, 1]);
    client.closeAll(true);
  });
});
