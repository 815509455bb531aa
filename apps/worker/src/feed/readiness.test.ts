import { HOUR_MS, MINUTE_MS, type Series } from '@wick/core';
import { describe, expect, test } from '@jest/globals';
import { createFeedState, type FeedState } from './feed-state.ts';
import { lagMs, whyNotReady } from './readiness.ts';

const series: Series = { exchange: 'binance', market: 'spot', symbol: 'BTCUSDT', interval: '1h' };
const OPEN = Date.UTC(2024, 0, 1);
const feed = (changes: Partial<FeedState>): FeedState => ({ ...createFeedState(series), phase: 'live', lastOpenTimeMs: OPEN, ...changes });

test('the lag counts from the closing of the newest candle', () => {
  expect(lagMs(feed({}), OPEN + HOUR_MS + 999)).toBe(1_000);
  expect(lagMs(feed({}), OPEN)).toBe(0);
  expect(lagMs(feed({ lastOpenTimeMs: null }), OPEN)).toBeNull();
});

describe('a feed is ready', () => {
  test('until its next candle is two minutes late', () => {
    const dueMs = OPEN + 2 * HOUR_MS;
    expect(whyNotReady(feed({}), dueMs + 2 * MINUTE_MS - 1)).toBeNull();
    expect(whyNotReady(feed({}), dueMs + 2 * MINUTE_MS)).toContain('binance:spot:BTCUSDT:1h is stale: its newest candle closed 3720 s ago');
  });
  test('not before its history is complete, not without candles and not after it failed', () => {
    expect(whyNotReady(feed({ phase: 'waiting' }), OPEN)).toContain('still being backfilled');
    expect(whyNotReady(feed({ phase: 'backfilling' }), OPEN)).toContain('still being backfilled');
    expect(whyNotReady(feed({ lastOpenTimeMs: null }), OPEN)).toContain('no candles yet');
    expect(whyNotReady(feed({ phase: 'failed', failure: 'There is no BTCUSDT.' }), OPEN)).toContain('failed: There is no BTCUSDT.');
  });
});
