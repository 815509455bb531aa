import type { CandleSource, Exchange } from '@wick/core';
import { createRestSource, probeBinance } from '@wick/ingestion';

/** Where the demo's candles come from. */
export interface DemoMarket {
  readonly exchange: Exchange;
  readonly source: CandleSource;
  /** Why it is this one, as one sentence. */
  readonly reason: string;
  close(): Promise<void>;
}

export type MarketData = 'auto' | 'binance' | 'simulator';

/** How long Binance may take to answer before the simulator takes its place. */
const PATIENCE_MS = 3_000;
/** The simulated market is the same one each time, so a second run finds its candles stored. */
const SEED = 'wick demo';

/** @param address another one than Binance's own */
export async function openDemoMarket(wanted: MarketData, address: { baseUrl?: string }): Promise<DemoMarket> {
  if (wanted === 'binance') return binance(address, 'Binance, as asked');
  if (wanted === 'simulator') return simulator('The exchange simulator, as asked');
  const answers = await probeBinance({ timeoutMs: PATIENCE_MS, ...address });
  return answers ? binance(address, 'Binance') : simulator('Binance does not answer, so the built-in exchange simulator takes its place');
}

const binance = (address: { baseUrl?: string }, reason: string): DemoMarket => ({
  exchange: 'binance',
  source: createRestSource({ market: 'spot', ...address }),
  reason,
  close: () => Promise.resolve(),
});

/** The real client talks to it over HTTP on loopback, as it would to Binance. */
async function simulator(reason: string): Promise<DemoMarket> {
  const { startBinanceSimulator } = await import('@wick/testkit');
  const running = await startBinanceSimulator({ seed: SEED });
  return {
    exchange: 'simulated',
    source: createRestSource({ market: 'spot', baseUrl: running.restUrl }),
    reason,
    close: () => running.close(),
  };
}
