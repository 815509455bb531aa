import type { Clock } from '@wick/core';
import { openStorage, type Storage } from '@wick/storage';
import type { Logger } from 'pino';
import { type Configuration, sinceMs } from './configuration/configuration.ts';
import { connectExchange } from './exchange/connect-exchange.ts';
import { untilItWorks } from './feed/retry.ts';
import { keepSealed } from './sealing/keep-sealed.ts';
import { startWorker } from './start-worker.ts';

export interface RunOptions {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Ends the worker when it aborts. */
  readonly signal: AbortSignal;
  /** Told once the worker serves, with the address of its HTTP server. */
  readonly onStart?: (address: string) => void;
}

/**
 * The whole worker, from configuration to its end: storage, exchange, feeds and HTTP server.
 * @throws WickError OPTION_INVALID, or DATABASE_UNSUPPORTED where no database can be had
 */
export async function runWorker(configuration: Configuration, options: RunOptions): Promise<void> {
  const storage = await openPatiently(configuration, options);
  if (!storage) return;
  const { logger, clock, signal } = options;
  try {
    const exchange = connectExchange(configuration, { store: storage.candles, absences: storage.absences, limits: storage.limits, clock, logger });
    const { host, port } = configuration;
    const worker = await startWorker({
      groups: exchange.groups, exchange, sinceMs: sinceMs(configuration, clock.nowMs()), host, port,
      store: storage.candles, pingDatabase: () => storage.status(), clock, logger,
    });
    options.onStart?.(worker.address);
    const stopSealing = new AbortController();
    const sealing = keepSealed(storage, { clock, logger, signal: stopSealing.signal });
    try {
      await Promise.race([worker.ended, untilAborted(signal)]);
    } finally {
      stopSealing.abort();
      await Promise.all([worker.stop(), sealing]);
    }
  } finally {
    await storage.close();
  }
}

/** A database that is not there yet is waited for; undefined if the worker was asked to end meanwhile. */
async function openPatiently({ databaseUrl, dataDir }: Configuration, { logger, clock, signal }: RunOptions): Promise<Storage | undefined> {
  try {
    return await untilItWorks(() => openStorage({ databaseUrl, dataDir }), {
      clock,
      signal,
      onFailure: (error, retryInMs) => logger.warn({ error, retryInMs }, 'the database cannot be opened'),
    });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
