import { afterEach, describe, expect, test } from '@jest/globals';
import { HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import { batchToRecords, serverError } from '@wick/testkit';
import { createRestSource } from '../rest/rest-source.ts';
import { BTC, ETH, NOON, openStage, type Stage, type StageOptions, subscribed, until } from './live-stage.test-support.ts';

let stage: Stage;
afterEach(() => stage.close());

const CLOSED_ONLY = { limits: { updateEveryMs: Infinity } } as const;
/** Where streams say nothing but closes, and the clock may run ahead of the sockets. */
const PATIENT = { silentAfterMs: 10 * MINUTE_MS };
/** For long stories: every ping costs real time. */
const SELDOM = { updateEveryMs: Infinity, pingEveryMs: HOUR_MS, pongWithinMs: 3 * HOUR_MS };
const many = (count: number): Series[] => Array.from({ length: count }, (_, index) => ({ ...BTC, symbol: `COIN${index}USDT` }));

async function start(options: StageOptions = {}): Promise<Stage> {
  stage = await openStage(options);
  await subscribed(stage);
  return stage;
}

/** The invariant of every fault: what was given is the exchange's truth, each candle once and ascending. */
function expectTruth(): void {
  expect(stage.series.map((one) => stage.given(one).flat())).toEqual(stage.series.map(stage.truth));
  expect(stage.truth(stage.series[0]!).length).toBeGreaterThan(0);
}

describe('connections that will end are replaced before they do, without a hole', () => {
  /** How many connections there were at the fewest and at the most, looked at after every turn of the clock. */
  async function connectionsDuring(work: () => Promise<void>): Promise<{ fewest: number; most: number }> {
    let [fewest, most, isOver] = [Infinity, 0, false];
    const looking = (async () => {
      while (!isOver) {
        const count = stage.simulator.connections.filter(({ streams }) => streams.size > 0).length;
        [fewest, most] = [Math.min(fewest, count), Math.max(most, count)];
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await work();
    isOver = true;
    await looking;
    return { fewest, most };
  }

  test('a connection that grows old', async () => {
    const hours = { ...BTC, interval: '1h' } as const;
    await start({ series: [hours, { ...ETH, interval: '1h' }], lastMs: 49 * HOUR_MS, exchange: { limits: { ...SELDOM, updateEveryMs: MINUTE_MS / 2 } } });
    const seen = await connectionsDuring(async () => {
      for (let half = 0; half < 96; half++) {
        await stage.clock.advance(HOUR_MS / 2);
        await until(stage.isComplete);
      }
    });
    expect(seen).toEqual({ fewest: 1, most: 2 });
    expect(stage.simulator.connectionAttempts).toHaveLength(3);
    expect(stage.klineRequests()).toBe(0);
    expectTruth();
  });

  test('connections that were opened together do not grow old together', async () => {
    const hours = [BTC, ETH].map((one) => ({ ...one, interval: '1h' }) as const);
    await start({ series: hours, lastMs: 30 * HOUR_MS, live: { streamsPerConnection: 1, silentAfterMs: 48 * HOUR_MS }, exchange: { limits: SELDOM } });
    await stage.advanceUntil(() => stage.simulator.connectionAttempts.length === 4, MINUTE_MS * 5);
    const [, , first, second] = stage.simulator.connectionAttempts;
    expect(second! - first!).toBeGreaterThan(20 * MINUTE_MS);
    expect(second! - NOON).toBeLessThan(24 * HOUR_MS);
  });

  test('a server that announces its end', async () => {
    await start({ series: [BTC, ETH] });
    const seen = await connectionsDuring(async () => {
      await stage.minutes(1);
      stage.simulator.announceShutdown();
      await until(() => stage.troubles.length === 1);
      await stage.minutes(2);
      expect(stage.simulator.connections).toHaveLength(1);
      await stage.minutes(10);
    });
    expect(seen).toEqual({ fewest: 1, most: 2 });
    expect(stage.troubles).toEqual(['the server announced its end']);
    expect(stage.klineRequests()).toBe(0);
    expectTruth();
  });

  test('a cut after 24 hours of a connection that could not be replaced', async () => {
    await start({ exchange: { limits: { connectionLifeMs: 10 * MINUTE_MS } } });
    await stage.minutes(15);
    expect(stage.simulator.connectionAttempts).toHaveLength(2);
    expectTruth();
  });
});

describe('silence', () => {
  test('pings but no data: the connection is replaced, and candles come from REST meanwhile', async () => {
    await start({ series: [BTC, ETH] });
    const silence = stage.simulator.fail({ on: 'ws-message', times: Infinity, with: { kind: 'missing' } });
    await stage.advanceUntil(() => stage.given(BTC).flat().length >= 5, 5_000);
    expect(stage.troubles).toContain('no message for 60 s');
    expect(stage.simulator.connectionAttempts.length).toBeGreaterThan(1);
    expect(stage.simulator.connectionAttempts.length).toBeLessThan(6);
    silence.clear();
    await stage.advanceUntil(() => stage.clock.nowMs() % MINUTE_MS === 0 && stage.isComplete(), 5_000);
    expectTruth();
  });

  test('one stream that is silent while others talk is asked for again, on the same connection', async () => {
    stage = await openStage({ series: [BTC, ETH] });
    stage.simulator.fail({ on: 'ws-subscribe', where: 'btcusdt', with: { kind: 'lost' } });
    await until(() => stage.simulator.connections[0]?.streams.size === 1);
    await stage.advanceUntil(() => stage.simulator.connections[0]?.streams.size === 2, 5_000);
    expect(stage.troubles).toEqual(['silent and asked for again: btcusdt@kline_1m']);
    expect(stage.given(BTC).length).toBe(3);
    await stage.advanceUntil(stage.isComplete, 5_000);
    const before = stage.klineRequests();
    await stage.minutes(5);
    expect(stage.klineRequests()).toBe(before);
    expect(stage.simulator.connectionAttempts).toHaveLength(1);
    expectTruth();
  });

  test('a symbol that does not trade keeps its connection: it is renewed ever more seldom', async () => {
    await start({ series: [{ ...BTC, interval: '1d' }], lastMs: 48 * HOUR_MS, exchange: CLOSED_ONLY });
    await stage.advanceUntil(() => stage.clock.nowMs() > NOON + HOUR_MS, 10_000);
    expect(stage.simulator.connectionAttempts.length).toBeLessThan(12);
  });
});

describe('requests over the connection', () => {
  test('1,020 streams are asked for in messages that are few and far enough between', async () => {
    stage = await openStage({ series: many(1_020), live: { ...PATIENT, streamsPerConnection: 1_020 }, exchange: CLOSED_ONLY, lastMs: 10 * MINUTE_MS });
    await stage.advanceUntil(() => stage.simulator.connections[0]?.streams.size === 1_020, 100);
    expect(stage.simulator.connections[0]?.received).toBe(6);
    await stage.minutes(2);
    expect(stage.simulator.connectionAttempts).toHaveLength(1);
    expect(stage.troubles).toEqual([]);
    expectTruth();
  }, 120_000);

  test('acknowledgements that are lost do no harm', async () => {
    stage = await openStage({ series: [BTC, ETH] });
    stage.simulator.fail({ on: 'ws-reply', times: Infinity, with: { kind: 'missing' } });
    await subscribed(stage);
    await stage.minutes(5);
    expect(stage.source.status()).toMatchObject({ connections: 1, reconnects: 0 });
    expect(stage.troubles).toEqual([]);
    expectTruth();
  });

  test('an error without id means another connection', async () => {
    stage = await openStage();
    stage.simulator.fail({ on: 'ws-reply', with: { kind: 'error-without-id', code: 2, msg: 'Invalid request' } });
    await stage.advanceUntil(() => stage.simulator.connectionAttempts.length === 2, 500);
    await subscribed(stage);
    expect(stage.troubles).toEqual(['refused: {"code":2,"msg":"Invalid request"}']);
    await stage.minutes(3);
    expectTruth();
  });

  test('so does an error with one, such as too many streams', async () => {
    stage = await openStage({ series: [BTC, ETH], exchange: { limits: { streamsPerConnection: 1 } } });
    await stage.advanceUntil(() => stage.simulator.connectionAttempts.length === 3, 500);
    expect(stage.troubles[0]).toMatch(/^refused: .*more than 1 streams/);
    await stage.advanceUntil(() => stage.given(BTC).length > 1, 5_000);
    expect(stage.given(BTC).flat()).toEqual(stage.truth(BTC).slice(0, stage.given(BTC).flat().length));
  });

  test('COIN-M futures, whose volumes are in contracts, as REST gives them', async () => {
    const perpetual: Series = { ...BTC, market: 'cm', symbol: 'BTCUSD_PERP' };
    await start({ series: [perpetual] });
    await stage.minutes(2);
    const rest = createRestSource({ market: 'cm', baseUrl: stage.simulator.restUrl, clock: stage.clock });
    const records = [];
    for await (const batch of rest.candles(perpetual, { fromMs: NOON, toMs: stage.clock.nowMs() })) records.push(...batchToRecords(batch));
    expect(stage.given(perpetual).flat()).toEqual(records);
    expect(records).toHaveLength(2);
  });

  test('symbols in unicode', async () => {
    await start({ series: [{ ...BTC, symbol: '币安人生USDT' }, BTC] });
    await stage.minutes(3);
    expect(stage.klineRequests()).toBe(0);
    expectTruth();
  });
});

describe('a closed candle stays closed', () => {
  const kline = (openTimeMs: number, isClosed: boolean, close: string) => ({
    e: 'kline', E: stage.clock.nowMs(), s: 'BTCUSDT', unheardOf: true,
    k: { t: openTimeMs, T: openTimeMs + 59_999, s: 'BTCUSDT', i: '1m', o: '10', c: close, h: '12', l: '9', v: '1', n: 1, x: isClosed, q: '1', V: '0', Q: '0' },
  });

  test('a late message of the open candle does not take it back', async () => {
    await start();
    await stage.minutes(3);
    stage.simulator.broadcast(kline(NOON + 2 * MINUTE_MS, false, '11'));
    stage.simulator.broadcast(kline(NOON, true, '11'));
    await stage.minutes(2);
    expect(stage.klineRequests()).toBe(0);
    expect(stage.troubles).toEqual([]);
    expectTruth();
  });

  test('closed again with other values: REST is asked once, and its word, that nothing was wrong, stands', async () => {
    await start();
    await stage.minutes(3);
    for (let times = 0; times < 3; times++) stage.simulator.broadcast(kline(NOON + 2 * MINUTE_MS, true, '11.5'));
    await until(() => stage.klineRequests() === 1);
    await stage.minutes(3);
    expect(stage.klineRequests()).toBe(1);
    expect(stage.troubles).toEqual(['a candle was closed twice, with different values']);
    expectTruth();
  });

  test('closed wrongly first: REST\'s word is given in its place', async () => {
    await start();
    await stage.minutes(2);
    stage.simulator.fail({ on: 'ws-close', with: { kind: 'contradicted', alter: () => kline(NOON + 2 * MINUTE_MS, true, '11.5') } });
    await stage.clock.advance(MINUTE_MS / 2);
    await until(() => stage.given(BTC).length === 4);
    await stage.minutes(2);
    expect(stage.given(BTC).map(([record]) => record!.openTimeMs)).toEqual([0, 1, 2, 2, 3, 4].map((minute) => NOON + minute * MINUTE_MS));
    expect(stage.kept(BTC)).toEqual(stage.truth(BTC));
  });
});

describe('storms', () => {
  test('twenty connections that are refused for ten minutes stay below 300 attempts in any five minutes, and candles come from REST', async () => {
    await start({ series: many(20), live: { ...PATIENT, streamsPerConnection: 1, attemptsPerFiveMinutes: 100 }, exchange: CLOSED_ONLY, lastMs: HOUR_MS });
    const refused = stage.simulator.fail({ on: 'ws-connect', times: Infinity, with: { kind: 'answer', answer: serverError(503) } });
    stage.simulator.dropConnections();
    await stage.advanceUntil(() => stage.clock.nowMs() >= NOON + 11 * MINUTE_MS, 5_000);
    const { connectionAttempts } = stage.simulator;
    const inFiveMinutes = connectionAttempts.map((timeMs, index) => connectionAttempts.filter((other, at) => at >= index && other < timeMs + 5 * MINUTE_MS).length);
    expect(connectionAttempts.length).toBeGreaterThan(150);
    expect(Math.max(...inFiveMinutes)).toBeLessThanOrEqual(100);
    expect(stage.given(stage.series[19]!).flat().length).toBeGreaterThanOrEqual(9);
    refused.clear();
    await stage.advanceUntil(() => stage.source.status().connections === 20 && stage.isComplete(), 5_000);
    expectTruth();
  }, 120_000);

  test('100 series that are cut off together are fetched a few at a time, inside the limit', async () => {
    await start({ series: many(100), live: { ...PATIENT, streamsPerConnection: 50 }, exchange: CLOSED_ONLY, lastMs: HOUR_MS });
    await stage.minutes(1);
    stage.simulator.fail({ on: 'ws-connect', times: 12, with: { kind: 'reset' } });
    stage.simulator.dropConnections();
    let most = 0;
    await stage.advanceUntil(() => {
      most = Math.max(most, stage.simulator.requests.filter(({ status }) => status === undefined).length);
      return stage.clock.nowMs() > NOON + 4 * MINUTE_MS && stage.isComplete();
    }, 5_000);
    expect(most).toBeLessThanOrEqual(8);
    expect(stage.simulator.requests.filter(({ status }) => status === 429)).toEqual([]);
    expect(stage.klineRequests()).toBeGreaterThanOrEqual(100);
    expectTruth();
  }, 120_000);

  test('300 series and a reader that is away for five minutes: what waits is bounded, and nothing is lost', async () => {
    await start({ series: many(300), live: { ...PATIENT, queueCandles: 500 }, exchange: CLOSED_ONLY, lastMs: HOUR_MS });
    await stage.minutes(1);
    stage.reader.open = false;
    await stage.advanceUntil(() => stage.clock.nowMs() > NOON + 7 * MINUTE_MS, 10_000);
    expect(stage.source.status().waitingCandles).toBe(500);
    stage.reader.open = true;
    await stage.advanceUntil(stage.isComplete, 1_000);
    expectTruth();
  }, 120_000);
});
