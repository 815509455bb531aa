import { HOUR_MS, MINUTE_MS } from '@wick/core';

/** Seconds reach the year 5138 below it; milliseconds begin in 1973 at it. */
const SECONDS_BELOW = 1e11;
const MILLISECONDS_BELOW = 1e14;
const MICROSECONDS_BELOW = 1e17;

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/**
 * A timestamp in epoch milliseconds: whole seconds, milliseconds or microseconds since 1970, told apart by their size, or
 * ISO 8601, which is UTC where it names no zone. Parts of a millisecond are cut off.
 *
 * @returns undefined for what is no such time
 */
export function textToTime(text: string): number | undefined {
  return /^\d{1,17}$/.test(text) ? epochToTime(Number(text)) : isoToTime(text);
}

function epochToTime(value: number): number | undefined {
  if (value < SECONDS_BELOW) return value * 1_000;
  if (value < MILLISECONDS_BELOW) return value;
  return value < MICROSECONDS_BELOW ? Math.floor(value / 1_000) : undefined;
}

function isoToTime(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0)) as [
    number, number, number, number, number, number,
  ];
  const midnight = Date.UTC(year, month - 1, day);
  // Date.UTC takes the 30th of February for the 1st of March.
  if (new Date(midnight).getUTCMonth() !== month - 1 || month < 1 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const milliseconds = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return midnight + hour * HOUR_MS + minute * MINUTE_MS + second * 1_000 + milliseconds - offsetOf(match[8]);
}

function offsetOf(zone: string | undefined): number {
  if (zone === undefined || /^(Z|UTC)$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * HOUR_MS + Number(zone.slice(-2)) * MINUTE_MS);
}
