import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CandleBatch } from '@wick/core';
import type { Benchmark, Work } from '../harness/benchmark.ts';

/** From request to answer. */
const LATENCY_MS = 50;
const serveExchange = fileURLToPath(new URL('../exchange/serve-exchange.ts', import.meta.url));

/** The history of one symbol over REST, from an exchange that is not near. */
export const restOneSymbol: Benchmark = {
  name: 'rest-one-symbol',
  work: ({ bars }) => `${bars.toLocaleString('en')} candles of one symbol over REST, ${LATENCY_MS} ms away`,
  full: { bars: 105_120 },
  small: { bars: 2_500 },
  pairs: 5,
  goal: { ms: 1_500 },
  prepare: () => undefined,
  open: (_folder, { bars }) => openReading(bars),
  otherWay: { name: 'one page at a time', open: (_folder, { bars }) => openReading(bars, 1) },
  tolerance: 0,
};

async function openReading(bars: number, concurrency?: number): Promise<Work> {
  const { createRestSource } = await import('@wick/ingestion');
  const { rangeOf, seriesOf } = await import('../exchange/plain-history.ts');
  const exchange = await startExchange(bars);
  let batches: CandleBatch[] = [];
  return {
    async run() {
      const source = createRestSource({ market: 'spot', baseUrl: exchange.url, ...(concurrency !== undefined && { concurrency }) });
      batches = [];
      for await (const batch of source.candles(seriesOf('BTCUSDT'), rangeOf(bars))) batches.push(batch);
    },
    answer: () => ({
      openTimeMs: Float64Array.from(batches.flatMap(({ openTimeMs }) => [...openTimeMs])),
      close: Float64Array.from(batches.flatMap(({ columns }) => [...columns.close])),
    }),
    close: exchange.end,
  };
}

/** Its own process, so that what it does beside the waiting is not the client's. */
async function startExchange(bars: number): Promise<{ readonly url: string; readonly end: () => void }> {
  const child = spawn(process.execPath, ['--conditions=@wick/source', serveExchange, String(bars), String(LATENCY_MS)], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const url of createInterface({ input: child.stdout })) return { url, end: () => void child.stdin.end() };
  throw new Error('the simulated exchange did not start');
}
