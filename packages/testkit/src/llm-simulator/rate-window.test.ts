import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRateWindow } from './rate-window.ts';

const MINUTE_MS = 60_000;

test('whatever comes when: no 60 s hold more than the limits, what is turned away would have been too much, and the wait is exact', () => {
  const arrival = fc.record({ afterMs: fc.oneof(fc.nat({ max: 3_000 }), fc.constantFrom(0, 30_000, MINUTE_MS)), tokens: fc.integer({ min: 1, max: 400 }) });
  const limits = fc.record({ requestsPerMinute: fc.integer({ min: 1, max: 6 }), tokensPerMinute: fc.integer({ min: 400, max: 1_500 }) });
  fc.assert(
    fc.property(limits, fc.array(arrival, { maxLength: 40 }), ({ requestsPerMinute, tokensPerMinute }, arrivals) => {
      const window = createRateWindow({ requestsPerMinute, tokensPerMinute });
      const taken: { readonly timeMs: number; readonly tokens: number }[] = [];
      /** Counted anew from everything that was taken. */
      const fits = (timeMs: number, tokens: number): boolean => {
        const within = taken.filter((each) => each.timeMs > timeMs - MINUTE_MS);
        return within.length < requestsPerMinute && within.reduce((sum, each) => sum + each.tokens, tokens) <= tokensPerMinute;
      };
      let nowMs = 0;
      for (const { afterMs, tokens } of arrivals) {
        nowMs += afterMs;
        const waitMs = window.take(nowMs, tokens);
        expect(waitMs === 0).toBe(fits(nowMs, tokens));
        // Not a millisecond earlier, and not later.
        expect([waitMs > 0 && fits(nowMs + waitMs - 1, tokens), fits(nowMs + waitMs, tokens)]).toEqual([false, true]);
        if (waitMs === 0) taken.push({ timeMs: nowMs, tokens });
      }
    }),
  );
});
