import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openTimeOf, type Series } from '@wick/core';
import { openStorage, stopEmbeddedServer } from '@wick/storage';
import { ourEnvironment } from '../harness/run-benchmark.ts';
import { peakMegabytes } from '../harness/side-process.ts';
import { jsonLines } from './json-lines.ts';

export interface LiveFigures {
  readonly symbols: number;
  readonly minutes: number;
  /** Candles that the exchange has closed and the database does not have, or has with other values. */
  readonly lost: number;
  /** From the moment at which the exchange began to send the closes of a minute until the commit of each, as the worker logs it. */
  readonly delayMs: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Of the worker's process alone; null where the system does not tell. */
  readonly peakMegabytes: number | null;
}

export interface LiveScale {
  readonly symbols: number;
  readonly minutes: number;
  /** Real time between two messages of each open candle, which are two seconds apart for the exchange. */
  readonly pauseMs: number;
}

/** As `docker/Dockerfile` starts it: without a bound, the garbage of messages is let grow to 128 MB before it is looked at. */
const WORKER_FLAGS = ['--max-semi-space-size=8'];
/** Closes that have not come by then are lost. */
const PATIENCE_MS = 20_000;
const run = (script: string): string => fileURLToPath(new URL(script, import.meta.url));

/**
 * The real worker with its own PostgreSQL follows a simulated exchange, each in a process of its own. The exchange's minutes
 * pass faster than real ones, so what comes between two closes comes faster as well; delays are real time.
 */
export async function measureLive({ symbols, minutes, pauseMs }: LiveScale): Promise<LiveFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'wick-bench-'));
  const names = Array.from({ length: symbols }, (_, index) => `COIN${index}USDT`);
  const startMs = openTimeOf(Date.now(), '1m') + 1_000;
  const env = { ...ourEnvironment(), DATABASE_URL: '', FORCE_COLOR: '0' };
  const exchange = spawn(process.execPath, ['--conditions=@wick/source', run('serve-exchange.ts'), names.join(','), String(startMs)], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const told = jsonLines<Told>(exchange.stdout);
  const ask = async (order: string): Promise<Told> => {
    exchange.stdin.write(`${order}\n`);
    return told.next();
  };
  const { restUrl, wsUrl } = await told.next();
  const worker = spawn(process.execPath, [...WORKER_FLAGS, '--conditions=@wick/source', run('../../../apps/worker/src/main.ts')], {
    env: {
      ...env, WICK_SERIES: names.map((name) => `simulated:spot:${name}:1m`).join(','), WICK_SINCE: '0d', WICK_DATA_DIR: folder, PORT: '0',
      LOG_LEVEL: 'debug', WICK_BINANCE_REST_URL: restUrl, WICK_BINANCE_WS_URL: wsUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const log = followLog(worker.stdout);
    await untilIt(async () => log.live === symbols && (await ask('streams')).streams === symbols);
    const firstMs = openTimeOf(startMs, '1m');
    for (let minute = 1; minute <= minutes; minute++) {
      const { sentAtMs, openTimeMs } = await ask(`minute ${pauseMs}`);
      log.sentAtMs.set(openTimeMs, sentAtMs);
      await untilIt(() => Promise.resolve(log.stored >= minute * symbols)).catch(() => undefined);
    }
    const peak = peakMegabytes(worker.pid!);
    await ended(worker, () => worker.kill('SIGTERM'));
    const series = names.map((symbol): Series => ({ exchange: 'simulated', market: 'spot', symbol, interval: '1m' }));
    const lost = symbols * minutes - (await countStored(folder, series, firstMs, minutes));
    return { symbols, minutes, lost, delayMs: quantiles(log.delays()), peakMegabytes: peak };
  } finally {
    if (worker.exitCode === null) await ended(worker, () => worker.kill('SIGKILL'));
    await ended(exchange, () => exchange.stdin.end());
    await stopEmbeddedServer(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

interface Told {
  readonly restUrl: string;
  readonly wsUrl: string;
  readonly streams: number;
  readonly sentAtMs: number;
  readonly openTimeMs: number;
}

interface Logged {
  readonly time: string;
  readonly msg: string;
  readonly phase?: string;
  readonly closeTimeMs?: number;
}

/** What the worker says of itself: series that are live, and when each candle was committed. */
function followLog(stdout: NodeJS.ReadableStream) {
  const commits: { readonly atMs: number; readonly closeTimeMs: number }[] = [];
  const sentAtMs = new Map<number, number>();
  let live = 0;
  jsonLines<Logged>(stdout, ({ time, msg, phase, closeTimeMs }) => {
    if (phase === 'live') live++;
    if (msg === 'candles written' && closeTimeMs !== undefined) commits.push({ atMs: Date.parse(time), closeTimeMs });
  });
  return {
    sentAtMs,
    get live() {
      return live;
    },
    get stored() {
      return commits.length;
    },
    delays: () => commits.map(({ atMs, closeTimeMs }) => atMs - sentAtMs.get(openTimeOf(closeTimeMs, '1m'))!),
  };
}

async function untilIt(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('The worker does not follow the exchange.');
    await delay(20);
  }
}

async function countStored(dataDir: string, series: readonly Series[], fromMs: number, minutes: number): Promise<number> {
  const storage = await openStorage({ dataDir });
  try {
    const frames = await Promise.all(series.map((one) => storage.candles.frame(one, { fromMs, toMs: fromMs + minutes * 60_000 })));
    return frames.reduce((sum, { columns }) => sum + columns.close.filter((close, row) => close === 10 + (row + 1) / 100).length, 0);
  } finally {
    await storage.close();
  }
}

function quantiles(values: readonly number[]): LiveFigures['delayMs'] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

async function ended(child: ReturnType<typeof spawn>, end: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  end();
  await exit;
}
