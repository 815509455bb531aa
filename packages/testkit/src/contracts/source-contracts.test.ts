import {
  type CandleSource,
  type Clock,
  HOUR_MS,
  type LiveCandleSource,
  MINUTE_MS,
  openTimeOf,
  type Series,
  sliceBatch,
} from '@wick/core';
import { type BinanceSimulator, startBinanceSimulator } from '../binance-simulator/binance-simulator.ts';
import { DrivenClock } from '../clock/driven-clock.ts';
import { candleSourceContract } from './candle-source-contract.ts';
import { liveCandleSourceContract } from './live-candle-source-contract.ts';

const NOON = Date.UTC(2024, 4, 1, 12);
const MINUTELY: Series = { exchange: 'simulated', market: 'spot', symbol: 'BTCUSDT', interval: '1m' };

/** What the exchange itself would give: the plainest source there can be. */
const omniscient = (simulator: BinanceSimulator): CandleSource => ({
  name: 'omniscient',
  async *candles(series, range, { signal } = {}) {
    signal?.throwIfAborted();
    const truth = simulator.truth(series, range);
    for (let row = 0; row < truth.length; row += 7) yield sliceBatch(truth, row, Math.min(truth.length, row + 7));
  },
});

/** Looks every minute. */
const watching = (simulator: BinanceSimulator, clock: Clock): LiveCandleSource => ({
  name: 'watching',
  async *closedCandles(series, { signal }) {
    let seenMs = openTimeOf(clock.nowMs(), '1m');
    for (;;) {
      try {
        await clock.sleep(MINUTE_MS, signal);
      } catch {
        return;
      }
      const nowMs = clock.nowMs();
      for (const each of series) yield simulator.truth(each, { fromMs: seenMs, toMs: openTimeOf(nowMs, '1m') });
      seenMs = openTimeOf(nowMs, '1m');
    }
  },
});

candleSourceContract('an omniscient source', async () => {
  const nowMs = NOON + 20_000;
  const simulator = await startBinanceSimulator({ clock: new DrivenClock(nowMs) });
  simulator.withhold({ fromMs: NOON - 40 * MINUTE_MS, toMs: NOON - 30 * MINUTE_MS });
  return {
    source: omniscient(simulator),
    series: MINUTELY,
    range: { fromMs: NOON - HOUR_MS, toMs: NOON },
    nowMs,
    truth: (series, range) => simulator.truth(series, range),
    close: () => simulator.close(),
  };
});

liveCandleSourceContract('a watching source', async () => {
  const clock = new DrivenClock(NOON);
  const simulator = await startBinanceSimulator({ clock });
  return {
    source: watching(simulator, clock),
    series: [MINUTELY, { ...MINUTELY, symbol: 'ETHUSDT' }],
    nowMs: () => clock.nowMs(),
    listening: () => clock.untilPending(),
    nextCandle: () => clock.advance(MINUTE_MS),
    outage: (candles) => clock.advance(candles * MINUTE_MS),
    truth: (series, range) => simulator.truth(series, range),
    close: () => simulator.close(),
  };
});
