import { type TimeRange, WickError } from '@wick/core';

export interface RangeOptions {
  readonly since?: string;
  readonly until?: string;
}

/**
 * The open times from `--since` on and before `--until`.
 * @throws WickError OPTION_INVALID
 */
export function readRange({ since, until }: RangeOptions): Partial<TimeRange> {
  const range = {
    ...(since !== undefined && { fromMs: readTime('--since', since) }),
    ...(until !== undefined && { toMs: readTime('--until', until) }),
  };
  if (range.fromMs !== undefined && range.toMs !== undefined && range.fromMs >= range.toMs) {
    throw new WickError('OPTION_INVALID', `--since ${since} is not before --until ${until}.`, {
      remedy: 'Give a range with something in it; --until itself is outside of it.',
      details: { since, until },
    });
  }
  return range;
}

/** A calendar time; missing parts count as zero, and without a zone it is UTC. */
const TIME = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{3}))?)?)?Z?$/i;

/** `2024-11-01`, `2024-11-01T12:30` or `2024-11-01 12:30:00Z` in epoch milliseconds. @throws WickError OPTION_INVALID */
export function readTime(option: string, text: string): number {
  const parts = TIME.exec(text.trim())?.slice(1).map((part) => Number(part ?? 0));
  if (parts) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, millisecond = 0] = parts;
    const timeMs = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
    // Date.UTC turns the 31st of November into the 1st of December; no calendar does.
    const back = new Date(timeMs);
    if (back.getUTCMonth() === month - 1 && back.getUTCDate() === day && back.getUTCHours() === hour && minute < 60 && second < 60) {
      return timeMs;
    }
  }
  throw new WickError('OPTION_INVALID', `${option} cannot be read as a time: "${text}".`, {
    remedy: 'Write a UTC date such as 2024-11-01, or a time such as 2024-11-01T12:30.',
    details: { option, value: text },
  });
}
