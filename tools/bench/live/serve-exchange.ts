/**
 * A simulated exchange in a process of its own, whose minutes pass when it is told so. One JSON document a line:
 * `{ restUrl, wsUrl, nowMs }` when it is ready; to `streams` it answers `{ streams }`, to `minute <pause>` `{ sentAtMs, openTimeMs }`.
 *
 * Run: node --conditions=@wick/source tools/bench/live/serve-exchange.ts <symbol>,<symbol>… <start>
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { type CandleBatch, candlesToBatch, MINUTE_MS, openTimeOf, type Series } from '@wick/core';
import { DrivenClock, startBinanceSimulator } from '@wick/testkit';

const [names, start] = process.argv.slice(2) as [string, string];
const startMs = Number(start);
/** How often open candles are told, as on the exchange. */
const UPDATE_MS = 2_000;
/** Room for everybody to finish what is under way before the minute ends. */
const CALM_MS = 200;

const clock = new DrivenClock(startMs);
const simulator = await startBinanceSimulator({ clock, symbols: [], candles: names.split(',').map(minutesOf) });
const say = (reply: object): unknown => process.stdout.write(`${JSON.stringify(reply)}\n`);

say({ restUrl: simulator.restUrl, wsUrl: simulator.wsUrl, nowMs: clock.nowMs() });
for await (const line of createInterface({ input: process.stdin })) {
  const [order, pause] = line.split(' ');
  if (order === 'streams') say({ streams: new Set(simulator.connections.flatMap(({ streams }) => [...streams])).size });
  else say(await minute(Number(pause)));
}
await simulator.close();

/** Lets a minute pass, with a pause in real time after each message of open candles. */
async function minute(pauseMs: number): Promise<{ sentAtMs: number; openTimeMs: number }> {
  const openTimeMs = openTimeOf(clock.nowMs(), '1m');
  const endMs = openTimeMs + MINUTE_MS;
  while (clock.nowMs() < endMs - UPDATE_MS) {
    await clock.advance(Math.min(UPDATE_MS, endMs - UPDATE_MS - clock.nowMs()));
    await delay(pauseMs);
  }
  await clock.advanceTo(endMs - 1);
  await delay(CALM_MS);
  const sentAtMs = Date.now();
  await clock.advanceTo(endMs);
  return { sentAtMs, openTimeMs };
}

/** Two hours of plain candles around the start. */
function minutesOf(symbol: string): CandleBatch {
  const series: Series = { exchange: 'simulated', market: 'spot', symbol, interval: '1m' };
  const firstMs = openTimeOf(startMs, '1m') - MINUTE_MS;
  const rows = Array.from({ length: 120 }, (_, row) => {
    const openTimeMs = firstMs + row * MINUTE_MS;
    return {
      openTimeMs, closeTimeMs: openTimeMs + MINUTE_MS - 1, open: 10, high: 12, low: 9, close: 10 + (row % 100) / 100, volume: row,
      quoteVolume: 1.5, trades: 7, takerBuyVolume: 0.25, takerBuyQuoteVolume: 2.5,
    };
  });
  return candlesToBatch(series, rows);
}
