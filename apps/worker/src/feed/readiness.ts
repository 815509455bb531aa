import { closeTimeOf, intervalMs, MINUTE_MS } from '@wick/core';
import type { FeedState } from './feed-state.ts';

/** A live candle may come this much later than it should before its feed counts as stale. */
const GRACE_MS = 2 * MINUTE_MS;

/** Milliseconds since the newest stored candle closed; null where nothing is stored. */
export const lagMs = (feed: FeedState, nowMs: number): number | null =>
  feed.lastOpenTimeMs === null ? null : Math.max(0, nowMs - closeTimeOf(feed.lastOpenTimeMs, feed.series.interval));

/** Why a series is not up to date, as one sentence; null if it is. */
export function whyNotReady(feed: FeedState, nowMs: number): string | null {
  if (feed.phase === 'failed') return `${feed.key} failed: ${feed.failure}`;
  if (feed.phase !== 'live') return `${feed.key} is still being backfilled`;
  const lag = lagMs(feed, nowMs);
  if (lag === null) return `${feed.key} has no candles yet`;
  // Between two closings the lag grows to one interval; only what exceeds that is late.
  return lag > intervalMs(feed.series.interval) + GRACE_MS
    ? `${feed.key} is stale: its newest candle closed ${Math.round(lag / 1_000)} s ago`
    : null;
}
