import { type Clock, HOUR_MS } from '@wick/core';
import type { Storage } from '@wick/storage';
import type { Logger } from 'pino';

/**
 * Turns the rows of periods that are over into blocks, once an hour, until `signal` aborts. A time that fails is logged and the
 * next one makes up for it: rows that wait are read like any others.
 */
export async function keepSealed(
  storage: Pick<Storage, 'seal'>,
  { clock, logger, signal }: { clock: Clock; logger: Logger; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const periods = await storage.seal(clock.nowMs());
      if (periods > 0) logger.info({ periods }, 'periods sealed');
    } catch (error) {
      logger.warn({ error }, 'sealing failed and will be tried again');
    }
    await clock.sleep(HOUR_MS, signal).catch(() => undefined);
  }
}
