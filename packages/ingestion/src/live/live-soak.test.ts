import { afterEach, describe, expect, test } from '@jest/globals';
import { DAY_MS, HOUR_MS, intervalMs, MINUTE_MS, type Series } from '@wick/core';
import { type Fault, firewall, type Random, randomOf, serverError } from '@wick/testkit';
import { BTC, openStage, type Stage, subscribed } from './live-stage.test-support.ts';

const INTERVAL = '15m';
const STEP_MS = intervalMs(INTERVAL);
const SERIES: readonly Series[] = Array.from({ length: 20 }, (_, index) => ({ ...BTC, symbol: `COIN${index}USDT`, interval: INTERVAL }));

let stage: Stage;
afterEach(() => stage.close());

const oneOf = <Item>(random: Random, items: readonly Item[]): Item => items[Math.floor(random.uniform() * items.length)]!;

const wrongly = (message: unknown): unknown => {
  const { k, ...event } = message as { k: object };
  return { ...event, k: { ...k, c: '11.75' } };
};

function injectFault(random: Random): void {
  const { simulator } = stage;
  const stream = oneOf(random, SERIES).symbol.toLowerCase();
  const times = 1 + Math.floor(random.uniform() * 5);
  const fail = (fault: Fault): void => void simulator.fail(fault);
  oneOf(random, [
    () => fail({ on: 'ws-close', times, with: { kind: 'missing' } }),
    () => fail({ on: 'ws-close', times, with: { kind: 'repeated' } }),
    () => fail({ on: 'ws-close', times, with: { kind: 'out-of-order' } }),
    () => fail({ on: 'ws-close', times, with: { kind: 'late', ms: 24_000 + random.uniform() * 2 * STEP_MS } }),
    () => fail({ on: 'ws-close', times, with: { kind: 'contradicted', alter: wrongly } }),
    () => fail({ on: 'ws-message', times: 20 * times, with: { kind: 'missing' } }),
    () => fail({ on: 'ws-message', times, with: { kind: 'alter', alter: (message) => ({ ...(message as object), unheardOf: [1] }) } }),
    () => fail({ on: 'ws-subscribe', where: stream, with: { kind: 'lost' } }),
    () => fail({ on: 'ws-reply', with: { kind: 'missing' } }),
    () => fail({ on: 'ws-reply', with: { kind: 'error-without-id' } }),
    () => fail({ on: 'ws-connect', times, with: oneOf(random, [{ kind: 'reset' }, { kind: 'stall' }, { kind: 'answer', answer: firewall() }]) }),
    () => fail({ on: 'rest', times, with: oneOf(random, [{ kind: 'answer', answer: serverError(503) }, { kind: 'reset' }, { kind: 'cut', atByte: 40 }]) }),
    () => simulator.dropConnections(oneOf(random, ['cut', { code: 1001, reason: 'old' }, { code: 1008, reason: 'Too many requests' }])),
    () => simulator.announceShutdown(),
    () => simulator.broadcast({ e: 'moonPhase', E: stage.clock.nowMs() }),
    () => {
      const [fromMs, count] = [Math.ceil(stage.clock.nowMs() / STEP_MS) * STEP_MS, times];
      simulator.withhold({ fromMs: fromMs + STEP_MS, toMs: fromMs + (1 + count) * STEP_MS });
    },
    () => (stage.reader.open = false),
    () => (stage.reader.open = true),
  ])();
}

/** Nothing goes wrong any more. What has not struck yet may still strike once. */
async function calmDown(): Promise<void> {
  stage.reader.open = true;
  for (let hour = 0; hour < 2; hour++) {
    await stage.advance(STEP_MS, 4);
    await stage.advanceUntil(stage.isComplete, STEP_MS / 4, 500);
  }
}

describe('a day of twenty streams on which one thing after another goes wrong ends with the exchange\'s truth', () => {
  test.each(Array.from({ length: 10 }, (_, seed) => seed))('seed %i', async (seed) => {
    const random = randomOf(`soak ${seed}`);
    stage = await openStage({
      series: SERIES,
      lastMs: 4 * DAY_MS,
      live: { streamsPerConnection: 10, queueCandles: 15, lateAfterMs: 6 * MINUTE_MS, silentAfterMs: 40 * MINUTE_MS },
      exchange: { limits: { updateEveryMs: Infinity, pingEveryMs: 6 * HOUR_MS, pongWithinMs: DAY_MS } },
    });
    await subscribed(stage);
    for (let step = 0; step < DAY_MS / STEP_MS; step++) {
      if (random.uniform() < 0.6) injectFault(random);
      await stage.advance(STEP_MS);
    }
    await calmDown();
    for (const series of SERIES) {
      const truth = stage.truth(series);
      expect(stage.kept(series)).toEqual(truth);
      const told = stage.given(series).map((records) => records.map(({ openTimeMs }) => openTimeMs));
      const corrections = told.filter((times, index) => index > 0 && times[0]! <= told[index - 1]!.at(-1)!);
      expect(corrections.every(({ length }) => length === 1)).toBe(true);
      expect(told.flat().length - corrections.length).toBe(truth.length);
    }
  }, 60_000);
});
