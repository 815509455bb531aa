import type { LimitBlock, LimitLedger } from '@wick/core';

/** From so many minutes back on, a clock was wrong before. */
const CLOCK_WAS_WRONG_MINUTES = 60;

/** {@link LimitLedger} in memory: for one process. */
export function memoryLimitLedger(): LimitLedger {
  const minutes = new Map<string, { minute: number; used: number }>();
  const blocks = new Map<string, LimitBlock>();

  /** The count of a minute, a new one if it is the newest; null if it is past. */
  const countOf = (key: string, minute: number): { used: number } | null => {
    const newest = minutes.get(key);
    if (newest?.minute === minute) return newest;
    if (newest && minute < newest.minute && minute >= newest.minute - CLOCK_WAS_WRONG_MINUTES) return null;
    const count = { minute, used: 0 };
    minutes.set(key, count);
    return count;
  };

  return {
    async reserveWeight(key, minute, wanted, limit) {
      const count = countOf(key, minute);
      if (!count) return 0;
      const granted = Math.max(0, Math.min(wanted, limit - count.used));
      count.used += granted;
      return granted;
    },
    async observeWeight(key, minute, used) {
      const count = countOf(key, minute);
      if (count) count.used = Math.max(count.used, used);
    },
    async block(key, { untilMs, why }) {
      const before = blocks.get(key);
      const block = { untilMs: Math.ceil(untilMs), why };
      if (!before || block.untilMs > before.untilMs) blocks.set(key, block);
    },
    blocked: async (key) => blocks.get(key) ?? null,
  };
}
