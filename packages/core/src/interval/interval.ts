import { WickError } from '../errors/wick-error.ts';

/** Binance's candle intervals. Case matters: `1m` is a minute, `1M` a calendar month. */
export const INTERVALS = [
  '1s', '1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '6h', '8h', '12h', '1d', '3d', '1w', '1M',
] as const;

export type Interval = (typeof INTERVALS)[number];

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

const UNIT_MS = { s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS, w: 7 * DAY_MS, M: (365.2425 / 12) * DAY_MS } as const;

export const isInterval = (text: string): text is Interval => (INTERVALS as readonly string[]).includes(text);

/** @throws WickError INTERVAL_UNKNOWN, with the nearest interval that exists */
export function parseInterval(text: string): Interval {
  if (isInterval(text)) return text;
  const near = INTERVALS.find((interval) => interval.toLowerCase() === text.toLowerCase());
  throw new WickError('INTERVAL_UNKNOWN', `"${text}" is not a Binance candle interval.`, {
    remedy: near ? `Did you mean ${near}?` : `Use one of ${INTERVALS.join(' ')}.`,
    details: { interval: text },
  });
}

/** Read a million times a frame, so computed once. */
const LENGTH_MS = Object.fromEntries(
  INTERVALS.map((interval) => [interval, Number.parseInt(interval, 10) * UNIT_MS[interval.at(-1) as keyof typeof UNIT_MS]]),
) as Record<Interval, number>;

/**
 * Length of one candle in milliseconds; for `1M`, whose candles differ, the mean Gregorian month.
 * Use {@link openTimeOf} and {@link nextOpenTime} for arithmetic on times.
 */
export const intervalMs = (interval: Interval): number => LENGTH_MS[interval];

/**
 * Where the grid of an interval starts. Weeks open on Monday (1970-01-05 was one). The anchor of `3d` is not
 * documented; Binance's own candles of 2017 to 2019 open on days ≡ 1 (mod 3) counted from 1970-01-01.
 */
function anchorMs(interval: Interval): number {
  if (interval === '1w') return 4 * DAY_MS;
  if (interval === '3d') return DAY_MS;
  return 0;
}

/**
 * The number of the grid slot that holds `timeMs`: slots are consecutive integers, also for calendar months.
 * The number of whole slots between two candles is the difference of their indices minus one.
 */
export function slotOf(timeMs: number, interval: Interval): number {
  if (interval === '1M') {
    const date = new Date(timeMs);
    return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
  }
  return Math.floor((timeMs - anchorMs(interval)) / intervalMs(interval));
}

/** Open time of the grid slot with this number, in epoch milliseconds UTC. */
export function slotOpenTime(slot: number, interval: Interval): number {
  if (interval === '1M') return Date.UTC(1970 + Math.floor(slot / 12), ((slot % 12) + 12) % 12);
  return slot * intervalMs(interval) + anchorMs(interval);
}

/** Open time of the grid candle that holds `timeMs`. */
export const openTimeOf = (timeMs: number, interval: Interval): number => slotOpenTime(slotOf(timeMs, interval), interval);

/** Open time of the grid candle after the one that holds `timeMs`. */
export const nextOpenTime = (timeMs: number, interval: Interval): number =>
  slotOpenTime(slotOf(timeMs, interval) + 1, interval);

/** Last millisecond of a candle that opens at `openTimeMs` on the grid, as Binance writes it. */
export const closeTimeOf = (openTimeMs: number, interval: Interval): number => nextOpenTime(openTimeMs, interval) - 1;

/** Is this exactly an opening time of the grid? Binance has published candles for which it is not. */
export const isOnGrid = (openTimeMs: number, interval: Interval): boolean =>
  openTimeOf(openTimeMs, interval) === openTimeMs;

/**
 * Whole candles that fit between the end of a candle and the opening of the next one that is there.
 * Counted from the candle itself, not from the grid, because runs of off-grid candles exist.
 */
export function missingBetween(openTimeMs: number, nextPresentMs: number, interval: Interval): number {
  const steps =
    interval === '1M'
      ? slotOf(nextPresentMs, interval) - slotOf(openTimeMs, interval)
      : Math.floor((nextPresentMs - openTimeMs) / intervalMs(interval));
  return Math.max(0, steps - 1);
}

/** When the candle after this one should open: one interval later, whether or not this one is on the grid. */
export const followingOpenTime = (openTimeMs: number, interval: Interval): number =>
  interval === '1M' ? nextOpenTime(openTimeMs, interval) : openTimeMs + intervalMs(interval);

/**
 * Does every candle of `higher` consist of whole candles of `lower`? True for equal intervals. A week is no multiple of
 * three days and a month is none of a week, because their candles overlap.
 */
export function isMultipleOf(higher: Interval, lower: Interval): boolean {
  if (higher === lower) return true;
  if (lower === '1M') return false;
  const lowerMs = intervalMs(lower);
  // Months open at the beginning of some day, whichever.
  if (higher === '1M') return DAY_MS % lowerMs === 0;
  return intervalMs(higher) % lowerMs === 0 && (anchorMs(higher) - anchorMs(lower)) % lowerMs === 0;
}
