import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inParallel } from './in-parallel.ts';

describe('inParallel', () => {
  test('gives results in order, and never works on more than it may', () => fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 4 }), { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), async (turns, concurrency) => {
      let working = 0;
      let most = 0;
      const results = await inParallel(turns, concurrency, async (count, index) => {
        most = Math.max(most, ++working);
        for (let at = 0; at < count; at++) await turn();
        working--;
        return index;
      });
      expect(results).toEqual(turns.map((_, index) => index));
      expect(most).toBeLessThanOrEqual(concurrency);
    }),
  ));

  test('after a failure starts nothing, waits for what is under way, and fails', async () => {
    const log: string[] = [];
    const work = async (item: string): Promise<void> => {
      if (item === 'bad') throw new Error('bad');
      await turn();
      log.push(item);
    };
    await expect(inParallel(['slow', 'bad', 'never', 'never'], 2, work)).rejects.toThrow('bad');
    expect(log).toEqual(['slow']);
  });
});
