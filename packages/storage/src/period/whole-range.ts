import type { TimeRange } from '@wick/core';

/** In whole milliseconds that PostgreSQL's bigint can hold. */
export const wholeRange = ({ fromMs = -Infinity, toMs = Infinity }: Partial<TimeRange>): TimeRange => ({
  fromMs: Math.max(Number.MIN_SAFE_INTEGER, Math.ceil(fromMs)),
  toMs: Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(toMs)),
});
