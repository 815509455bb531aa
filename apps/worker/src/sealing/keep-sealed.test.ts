import { expect, test } from '@jest/globals';
import { HOUR_MS } from '@wick/core';
import { DrivenClock } from '@wick/testkit';
import { createLogger } from '../log/logger.ts';
import { keepSealed } from './keep-sealed.ts';

test('periods that are over are sealed at once and every hour, a failure is logged, and an abort ends it', async () => {
  const clock = new DrivenClock(Date.UTC(2025, 0, 31, 23));
  const asked: number[] = [];
  const log: string[] = [];
  const logger = createLogger('info', { write: (line) => log.push((JSON.parse(line) as { msg: string }).msg) });
  const seal = (nowMs: number): Promise<number> => {
    asked.push(nowMs);
    return asked.length === 2 ? Promise.reject(new Error('the database is away')) : Promise.resolve(asked.length === 3 ? 4 : 0);
  };
  const interruption = new AbortController();
  const ended = keepSealed({ seal }, { clock, logger, signal: interruption.signal });
  await clock.untilPending(1);
  await clock.advance(HOUR_MS);
  await clock.advance(HOUR_MS);
  interruption.abort();
  await ended;
  expect(asked).toEqual([23, 24, 25].map((hour) => Date.UTC(2025, 0, 31, hour)));
  expect(log).toEqual(['sealing failed and will be tried again', 'periods sealed']);
});
